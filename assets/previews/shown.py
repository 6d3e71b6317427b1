"""The preview of one year of one table, as metadata of its materialisation.

Belongs here: putting the parts together under the names that people read. Does not: any part.
"""

from __future__ import annotations

from typing import Any

import dagster as dg
import duckdb

from assets.previews.change import change_of
from assets.previews.declared import Preview
from assets.previews.rows import RowList, ends_of_table, row_lists
from assets.shown_text import label
from warehouse.wording import Wording

_VI = Wording("vi")


def preview_of(con: duckdb.DuckDBPyConnection, preview: Preview, year: int) -> dict[str, Any]:
    """Ends of the table, a chart per list, what changed. A year without rows has only the last."""
    lists = row_lists(con, preview, year)
    shown: dict[str, Any] = {}
    if lists:
        shown[label("dagster.preview.ends")] = ends_of_table(preview, lists)
        pictures = [picture for each in lists if (picture := _picture(preview, each, year))]
        if pictures:
            shown[label("dagster.preview.chart")] = dg.MetadataValue.md("\n\n".join(pictures))
    shown[label("dagster.preview.change")] = dg.MetadataValue.md(change_of(con, preview, year).told(preview))
    return shown


def _picture(preview: Preview, rows: RowList, year: int) -> str | None:
    """The chart of a list. What the drawing library cannot draw is told in its place: a picture never stops a run."""
    from assets.previews.chart import chart

    try:
        return chart(preview, rows, year)
    except Exception as error:
        return _VI.say("dagster.preview.not_drawn", list=rows.name, why=type(error).__name__)
