"""Merged units in three labelled views, and regions by date: published years never change, codes and names never join."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tests.warehouse.scored_panel import Line, Panel, eight

OVER_TIME, REGION = "mart.par_index_units_over_time", "mart.par_index_region"


def line(points: str) -> list[Line]:
    return [Line("1/a", points, most="100")]


def three_provinces() -> Panel:
    """Lào Cai (10) and Yên Bái (15) become Lào Cai, which takes code 15; Cao Bằng stays."""
    panel = Panel()
    for unit, code, name in (
        ("10@pre", "10", "Lào Cai"),
        ("15@pre", "15", "Yên Bái"),
        ("15@2025", "15", "Lào Cai"),
        ("04@all", "04", "Cao Bằng"),
    ):
        panel.insert("reference.unit", unit_id=unit, unit_code=code, level="province", unit_name=name)
    panel.merge(["10@pre", "15@pre"], "15@2025")
    for year in (2023, 2024):
        panel.add(year, "10@pre", line("90" if year == 2023 else "92"), name="Lào Cai", code="10", rank=1)
        panel.add(year, "15@pre", line("80"), name="Yên Bái", code="15", rank=2)
        panel.add(year, "04@all", line("70"), name="Cao Bằng", code="04", rank=3)
    panel.add(2025, "15@2025", line("88"), name="Lào Cai", code="15", rank=1)
    panel.add(2025, "04@all", line("71"), name="Cao Bằng", code="04", rank=2)
    return panel


def test_three_views_of_a_merged_unit() -> None:
    panel = three_provinces()
    panel.build(OVER_TIME, years=[2023, 2024, 2025])
    query = f"SELECT index_year, index_percent, rank FROM {OVER_TIME} WHERE view = ? AND unit_id = ? ORDER BY 1, 2 DESC"
    rows = {view: panel.con.execute(query, [view, "15@2025"]).fetchall() for view in ("as_published", "composed", "predecessors")}
    assert rows["as_published"] == [(2025, 88, 1)]
    assert rows["composed"] == [(2023, 85, None), (2024, 86, None)]
    assert rows["predecessors"] == [(2023, 90, 1), (2023, 80, 2), (2024, 92, 1), (2024, 80, 2)]
    # The old Yên Bái had the code, the old Lào Cai the name: neither year of theirs is the new unit's own.
    published = panel.con.execute(f"SELECT unit_id, index_year FROM {OVER_TIME} WHERE view = 'as_published' ORDER BY ALL").fetchall()
    old = [(unit, year) for unit in ("10@pre", "15@pre") for year in (2023, 2024)]
    assert published == sorted([*(("04@all", year) for year in (2023, 2024, 2025)), *old, ("15@2025", 2025)])
    notes = panel.con.execute(f"SELECT DISTINCT note_vi FROM {OVER_TIME} WHERE view = 'composed'").fetchall()
    assert notes == [("Số ghép, không phải số công bố: trung bình đơn giản của 2 đơn vị cũ (Lào Cai, Yên Bái); không có thứ hạng.",)]
    assert panel.con.execute(f"SELECT count(*) FROM {OVER_TIME} WHERE unit_id = '04@all' AND view <> 'as_published'").fetchone() == (0,)


def test_the_published_years_are_the_index_table_itself() -> None:
    panel = three_provinces()
    panel.build(OVER_TIME, years=[2023, 2024, 2025])
    same = (
        f"SELECT index_year, unit_id, index_percent, rank FROM {OVER_TIME} WHERE view = 'as_published' "
        "EXCEPT SELECT index_year, unit_id, index_percent, rank FROM mart.par_index"
    )
    assert panel.con.execute(same).fetchall() == []


def test_shares_by_another_basis_are_data() -> None:
    panel = three_provinces()
    for unit, weight in (("10@pre", "3"), ("15@pre", "4")):
        panel.insert(
            "reference.merger_share", successor_unit_id="15@2025", predecessor_unit_id=unit, basis="thu", weight=weight,
            basis_vi="theo căn cứ thử", source_url="https://example.org",
        )  # fmt: skip
    panel.build(OVER_TIME, years=[2024])
    found = dict(panel.con.execute(f"SELECT basis, index_percent FROM {OVER_TIME} WHERE view = 'composed'").fetchall())
    assert found == {"plain_mean": Decimal(86), "thu": eight(Fraction(92 * 3 + 80 * 4, 7))}


def test_half_of_the_predecessors_compose_nothing() -> None:
    panel = three_provinces()
    panel.con.execute("DELETE FROM mart.par_index WHERE unit_id = '15@pre' AND index_year = 2024")
    panel.build(OVER_TIME, years=[2024])
    ((index, note),) = panel.con.execute(f"SELECT index_percent, note_vi FROM {OVER_TIME} WHERE view = 'composed'").fetchall()
    assert index is None and "chỉ 1 đơn vị cũ có chỉ số" in note


def test_a_region_is_the_plain_mean_of_its_units_of_the_day() -> None:
    """One unit changes region between the years; one has none."""
    panel = Panel()
    points = {"a": ("90", "91"), "b": ("80", "82"), "c": ("70", "75"), "d": ("60", "61")}
    for unit, (before, now) in points.items():
        for year, value in ((2024, before), (2025, now)):
            panel.add(year, unit, line(value))
            panel.insert("reference.panel_member", index_year=year, panel="provinces", level="province", unit_id=unit, standing="ranked")
    for unit, region, start, end in (
        ("a", "Bắc", None, None),
        ("b", "Bắc", None, "2025-06-30"),
        ("b", "Nam", "2025-07-01", None),
        ("c", "Nam", None, None),
    ):
        panel.insert("reference.region_member", unit_id=unit, region=region, valid_from=start, valid_to=end)
    panel.build(REGION, years=[2024, 2025])
    found = {
        (row["index_year"], row["region"]): (row["units"], row["index_mean"], row["index_min"], row["index_max"])
        for row in panel.rows(f"SELECT * FROM {REGION}")
    }
    unknown = "Chưa xác định vùng"
    assert found == {
        (2024, "Bắc"): (2, 85, 80, 90), (2024, "Nam"): (1, 70, 70, 70), (2024, unknown): (1, None, 60, 60),
        (2025, "Bắc"): (1, 91, 91, 91), (2025, "Nam"): (2, Decimal("78.5"), 75, 82), (2025, unknown): (1, None, 61, 61),
    }  # fmt: skip


def test_a_unit_without_an_index_is_counted_and_told() -> None:
    panel = Panel()
    for unit, points in (("a", "90"), ("b", "80")):
        panel.add(2024, unit, line(points))
        panel.insert("reference.panel_member", index_year=2024, panel="provinces", level="province", unit_id=unit, standing="ranked")
        panel.insert("reference.region_member", unit_id=unit, region="Bắc")
    panel.con.execute("UPDATE mart.par_index SET index_percent = NULL, rank = NULL WHERE unit_id = 'b'")
    panel.build(REGION, years=[2024])
    (row,) = panel.rows(f"SELECT * FROM {REGION}")
    assert (row["units"], row["scored_units"], row["index_mean"]) == (2, 1, 90) and "1 đơn vị" in row["note_vi"]
