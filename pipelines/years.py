"""The index years that are open: the partitions of every yearly table.

Belongs here: turning the periods file into partitions. Does not: what a year's rules are (warehouse/reference).
"""

from __future__ import annotations

import dagster as dg

from warehouse.home import Home
from warehouse.reference_data import available_years


def open_years() -> list[int]:
    """Years opened by the periods file, ascending and contiguous."""
    return available_years(Home.from_env().reference_folders)


yearly = dg.StaticPartitionsDefinition([str(year) for year in open_years()])
"""One partition per index year. A year opened after loading needs a reload of the code location; `cchc doctor` says so."""
