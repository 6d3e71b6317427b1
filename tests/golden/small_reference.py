"""A made-up reference of a few units, lines and years, so that the reading tests stand alone.

Belongs here: the tables as polars frames, with only the columns that reading needs. Does not belong here: shipped
reference data.
"""

import datetime as dt
from pathlib import Path

import polars as pl

from assets.intake.layout import Layouts
from assets.intake.layout_files import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from warehouse.unit_levels import PANEL_OF_LEVEL

SHIPPED = Path(__file__).parents[2] / "warehouse" / "reference"

_MERGER = dt.date(2025, 6, 30)
_UNITS = [
    ("BTP@all", "BTP", "ministry", "Bộ Tư pháp", None, None),
    ("BYT@all", "BYT", "ministry", "Bộ Y tế", None, None),
    ("01@all", "01", "province", "Hà Nội", None, None),
    ("17@pre2025", "17", "province", "Hòa Bình", None, _MERGER),
    ("33@pre2025", "33", "province", "Hưng Yên", None, _MERGER),
    ("33@2025", "33", "province", "Hưng Yên", dt.date(2025, 7, 1), None),
    ("79@all", "79", "province", "Hồ Chí Minh", None, None),
]
LINES = [
    ("1", "field", "Công tác chỉ đạo, điều hành", None),
    ("1/1.1", "criterion", "Kế hoạch cải cách hành chính", "appraised"),
    ("1/1.2", "criterion", "Chế độ báo cáo", "appraised"),
    ("1/1.10", "criterion", "Sáng kiến trong cải cách", "appraised"),
    ("2", "field", "Cải cách thể chế", None),
    ("2/2.1", "criterion", "Xây dựng văn bản", "appraised"),
    ("2/2.2", "criterion", "Hài lòng của người dân", "survey"),
]
SUB_CODES = [("D1", "SC11"), ("D1", "SC12"), ("D2", "SC21")]


def criteria(criteria_set: str, lines: list[tuple[str, str, str, str | None]]) -> list[dict[str, object]]:
    """Rows of reference.criterion from (node_id, kind, name, part); the code is the last step of the node's path."""
    return [
        {
            "criteria_set": criteria_set,
            "node_id": node_id,
            "code": node_id.rpartition("/")[2],
            "name_vi": name,
            "field_node_id": node_id.partition("/")[0],
            "is_leaf": part is not None,
            "sort_order": order,
        }
        for order, (node_id, _, name, part) in enumerate(lines)
    ]


def small_tables() -> dict[str, pl.DataFrame]:
    """Years 2022–2024 open; sets for ministries 2023 and provinces 2024; the index PAPI in 2023, another (X) in 2023
    and 2024.
    """
    sets = [("ministry-2023-v1", 2023, "ministry", 1), ("province-2024-v1", 2024, "province", 1)]
    outside = [("PAPI", 2023), ("X", 2023), ("X", 2024)]
    sub_codes = {"PAPI": SUB_CODES, "X": [("A", "A1"), ("A", "SC11")]}
    unit_columns = ["unit_id", "unit_code", "level", "unit_name", "valid_from", "valid_to"]
    no_members = {"index_year": pl.Int32, "panel": pl.String, "unit_id": pl.String}
    return {
        "reference.index_year": pl.DataFrame({"index_year": [2022, 2023, 2024]}),
        "reference.unit": pl.DataFrame(_UNITS, schema=unit_columns, orient="row").with_columns(
            pl.lit(None, pl.String).alias("parent_unit_id"),
            pl.when(pl.col("unit_code").is_in(["01", "79"])).then(pl.lit("thành phố trực thuộc TW")).alias("unit_type"),
        ),
        "reference.panel_member": pl.DataFrame(schema=no_members),
        "reference.unit_alias": pl.DataFrame({"unit_id": ["79@all"], "alias": ["TP. HCM"]}),
        "reference.criteria_set": pl.DataFrame(
            [
                {
                    "criteria_set": name,
                    "index_year": year,
                    "level": level,
                    "panel": PANEL_OF_LEVEL[level],
                    "version": version,
                    "known_on": dt.date(year, 12, 31),
                    "units_as_of": dt.date(year, 12, 31),
                }
                for name, year, level, version in sets
            ]
        ),
        "reference.criterion": pl.DataFrame([row for name, *_ in sets for row in criteria(name, LINES)]),
        "reference.outside_index": pl.DataFrame(
            [
                {
                    "index_name": name,
                    "index_year": year,
                    "title_vi": f"Chỉ số {name}",
                    "level": "province",
                    "units_as_of": dt.date(year, 12, 31),
                }
                for name, year in outside
            ]
        ),
        "reference.outside_index_line": pl.DataFrame(
            [
                {"index_name": name, "index_year": year, "dimension_code": dimension, "sub_code": sub}
                for name, year in outside
                for dimension, sub in sub_codes[name]
            ]
        ),
    }


def small_lookup() -> ReferenceLookup:
    """The lookup over :func:`small_tables`."""
    return ReferenceLookup.from_tables(small_tables())


def shipped_layouts() -> Layouts:
    """The layouts that the project ships."""
    return load_layouts([SHIPPED])
