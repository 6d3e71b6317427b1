"""The next outside index needs no Python: a definition file and a CSV."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from assets.intake_tables import receive_all
from assets.reference_tables import load_reference_tables
from assets.sql_tables import build_years
from tests.ready_warehouse import with_tables
from warehouse.connection import open_work
from warehouse.home import Home
from warehouse.model import built_tables, in_dependency_order

DEFINITION = """
index_name: MADEUP
level: province
title_vi: Chỉ số giả lập để thử
title_en: A made-up index for tests
source_url: https://example.org/made-up
aggregation: {sub_dimensions: mean, dimensions: mean}
dimension_scale: {min: 1, max: 10}
years:
  - {index_year: 2023, source_url: https://example.org/made-up, group_note_vi: Không phân nhóm.}
structures:
  - years: [2023]
    dimensions:
      - code: M1
        name_vi: Nội dung một
        weight: 1
        sub_dimensions: [{code: MA, weight: 3}, {code: MB, weight: 1}]
      - code: M2
        name_vi: Nội dung hai
        weight: 3
        sub_dimensions: [{code: MC}]
"""


def test_a_weighted_mean_index_from_a_definition_file(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    (tmp_path / "reference" / "outside_indices").mkdir(parents=True)
    (tmp_path / "reference" / "outside_indices" / "madeup.yml").write_text(DEFINITION, encoding="utf-8")
    rows = ["year,province_vi,dimension_code,sub_code,sub_name_en,sub_name_vi,score,source_url"]
    scores = {"Hưng Yên": ("2", "4", "9"), "Hà Nội": ("4", "4", "3"), "Thái Bình": ("5", "5", "")}
    for name, (a, b, c) in scores.items():
        for sub, score in (("MA", a), ("MB", b), ("MC", c)):
            if score:
                rows.append(f"2023,{name},M{1 if sub != 'MC' else 2},{sub},,,{score},made-up for tests")
    (home.landing / "madeup.csv").write_text("\n".join(rows), encoding="utf-8")
    with open_work(with_tables(home)) as con:
        load_reference_tables(con, home)
        receive_all(con, home)
        for table in in_dependency_order(set(built_tables())):
            build_years(con, table, [2023])
        found = con.execute(
            "SELECT unit_name, total, rank, note, made_up FROM mart.outside_index "
            "WHERE index_name = 'MADEUP' AND total IS NOT NULL ORDER BY rank"
        ).fetchall()
        partial = con.execute("SELECT total, rank, note FROM mart.outside_index WHERE unit_name = 'Thái Bình'").fetchone()
    # dimension M1 = (3·MA + 1·MB) / 4, M2 = MC; total = (1·M1 + 3·M2) / 4
    expected = {
        "Hưng Yên": ((3 * Decimal(2) + 4) / 4 + 3 * Decimal(9)) / 4,
        "Hà Nội": ((3 * Decimal(4) + 4) / 4 + 3 * Decimal(3)) / 4,
    }
    assert [(name, total) for name, total, *_ in found] == sorted(expected.items(), key=lambda item: -item[1])
    assert [rank for _, _, rank, _, _ in found] == [1, 2]
    assert partial is not None and partial[:2] == (None, None) and "2/3" in partial[2]
