"""Rank intervals by another road: the same draws from md5 in plain Python, ranks counted by hand, criteria left out in Fractions."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest

from tests.warehouse.scored_panel import Line, Panel, eight

SEED, DRAWS, MARGIN, STEP, WEIGHT = 77, 200, Fraction(4), Fraction("0.25"), Fraction(10)
TABLES = ("mart.par_index_draw", "mart.par_index_rank_pair", "mart.par_index_rank_interval", "mart.par_index_leave_one_out")


def halves(key: str) -> tuple[int, int]:
    """The two numbers in an md5."""
    digest = hashlib.md5(key.encode()).digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def digits(number: int) -> int:
    return sum((number >> (5 * place)) & 31 for place in range(12)) - 186


def assume(panel: Panel, **other: object) -> None:
    values = {
        "seed": SEED,
        "draws": DRAWS,
        "survey_margin": 4,
        "appraisal_step": "0.25",
        "weight_change": 10,
        "low_percentile": 5,
        "high_percentile": 95,
    }
    for quantity, value in (values | other).items():
        panel.insert("reference.uncertainty", panel=None, quantity=quantity, value=value, is_assumption=True, why_vi="thử", why_en="test")


@pytest.fixture(scope="module")
def laid() -> tuple[Panel, dict[str, list[Line]]]:
    rng, panel, units = random.Random(5), Panel(), {}
    assume(panel)
    for number in range(12):
        lines = [Line(f"{f}/{c}/{n}", str(Decimal(rng.randint(280, 1000)) / 100)) for f in "12" for c in "ab" for n in "xy"]
        lines += [Line("2/c", str(rng.choice([0, 5, 10])), most="10")]
        lines += [Line("3/a", str(Decimal(rng.randint(500, 900)) / 100), part="survey")]
        units[f"u{number:02}"] = lines
    order = sorted(units, key=lambda unit: -sum(Fraction(line.points) for line in units[unit]))
    for unit, lines in units.items():
        panel.insert("reference.unit", unit_id=unit, unit_code=unit, level="province", unit_name=unit)
        panel.add(2024, unit, lines, rank=order.index(unit) + 1)
    nodes = {line.node for lines in units.values() for line in lines}
    for node in sorted(nodes | {node.rsplit("/", 1)[0] for node in nodes}):
        depth = node.count("/")
        panel.insert(
            "reference.criterion", criteria_set="provinces-2024", node_id=node, parent_node_id=node.rsplit("/", 1)[0], sort_order=1,
            code=node, kind=("field", "criterion", "sub_criterion")[depth], name_vi=node, max_points=10, is_leaf=node in nodes,
            field_node_id=node[0], counts_as="base", name_provenance="made_up", max_provenance="made_up",
        )  # fmt: skip
    panel.insert("reference.unit_group", index_year=2024, panel="provinces", sort_order=1, label="A", lower_bound=66, lower_inclusive=True)
    panel.con.execute("UPDATE mart.par_index SET group_label = 'A' WHERE index_percent >= 66")
    panel.build(*TABLES, years=[2024])
    return panel, units


def drawn_by_hand(units: dict[str, list[Line]]) -> dict[tuple[str, int], Decimal]:
    """Index per unit and draw; the deviations are rounded to eight decimals as they are stored."""
    found = {}
    for unit, lines in units.items():
        per_point = Fraction(100) / sum(Fraction(line.most) for line in lines)
        scale = Fraction(int(per_point * 10**12 + Fraction(1, 2)), 10**12)
        survey = sum(Fraction(line.points or 0) for line in lines if line.part == "survey")
        partly = sum(1 for line in lines if line.part == "appraised" and 0 < Fraction(line.points or 0) < Fraction(line.most))
        survey_deviation = float(eight(survey * MARGIN / 196 * scale))
        appraisal_deviation = float(eight(Fraction(0.25 * sqrt(partly / 12) * float(scale))))
        index = eight(sum(Fraction(line.points or 0) for line in lines) * per_point)
        for draw in range(1, DRAWS + 1):
            high, low = halves(f"{SEED}|error|2024|provinces|{unit}|{draw}")
            error = (survey_deviation * digits(high) + appraisal_deviation * digits(low)) / 32
            found[unit, draw] = min(max(index + eight(Fraction(error)), Decimal(0)), Decimal(100))
    return found


def test_draws_are_those_of_md5_in_plain_python(laid) -> None:  # type: ignore[no-untyped-def]
    panel, units = laid
    by_hand = drawn_by_hand(units)
    rows = panel.rows("SELECT * FROM mart.par_index_draw")
    assert len(rows) == len(units) * DRAWS
    for row in rows:
        assert abs(row["index_drawn"] - by_hand[row["unit_id"], row["draw"]]) <= Decimal("0.0000001")
        better = sum(1 for other in units if by_hand[other, row["draw"]] > by_hand[row["unit_id"], row["draw"]])
        assert row["rank_drawn"] == better + 1


def test_weights_of_fields_are_varied_alike_for_all(laid) -> None:  # type: ignore[no-untyped-def]
    panel, units = laid
    for row in panel.rows("SELECT * FROM mart.par_index_draw WHERE draw <= 20"):
        points = most = Fraction(0)
        for line in units[row["unit_id"]]:
            _, low = halves(f"{SEED}|weight|2024|provinces|{line.field_node}|{row['draw']}")
            weight = 1 + WEIGHT / 100 * (Fraction(2 * (low & 1048575), 1048575) - 1)
            points, most = points + weight * Fraction(line.points or 0), most + weight * Fraction(line.most)
        assert abs(Fraction(row["index_reweighted"]) - points * 100 / most) < Fraction(1, 10**6)


def test_intervals_groups_and_pairs_count_the_draws(laid) -> None:  # type: ignore[no-untyped-def]
    panel, units = laid
    draws = {(row["unit_id"], row["draw"]): row for row in panel.rows("SELECT * FROM mart.par_index_draw")}
    rows = panel.rows("SELECT * FROM mart.par_index_rank_interval ORDER BY rank")
    assert len(rows) == len(units)
    for row in rows:
        own = sorted(draws[row["unit_id"], draw]["rank_drawn"] for draw in range(1, DRAWS + 1))
        assert (row["rank_low"], row["rank_median"], row["rank_high"]) == (own[9], own[99], own[189])  # the 10th, 100th and 190th of 200
        inside = sum(draws[row["unit_id"], draw]["index_drawn"] >= 66 for draw in range(1, DRAWS + 1))
        assert row["group_stability"] == (Decimal(inside) / DRAWS if row["group_label"] else None)
    alike: Counter[str] = Counter()
    for pair in panel.rows("SELECT * FROM mart.par_index_rank_pair"):
        a, b = pair["unit_id"], pair["other_unit_id"]
        ahead = sum(draws[a, draw]["index_drawn"] > draws[b, draw]["index_drawn"] for draw in range(1, DRAWS + 1))
        assert pair["share_ahead"] == Decimal(ahead) / DRAWS
        assert pair["distinguishable"] == (ahead * 100 >= 95 * DRAWS)
        if not pair["distinguishable"]:
            alike.update([a, b])
    assert {row["unit_id"]: row["indistinguishable_units"] for row in rows} == {unit: alike[unit] for unit in units}


def test_the_official_rank_stays(laid) -> None:  # type: ignore[no-untyped-def]
    panel, _ = laid
    differing = "SELECT count(*) FROM mart.par_index_rank_interval AS i JOIN mart.par_index AS u USING (unit_id) WHERE i.rank <> u.rank"
    assert panel.con.execute(differing).fetchone() == (0,)


def test_leaving_out_each_criterion(laid) -> None:  # type: ignore[no-untyped-def]
    panel, units = laid
    criteria = ["1/a", "1/b", "2/a", "2/b", "2/c", "3/a"]
    ranks: dict[str, dict[str, int]] = {unit: {} for unit in units}
    index: dict[tuple[str, str], Fraction] = {}
    for criterion in criteria:
        for unit, lines in units.items():
            kept = [line for line in lines if line.node != criterion and not line.node.startswith(criterion + "/")]
            index[unit, criterion] = sum(Fraction(line.points) for line in kept) * 100 / sum(Fraction(line.most) for line in kept)
        for unit in units:
            ranks[unit][criterion] = 1 + sum(index[other, criterion] > index[unit, criterion] for other in units)
    for row in panel.rows("SELECT * FROM mart.par_index_leave_one_out"):
        own = ranks[row["unit_id"]]
        assert (row["rank_min"], row["rank_max"], row["criteria_left_out"]) == (min(own.values()), max(own.values()), 6)
        assert abs(row["rank_without"] - row["rank"]) == max(abs(rank - row["rank"]) for rank in own.values())
        assert row["rank_without"] == own[row["criterion_node_id"]]
        assert row["index_without"] == eight(index[row["unit_id"], row["criterion_node_id"]])


def test_the_same_seed_gives_the_same_bits_another_seed_others_and_nothing_is_made_twice(laid) -> None:  # type: ignore[no-untyped-def]
    panel, units = laid
    content = "SELECT bit_xor(hash(unit_id, draw, index_drawn, index_reweighted)) FROM mart.par_index_draw"
    before = panel.con.execute(content).fetchone()
    assert panel.build(*TABLES, years=[2024]) == {table: [] for table in TABLES}
    again = Panel()
    assume(again)
    for unit, lines in reversed(units.items()):
        again.add(2024, unit, lines)
    again.build("mart.par_index_draw", years=[2024])
    assert again.con.execute(content).fetchone() == before
    again.con.execute("UPDATE reference.uncertainty SET value = 78 WHERE quantity = 'seed'")
    assert again.build("mart.par_index_draw", years=[2024]) == {"mart.par_index_draw": [2024]}
    assert again.con.execute(content).fetchone() != before


def test_no_error_no_doubt() -> None:
    """Without error and other weights the interval is the rank itself."""
    panel = Panel()
    assume(panel, survey_margin=0, appraisal_step=0, weight_change=0, draws=10)
    for rank, points in enumerate(("9", "8", "7"), start=1):
        panel.insert("reference.unit", unit_id=f"u{rank}", unit_code=f"u{rank}", level="province", unit_name=f"u{rank}")
        panel.add(2024, f"u{rank}", [Line("1/a", points)], rank=rank)
    panel.build(*TABLES[:3], years=[2024])
    found = panel.con.execute(
        "SELECT rank, rank_low, rank_high, weight_rank_low, weight_rank_high, indistinguishable_units "
        "FROM mart.par_index_rank_interval ORDER BY 1"
    ).fetchall()
    assert found == [(rank, rank, rank, rank, rank, 0) for rank in (1, 2, 3)]


@pytest.mark.parametrize(
    ("tie_method", "rank_decimals", "points", "ranks"),
    [
        ("share", None, ("9", "8", "8", "7"), (1, 2, 2, 4)),
        ("dense", None, ("9", "8", "8", "7"), (1, 2, 2, 3)),
        ("share", 0, ("9", "8.04", "8", "7"), (1, 2, 2, 4)),  # 80,4 and 80 % are one place where whole percents rank
        ("dense", 0, ("9", "8.04", "8", "7"), (1, 2, 2, 3)),
        ("appraised_first", 0, ("9", "8.04", "8", "7"), (1, 2, 3, 4)),
    ],
)
def test_places_are_given_as_the_list_gives_them(tie_method: str, rank_decimals: int | None, points: tuple[str, ...], ranks: tuple) -> None:
    """Without error the interval is the official place, whatever the list's ties and rounding; a criterion of equal points changes none."""
    panel = Panel()
    assume(panel, survey_margin=0, appraisal_step=0, weight_change=0, draws=3)
    panel.insert(
        "reference.ranked_list", index_year=2024, panel="provinces", title_vi="Bảng", tie_method=tie_method, rank_decimals=rank_decimals,
        shown_decimals=2,
    )  # fmt: skip
    for node in ("1", "1/a", "1/b"):
        panel.insert(
            "reference.criterion", criteria_set="provinces-2024", node_id=node, sort_order=1, kind="criterion", code=node, name_vi=node,
            max_points=10, is_leaf="/" in node, field_node_id="1", counts_as="base", not_applicable="left_out", name_provenance="made_up",
            max_provenance="made_up",
        )  # fmt: skip
    for number, each in enumerate(points):
        panel.insert("reference.unit", unit_id=f"u{number}", unit_code=f"u{number}", level="province", unit_name=f"u{number}")
        panel.add(2024, f"u{number}", [Line("1/a", each), Line("1/b", each)], rank=ranks[number])
    panel.build(*TABLES, years=[2024])
    found = panel.con.execute(
        "SELECT rank, rank_low, rank_high, weight_rank_low, weight_rank_high FROM mart.par_index_rank_interval ORDER BY unit_id"
    ).fetchall()
    assert found == [(rank,) * 5 for rank in ranks]
    without = panel.con.execute("SELECT rank, rank_min, rank_max FROM mart.par_index_leave_one_out ORDER BY unit_id").fetchall()
    assert without == [(rank,) * 3 for rank in ranks]


def test_a_shared_place_is_one_place_among_the_better_ones_where_none_is_left_out() -> None:
    """Two units far ahead share the first place; errors part them, but the last unit of a dense list is still second, not third."""
    for tie_method, last in (("dense", 2), ("share", 3)):
        panel = Panel()
        assume(panel, survey_margin=0, appraisal_step="0.25", weight_change=0, draws=50)
        panel.insert(
            "reference.ranked_list", index_year=2024, panel="provinces", title_vi="Bảng", tie_method=tie_method, shown_decimals=2
        )  # fmt: skip
        for number, (points, rank) in enumerate((("9", 1), ("9", 1), ("2", last))):
            panel.insert("reference.unit", unit_id=f"u{number}", unit_code=f"u{number}", level="province", unit_name=f"u{number}")
            panel.add(2024, f"u{number}", [Line("1/a", points)], rank=rank)
        panel.build(*TABLES[:3], years=[2024])
        found = panel.con.execute("SELECT rank, rank_low, rank_high FROM mart.par_index_rank_interval ORDER BY unit_id").fetchall()
        assert found == [(1, 1, 2), (1, 1, 2), (last, last, last)]
