"""What a ranked list is called in sentences.

Belongs here: names of lists, from reference data. Does not: which lists there are.
"""

from __future__ import annotations

import duckdb

_COMMON = {"ministries": "các bộ, cơ quan ngang bộ", "provinces": "các tỉnh, thành phố"}


def panel_names(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The short names of the two common lists; for a province's own list its title of the newest year in `ranked_lists…csv`, where it has
    one."""
    rows = con.execute("SELECT panel, arg_max(title_vi, index_year) FROM reference.ranked_list GROUP BY panel").fetchall()
    return {panel: f"{title[:1].lower()}{title[1:]}" for panel, title in rows} | _COMMON
