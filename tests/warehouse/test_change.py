"""The change of the index taken apart: sums without remainder, each part by another road (Fraction), mergers and reused codes."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.warehouse.scored_panel import Line, Panel, eight

TABLES = ("mart.par_index_change_line", "mart.par_index_change", "mart.par_index_field_change")
TINY = Decimal("0.00001")


def change_of(panel: Panel, unit: str, year: int = 2024) -> dict:  # type: ignore[type-arg]
    (row,) = panel.rows("SELECT * FROM mart.par_index_change WHERE index_year = ? AND unit_id = ?", year, unit)
    return row


def parts_of(row: dict) -> Decimal:  # type: ignore[type-arg]
    return row["changed_performance"] + row["changed_criteria"] + row["changed_appraisal"] + row["changed_boundary"]


def two_years(before: list[Line], now: list[Line], **how: object) -> tuple[Panel, dict]:  # type: ignore[type-arg]
    panel = Panel()
    panel.add(2023, "u", before, rank=5, **how)  # type: ignore[arg-type]
    panel.add(2024, "u", now, rank=2, **how)  # type: ignore[arg-type]
    panel.build(*TABLES, years=[2023, 2024])
    return panel, change_of(panel, "u")


FILLER = Line("9/a", "60", most="80")


def test_each_kind_of_line_belongs_to_one_part() -> None:
    before = [
        FILLER,
        Line("1/a", "5", claimed="6"),  # performance: the claim differs
        Line("1/b", "5", claimed="7", declared="80"),  # appraisal: same claim, same data, other judgement
        Line("1/c", "5", claimed="7", declared="80"),  # performance: other data declared
        Line("2/a", "2", name="Tên cũ"),  # criteria: another name
        Line("2/b", "3"),  # criteria: gone
        Line("3/a", "4", part="survey"),  # performance: survey
    ]
    now = [
        FILLER,
        Line("1/a", "8", claimed="9"),
        Line("1/b", "6.5", claimed="7", declared="80"),
        Line("1/c", "4", claimed="7", declared="60"),
        Line("2/a", "4", name="Tên mới"),
        Line("2/c", "1"),
        Line("3/a", "6", part="survey"),
    ]
    panel, row = two_years(before, now)
    share = Fraction(100, 140)
    assert row["changed_performance"] == sum((eight(x * share) for x in (3, -1, 2)), Decimal(0))
    assert row["changed_appraisal"] == eight(Fraction("1.5") * share)
    assert row["changed_criteria"] - row["changed_scale"] == sum((eight(x * share) for x in (2, -3, 1)), Decimal(0))
    assert row["changed_boundary"] == 0
    assert parts_of(row) == row["change"] == row["index_percent"] - row["index_before"]
    assert (row["rank_before"], row["rank"], row["ranks_gained"], row["compared_with"]) == (5, 2, 3, "own")
    because = dict(panel.con.execute("SELECT node_id, because FROM mart.par_index_change_line").fetchall())
    assert because == {
        "9/a": "performance", "1/a": "performance", "1/b": "appraisal", "1/c": "performance", "2/a": "changed_line", "2/b": "gone_line",
        "2/c": "new_line", "3/a": "performance",
    }  # fmt: skip
    assert (row["lines_compared"], row["lines_not_compared"]) == (5, 3)


def test_another_maximum_is_another_line() -> None:
    _, row = two_years([FILLER, Line("1/a", "5", most="20")], [FILLER, Line("1/a", "5", most="10"), Line("1/b", "5", most="10")])
    assert row["changed_performance"] == row["changed_appraisal"] == 0
    assert row["change"] == row["changed_criteria"] == 5
    assert row["changed_scale"] == 0


def test_a_line_that_no_longer_applies_is_a_matter_of_criteria_and_scale() -> None:
    before, now = [Line("1/a", "60", most="80"), Line("1/b", "10", most="20")], [Line("1/a", "60", most="80"), Line("1/b", None, most="20")]
    _, row = two_years(before, now)
    assert (row["index_before"], row["index_percent"]) == (70, 75)
    assert row["changed_performance"] == row["changed_appraisal"] == 0 and row["changed_criteria"] == 5
    # 70 points of last year are worth 70 × 100/80 instead of 70; the line's 10 points are gone on this year's scale
    assert row["changed_scale"] == Decimal("17.5") and row["changed_criteria"] - row["changed_scale"] == Decimal("-12.5")


def test_what_a_cap_cuts_off_is_a_line_of_its_own() -> None:
    bonus = {"part": "appraised", "counts_as": "bonus", "most": "5"}
    before = [Line("1/a", "50", most="100"), Line("C/a", "2", **bonus), Line("C/b", "0", **bonus)]  # type: ignore[arg-type]
    now = [Line("1/a", "50", most="100"), Line("C/a", "4", **bonus), Line("C/b", "3", **bonus)]  # type: ignore[arg-type]
    panel, row = two_years(before, now, caps={"C": "5"})
    assert row["change"] == row["changed_performance"] == 3 and row["changed_scale"] == 0
    effects = dict(panel.con.execute("SELECT node_id, effect FROM mart.par_index_change_line WHERE effect <> 0").fetchall())
    assert effects == {"C/a": 2, "C/b": 3, "C#trần": -2}
    before = [Line("1/a", "90", most="100"), Line("C/a", "2", **bonus)]  # type: ignore[arg-type]
    now = [Line("1/a", "99", most="100"), Line("C/a", "3", **bonus)]  # type: ignore[arg-type]
    panel, row = two_years(before, now, index_cap="100")
    assert row["change"] == row["changed_performance"] == 8 and row["changed_scale"] == 0


@pytest.mark.parametrize("seed", range(12))
def test_random_panels_close_without_remainder_and_by_another_road(seed: int) -> None:
    """Parts sum to the change exactly; performance, appraisal and scale as Fractions say, within what eight decimals lose per line."""
    rng = random.Random(seed)
    panel = Panel()
    laid: dict[tuple[int, str], list[Line]] = {}
    for year in (2022, 2023, 2024):
        for unit in ("u1", "u2", "u3"):
            lines = []
            for node in (f"{f}/{n}" for f in "123" for n in "abcde"):
                if rng.random() < 0.1:
                    continue
                claimed = str(rng.choice([3, 5, 7]))
                lines.append(
                    Line(
                        node, None if rng.random() < 0.1 else str(Decimal(rng.randint(0, 700)) / 100), most=str(rng.choice([7, 7, 7, 8])),
                        name=rng.choice(["", "", "", "khác"]),
                        part=rng.choice(["appraised", "appraised", "survey"]) if node[0] == "3" else "appraised",
                        claimed=claimed, declared=rng.choice([None, "80"]),
                    )
                )  # fmt: skip
            laid[year, unit] = lines
            panel.add(year, unit, lines)
    panel.build(*TABLES, years=[2022, 2023, 2024])
    for year in (2023, 2024):
        for unit in ("u1", "u2", "u3"):
            row = change_of(panel, unit, year)
            assert parts_of(row) == row["change"] == row["index_percent"] - row["index_before"]
            expected = by_fractions(laid[year - 1, unit], laid[year, unit])
            for part, value in expected.items():
                assert abs(Fraction(row[part]) - value) < Fraction(1, 10**6), (part, row[part], float(value))
            fields = panel.rows("SELECT * FROM mart.par_index_field_change WHERE index_year = ? AND unit_id = ?", year, unit)
            for one in fields:
                assert parts_of(one) == one["change"]
            for part in ("changed_performance", "changed_appraisal"):
                assert sum((one[part] for one in fields), Decimal(0)) == row[part]
            assert abs(sum((one["change"] for one in fields), Decimal(0)) - row["change"]) < TINY
    assert {row["compared_with"] for row in panel.rows("SELECT compared_with FROM mart.par_index_change WHERE index_year = 2022")} == {
        "none"
    }


def by_fractions(before: list[Line], now: list[Line]) -> dict[str, Fraction]:
    """The parts of the change of one unit, line by line."""

    def maximum(lines: list[Line]) -> Fraction:
        return sum((Fraction(line.most) for line in lines if line.points is not None), Fraction(0))

    most_now, most_before = maximum(now), maximum(before)
    old, new = {line.node: line for line in before}, {line.node: line for line in now}
    found = {
        "changed_performance": Fraction(0),
        "changed_appraisal": Fraction(0),
        "changed_criteria": Fraction(0),
        "changed_scale": Fraction(0),
    }
    for node in old.keys() | new.keys():
        a, b = old.get(node), new.get(node)
        was, is_now = Fraction((a and a.points) or 0), Fraction((b and b.points) or 0)
        effect = (is_now - was) * 100 / most_now
        found["changed_scale"] += was * 100 / most_now - was * 100 / most_before
        same = a and b and (a.title, a.most, a.part) == (b.title, b.most, b.part) and (a.points is None) == (b.points is None)
        if not same:
            found["changed_criteria"] += effect
        elif a and b and b.part == "appraised" and (a.claimed, a.declared) == (b.claimed, b.declared) and was != is_now:
            found["changed_appraisal"] += effect
        else:
            found["changed_performance"] += effect
    found["changed_criteria"] += found["changed_scale"]
    return found


def test_a_merged_unit_is_compared_with_what_its_predecessors_compose() -> None:
    panel = Panel()
    panel.merge(["33@pre", "34@pre"], "33@2025")
    panel.add(2024, "33@pre", [Line("1/a", "90", most="100")], name="Hưng Yên", code="33", rank=3)
    panel.add(2024, "34@pre", [Line("1/a", "80", most="100")], name="Thái Bình", code="34", rank=40)
    panel.add(2025, "33@2025", [Line("1/a", "86", most="100")], name="Hưng Yên", code="33", rank=9)
    panel.build(*TABLES, years=[2024, 2025])
    row = change_of(panel, "33@2025", 2025)
    assert (row["compared_with"], row["before_unit_id"], row["predecessors"]) == ("composed", "33@pre", 2)
    assert (row["index_before"], row["composed_before"], row["rank_before"]) == (90, 85, 3)
    assert (row["change"], row["changed_performance"], row["changed_boundary"], row["changed_criteria"]) == (-4, 1, -5, 0)
    (field,) = panel.rows("SELECT * FROM mart.par_index_field_change WHERE index_year = 2025")
    assert (field["change"], field["changed_performance"], field["changed_boundary"]) == (-4, 1, -5)


def test_without_a_predecessor_of_its_name_the_composed_figure_stands_beside() -> None:
    panel = Panel()
    panel.merge(["a", "b", "c"], "new")
    for unit, points in (("a", "90"), ("b", "80"), ("c", "75")):
        panel.add(2024, unit, [Line("1/a", points, most="100")], name=unit.upper())
    panel.add(2025, "new", [Line("1/a", "86", most="100")], name="Tên mới")
    panel.build(*TABLES, years=[2024, 2025])
    row = change_of(panel, "new", 2025)
    assert row["before_unit_id"] is None and row["rank_before"] is None and row["changed_boundary"] == 0
    assert row["index_before"] == row["composed_before"] == eight(Fraction(245, 3))
    assert parts_of(row) == row["change"] and abs(row["changed_scale"]) < TINY


def test_a_reused_code_or_name_never_joins_by_accident() -> None:
    """15 was Yên Bái and is Lào Cai; Bộ Tài chính before and after. Without a declared merger there is nothing to compare with."""
    panel = Panel()
    panel.add(2024, "15@pre", [Line("1/a", "70", most="100")], name="Yên Bái", code="15")
    panel.add(2024, "BTC@pre", [Line("1/a", "70", most="100")], name="Bộ Tài chính", code="BTC")
    panel.add(2025, "15@2025", [Line("1/a", "86", most="100")], name="Lào Cai", code="15")
    panel.add(2025, "BTC@2025", [Line("1/a", "86", most="100")], name="Bộ Tài chính", code="BTC")
    panel.build(*TABLES, years=[2024, 2025])
    for unit in ("15@2025", "BTC@2025"):
        row = change_of(panel, unit, 2025)
        assert (row["compared_with"], row["change"], row["before_unit_id"]) == ("none", None, None) and row["not_compared_vi"]
    panel.merge(["10@pre", "15@pre"], "15@2025")
    panel.build(*TABLES, years=[2024, 2025])
    row = change_of(panel, "15@2025", 2025)
    assert row["compared_with"] == "none" and "đơn vị cũ" in row["not_compared_vi"]  # 10@pre has no index: no half of a history
    panel.add(2024, "10@pre", [Line("1/a", "80", most="100")], name="Lào Cai", code="10")
    panel.build(*TABLES, years=[2024, 2025])
    row = change_of(panel, "15@2025", 2025)
    assert (row["before_unit_id"], row["index_before"], row["composed_before"]) == ("10@pre", 80, 75)


def test_a_series_break_is_carried_along() -> None:
    panel = Panel()
    panel.insert("reference.series_break", index_name="PAR_INDEX", panel="provinces", index_year=2024, why_vi="Bộ mới", why_en="New set")
    panel.insert("reference.series_break", index_name="PAPI", panel=None, index_year=2025, why_vi="Khác", why_en="Other")
    for year in (2023, 2024, 2025):
        panel.add(year, "u", [FILLER])
    panel.build(*TABLES, years=[2023, 2024, 2025])
    found = panel.con.execute("SELECT index_year, series_break, series_break_note FROM mart.par_index_change ORDER BY 1").fetchall()
    assert found == [(2023, False, None), (2024, True, "Bộ mới"), (2025, False, None)]


def test_one_line_changes_that_year_and_the_next_and_no_other() -> None:
    years = [2021, 2022, 2023, 2024, 2025]
    panel = Panel()
    for year in years:
        panel.add(year, "u", [FILLER, Line("1/a", "5")])
    assert panel.build(*TABLES, years=years) == dict.fromkeys(TABLES, years)
    assert panel.build(*TABLES, years=years) == {table: [] for table in TABLES}
    for table in ("mart.par_index_line", "mart.par_index_field", "mart.par_index"):
        panel.con.execute(f"DELETE FROM {table} WHERE index_year = 2022")
    panel.add(2022, "u", [FILLER, Line("1/a", "6")])
    assert panel.build(*TABLES, years=[2022]) == {table: [2022, 2023] for table in TABLES}  # asked for one year, the next looks back to it
    assert panel.build(*TABLES, years=years) == {table: [] for table in TABLES}


def test_a_whole_index_may_come_and_go() -> None:
    """A hundred index points on one line fit the decimals."""
    _, row = two_years([Line("1/a", "0", most="1000")], [Line("1/a", "1000", most="1000")])
    assert row["change"] == row["changed_performance"] == 100


def test_rescaled_points_with_a_bonus_close_as_well() -> None:
    """What does not apply is left out, the rest brought back to 100, then the bonus added: two scales."""
    bonus = {"counts_as": "bonus", "most": "5"}
    before = [Line("1/a", "60", most="80"), Line("1/b", "10", most="20"), Line("C/a", "1", **bonus)]  # type: ignore[arg-type]
    now = [Line("1/a", "64", most="80"), Line("1/b", None, most="20"), Line("C/a", "3", **bonus)]  # type: ignore[arg-type]
    panel, row = two_years(before, now, rescaled=True)
    assert (row["index_before"], row["index_percent"]) == (71, 83)  # 60 + 10 + 1; 64 × 100/80 + 3
    assert row["changed_performance"] == 4 * Decimal("1.25") + 2 and row["changed_appraisal"] == 0
    assert row["changed_criteria"] - row["changed_scale"] == Decimal("-12.5") and row["changed_scale"] == 70 * Decimal("0.25")
    assert parts_of(row) == row["change"] == 12
    fields = panel.rows("SELECT field_node_id, change, changed_performance FROM mart.par_index_field_change ORDER BY 1")
    assert [(one["field_node_id"], one["change"], one["changed_performance"]) for one in fields] == [("1", 10, 5), ("C", 2, 2)]
