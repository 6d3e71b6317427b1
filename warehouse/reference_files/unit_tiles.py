"""Where each province stands on a map of tiles: unit_tiles*.csv.

Belongs here: rows of reference.unit_tile and what must be true of them. Does not: colours, drawing. The tiles are no boundaries: one square
a unit, laid out by hand near where its centre lies, so that small and large ones are seen alike.
"""

from collections.abc import Iterable

from warehouse.reference_files.csv_rows import read_csv
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Entry, report_repeats
from warehouse.reference_files.units import UNKNOWN_UNIT_MEND, units_by_id

UNIT_TILES = "unit_tiles*.csv"
_COLUMNS = ("tile_map", "unit_id", "tile_column", "tile_row", "label", "source_url")
_MOST = 100


def read_unit_tiles(files: ReferenceFiles, problems: Problems) -> list[Entry]:
    """Return rows of reference.unit_tile."""
    return [
        Entry(
            {
                "tile_map": row.text("tile_map"),
                "unit_id": row.text("unit_id"),
                "tile_column": row.integer("tile_column"),
                "tile_row": row.integer("tile_row"),
                "label": row.optional_text("label"),
                "source_url": row.optional_text("source_url"),
            },
            row,
        )
        for _, path in files.matching(UNIT_TILES)
        for row in read_csv(path, _COLUMNS, problems)
    ]


def check_unit_tiles(tiles: list[Entry], units: Iterable[Entry]) -> None:
    """Report unknown units, two units on one tile, a unit on two tiles of one map, and tiles off the map."""
    known = units_by_id(units)
    report_repeats(tiles, ["tile_map", "unit_id"], "ô bản đồ")
    report_repeats(tiles, ["tile_map", "tile_column", "tile_row"], "vị trí ô bản đồ")
    for tile in tiles:
        if tile["unit_id"] not in known:
            tile.report("unknown_unit", f"không có đơn vị {tile['unit_id']}", UNKNOWN_UNIT_MEND)
        if not (1 <= tile["tile_column"] <= _MOST and 1 <= tile["tile_row"] <= _MOST):
            tile.report("out_of_range", f"cột và hàng của ô phải từ 1 đến {_MOST}", "sửa tile_column, tile_row")
