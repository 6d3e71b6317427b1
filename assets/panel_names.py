"""What a ranked list is called in sentences.

Belongs here: names of lists, from reference data. Does not: which lists there are.
"""

from __future__ import annotations

import duckdb

from warehouse.wording import Wording

_COMMON = ("ministries", "provinces", "reporting")
_VI = Wording("vi")


def panel_names(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The short names of the common lists; for a province's own list its title of the newest year in `ranked_lists…csv`, where it has
    one."""
    rows = con.execute("SELECT panel, arg_max(title_vi, index_year) FROM reference.ranked_list GROUP BY panel").fetchall()
    return {panel: f"{title[:1].lower()}{title[1:]}" for panel, title in rows} | {panel: _VI.code("panel", panel) for panel in _COMMON}
