"""The engine beside plain Decimal arithmetic, over ten thousand random criteria sets and their declarations, in a few bulk statements."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl
import pytest
import yaml

from tests.ready_warehouse import scratch_with_tables
from tests.warehouse.scoring.plain_scoring import half_up, line_points, unit_index
from warehouse.model import load_models
from warehouse.reference_files.problems import Problems
from warehouse.reference_files.scoring_rules import read_scoring
from warehouse.reference_files.yaml_document import read_yaml

SETS, RULES, SEED = 10_000, 4_000, 20_251_125
POLICIES = ("own_maximum", "rescaled", "full_points")
Line = dict[str, Any]


def quarters(rng: random.Random, least: int = 1, most: int = 40) -> Decimal:
    """A maximum as real sets have them, now and then with four odd decimals."""
    return Decimal(rng.randint(least, most)) / 4 if rng.random() < 0.8 else Decimal(rng.randint(least * 2500, most * 2500)) / 10_000


def part_of(rng: random.Random, maximum: Decimal) -> Decimal:
    return half_up(maximum * rng.randint(0, 100) / 100, 4)


def random_rule(rng: random.Random, maximum: Decimal) -> dict[str, Any]:
    """A rule of any kind as a person would write it in YAML, numbers as Decimal."""
    kind = rng.choice(["yes_no", "options", "conditions", "thresholds", "thresholds", "ratio", "per_item", "deduction"])
    rule: dict[str, Any] = {"kind": kind}
    if kind == "yes_no" and rng.random() < 0.5:
        rule["yes"], rule["no"] = part_of(rng, maximum), part_of(rng, maximum)
    elif kind == "options":
        rule["options"] = [{"label_vi": f"Mức {n}", "points": part_of(rng, maximum)} for n in range(rng.randint(1, 5))]
    elif kind == "conditions":
        rule["conditions"] = [f"Điều kiện {n}" for n in range(rng.randint(1, 5))]
        if rng.random() < 0.6:
            counts = rng.sample(range(0, len(rule["conditions"]) + 1), rng.randint(1, len(rule["conditions"])))
            rule["steps"] = [{"met": met, "points": part_of(rng, maximum)} for met in sorted(counts, reverse=True)]
    elif kind == "thresholds":
        downward = rng.random() < 0.5
        bounds = sorted({Decimal(rng.randint(0, 10_000)) / 100 for _ in range(rng.randint(1, 5))}, reverse=downward)
        names = ("from", "above") if downward else ("to", "below")
        rule["steps"] = [{rng.choice(names): bound, "points": part_of(rng, maximum)} for bound in bounds]
        if rng.random() < 0.7:
            rule["steps"].append({"points": part_of(rng, maximum)})
    elif kind == "ratio":
        if rng.random() < 0.5:
            rule["full_at"] = Decimal(rng.randint(5_000, 10_000)) / 100
            if rng.random() < 0.5:
                rule["below_full"] = rng.choice(["stretched", "share"])
        if rng.random() < 0.5:
            rule["zero_below"] = Decimal(rng.randint(1, 4_900)) / 100
    elif kind in ("per_item", "deduction"):
        rule["points"] = min(maximum, Decimal(rng.randint(1, 5_000)) / 10_000)
    return rule


def random_number(rng: random.Random, rule: dict[str, Any]) -> Decimal | None:
    """A declared number: often just on a bound, or one step beside it."""
    if rng.random() < 0.08:
        return None
    kind = rule["kind"]
    if kind in ("yes_no", "options", "conditions"):
        return Decimal(rng.randint(0, 6))
    if kind in ("per_item", "deduction"):
        return Decimal(rng.randint(0, 60)) if rng.random() < 0.9 else Decimal(rng.randint(0, 9_999_999_999))
    bounds = [value for step in rule.get("steps", []) for key, value in step.items() if key != "points"]
    bounds += [rule[key] for key in ("full_at", "zero_below") if key in rule]
    if bounds and rng.random() < 0.4:
        return max(Decimal(0), rng.choice(bounds) + rng.choice([0, Decimal("0.00000001"), Decimal("-0.00000001")]))
    return Decimal(rng.randint(0, 10_000_000_000)) / 100_000_000 if rng.random() < 0.5 else Decimal(rng.randint(0, 100))


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Decimal, dict[str, Any], list[Any], Any]]:
    """Random rules, each written to YAML and read back by the loader: maximum, rule as written, branches, kind."""
    rng = random.Random(SEED)
    written = []
    for _ in range(RULES):
        maximum = quarters(rng)
        written.append((maximum, random_rule(rng, maximum)))
    path = tmp_path_factory.mktemp("rules") / "rules.yml"
    lines = [{"scoring": _as_text(rule)} for _, rule in written]
    path.write_text(yaml.safe_dump({"lines": lines}, allow_unicode=True), encoding="utf-8")
    problems = Problems()
    top = read_yaml(path, problems)
    assert top is not None
    sections = top.sections("lines")
    read = [read_scoring(section, top.section("rules"), "set", "node", most) for section, (most, _) in zip(sections, written, strict=True)]
    problems.raise_if_any()
    return [(most, rule, [b.values for b in r.branches], r.columns["rule_kind"]) for (most, rule), r in zip(written, read, strict=True)]


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_text(each) for each in value]
    return f"{value:f}" if isinstance(value, Decimal) else value


class World:
    """All sets with one unit each, as rows for the warehouse and as blocks for the plain road."""

    def __init__(self, pool: list[tuple[Decimal, dict[str, Any], list[Any], Any]]) -> None:
        rng = random.Random(SEED + 1)
        self.sets: list[dict[str, Any]] = []
        self.criteria: list[dict[str, Any]] = []
        self.branches: list[dict[str, Any]] = []
        self.declarations: list[dict[str, Any]] = []
        self.expected: dict[tuple[str, str], tuple[str, Decimal | None]] = {}
        self.blocks: dict[str, tuple[list[dict[str, Any]], str, Decimal | None, Decimal]] = {}
        for number in range(SETS):
            self._one(number, rng, pool)

    def _one(self, number: int, rng: random.Random, pool: list[Any]) -> None:
        name, policy, places = f"set{number}", rng.choice(POLICIES), rng.choice([4, 4, 4, 2, 1, 0])
        decided_by = rng.choice(["entered", "rule"])
        cap = Decimal(100) if rng.random() < 0.3 else None
        blocks: list[dict[str, Any]] = []
        for position, counts_as in enumerate(["base", *rng.sample(["base", "bonus", "penalty"], rng.randint(0, 2))], start=1):
            fitting = [
                each for each in rng.sample(pool, 60) if each[0] == half_up(each[0], places)
            ]  # a maximum has no more decimals than its set
            lines = [
                self._line(name, f"{position}", f"{position}/{n}", rng, rng.choice(fitting), counts_as, policy, places, decided_by)
                for n in (1, 2)
            ]
            summed = sum((line["maximum"] for line in lines), Decimal(0))
            most = summed if counts_as == "base" else half_up(summed * rng.randint(20, 100) / 100, 4) + Decimal("0.0001")
            blocks.append({"counts_as": counts_as, "maximum": most, "lines": lines})
            self.criteria.append(_node(name, f"{position}", None, most, False, counts_as, None, f"{position}"))
        set_maximum = sum((block["maximum"] for block in blocks if block["counts_as"] == "base"), Decimal(0))
        self.blocks[name] = (blocks, policy, cap, set_maximum)
        self.sets.append(
            {"criteria_set": name, "index_year": 2024, "level": "ministry", "version": 1, "panel": name, "title_vi": name,
             "units_as_of": None, "line_decimals": places, "not_applicable": policy, "points_from": decided_by, "index_cap": cap,
             "max_points": set_maximum, "appraised_max": set_maximum, "survey_max": Decimal(0), "illustrative": True}
        )  # fmt: skip

    def _line(
        self, name: str, field: str, node: str, rng: random.Random, drawn: Any, counts_as: str, policy: str, places: int, decided_by: str
    ) -> Line:
        maximum, rule, branches, kind = drawn
        full = rng.random() < 0.9 if policy == "full_points" else rng.random() < 0.1
        self.criteria.append(
            _node(name, node, field, maximum, True, counts_as, "full_points" if full else "left_out", field) | {"rule_kind": kind}
        )
        self.branches.extend({**branch, "criteria_set": name, "node_id": node} for branch in branches)
        by_round = {}
        for round_ in ("self", "appraisal_1", *(["appraisal_2"] if rng.random() < 0.3 else [])):
            number, entered_state = random_number(rng, rule), rng.choice(["value", "value", "blank", "not_applicable"])
            entered_state = "quarantined" if rng.random() < 0.02 else entered_state
            entered = half_up(part_of(rng, maximum), places) if entered_state == "value" else None
            declared_state = "read" if number is not None else rng.choice(["none", "not_applicable"])
            by_rule = line_points(rule, maximum, number, places)
            state, points = _said(entered_state, entered, declared_state, by_rule, decided_by)
            by_round[round_] = (state, points)
            sign = -1 if counts_as == "penalty" else 1
            shown = maximum if state == "not_applicable" and full else points
            self.expected[name + round_, node] = (state, None if shown is None else shown * sign)
            self.declarations.append(
                {"index_year": 2024, "panel": name, "unit_id": name, "criteria_set": name, "node_id": node, "round": round_,
                 "is_final": False,
                 "entered_points": entered, "entered_state": entered_state, "declared_state": declared_state,
                 "number": number, "made_up": True}
            )  # fmt: skip
        last = max((row for row in self.declarations[-3:] if row["unit_id"] == name and row["node_id"] == node), key=_weight)
        last["is_final"] = True
        state, points = by_round[last["round"]]
        return {
            "maximum": maximum,
            "points": points,
            "not_applicable": state == "not_applicable",
            "full_points": full,
            "unusable": state == "quarantined",
        }


def _said(
    entered_state: str, entered: Decimal | None, declared_state: str, by_rule: Decimal | None, decided_by: str
) -> tuple[str, Decimal | None]:
    """What a round says of a line: its state and points."""
    if entered_state == "quarantined":
        return "quarantined", None
    if decided_by == "rule" and by_rule is not None:
        return "value", by_rule
    if entered_state != "blank":
        return entered_state, entered
    if declared_state == "not_applicable":
        return "not_applicable", None
    return ("value", by_rule) if by_rule is not None else ("blank", None)


def _weight(row: dict[str, Any]) -> int:
    """The last word: the second appraisal where it says anything, else the first."""
    says = row["entered_state"] != "blank" or row["declared_state"] in ("read", "not_applicable")
    return {"self": 0, "appraisal_1": 2, "appraisal_2": 3 if says else 1}[row["round"]]


def _node(
    name: str, node: str, parent: str | None, maximum: Decimal, leaf: bool, counts_as: str, not_applicable: str | None, field: str
) -> dict[str, Any]:
    return {
        "criteria_set": name, "node_id": node, "parent_node_id": parent, "sort_order": 1, "kind": "criterion" if parent else "field",
        "code": node, "name_vi": node, "max_points": maximum, "is_leaf": leaf, "part": "appraised" if leaf else None,
        "field_node_id": field, "counts_as": counts_as, "not_applicable": not_applicable, "rule_kind": None,
        "name_provenance": "made_up", "max_provenance": "made_up",
    }  # fmt: skip


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    names = list(rows[0])
    types = dict(con.execute("SELECT column_name, column_type FROM (DESCRIBE " + table + ")").fetchall())
    known = {"VARCHAR": pl.String(), "INTEGER": pl.Int32(), "BOOLEAN": pl.Boolean(), "DATE": pl.Date()}
    columns = []
    for name in names:
        kind = types[name]
        dtype = known.get(kind) or pl.Decimal(*map(int, kind.removeprefix("DECIMAL(").rstrip(")").split(",")))
        columns.append(pl.Series(name, [row[name] for row in rows], dtype=dtype))
    con.register("rows", pl.DataFrame(columns).to_arrow())
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM rows")
    con.unregister("rows")


@pytest.fixture(scope="module")
def world(pool: list[Any]) -> World:
    return World(pool)


@pytest.fixture(scope="module")
def con(world: World) -> duckdb.DuckDBPyConnection:
    con = scratch_with_tables()
    for row in world.sets:
        row["units_as_of"] = None
    con.execute("ALTER TABLE reference.criteria_set ALTER units_as_of DROP NOT NULL")
    _insert(con, "reference.criteria_set", world.sets)
    _insert(con, "reference.criterion", world.criteria)
    _insert(con, "reference.criterion_branch", world.branches)
    units = [
        {"unit_id": row["criteria_set"], "unit_code": row["criteria_set"], "level": "ministry", "unit_name": row["criteria_set"]}
        for row in world.sets
    ]
    members = [
        {"index_year": 2024, "panel": u["unit_id"], "level": "ministry", "unit_id": u["unit_id"], "standing": "ranked"} for u in units
    ]
    _insert(con, "reference.unit", units)
    _insert(con, "reference.panel_member", members)
    _insert(con, "core.declarations", world.declarations)
    for table in ("mart.par_index_field", "mart.par_index"):
        con.execute(f"INSERT INTO {table} BY NAME {load_models()[table].sql}")
    return con


@pytest.mark.slow
def test_every_line_of_every_round_gets_the_points_of_its_rule(con: duckdb.DuckDBPyConnection, world: World) -> None:
    rows = con.execute("SELECT unit_id || round, node_id, state, points FROM core.line_points").fetchall()
    assert len(rows) == len(world.declarations) > 2 * SETS
    wrong = [
        (unit, node, state, points, world.expected[unit, node])
        for unit, node, state, points in rows
        if (state, points) != world.expected[unit, node]
    ]
    assert wrong == []
    states = Counter(state for state, _ in world.expected.values())
    assert min(states["value"], states["blank"], states["not_applicable"]) > 500  # nothing is left untried


@pytest.mark.slow
def test_every_unit_gets_its_total_own_maximum_and_percent(con: duckdb.DuckDBPyConnection, world: World) -> None:
    rows = con.execute("SELECT unit_id, total_points, applicable_max, index_percent FROM mart.par_index").fetchall()
    assert len(rows) == SETS
    wrong, given = [], 0
    for unit, total, own, percent in rows:
        plain = unit_index(*world.blocks[unit])
        given += plain["percent"] is not None
        if (total, own, percent) != (plain["total"], plain["own"], plain["percent"]):
            wrong.append((unit, total, own, percent, plain))
    assert wrong[:5] == [] and len(wrong) == 0
    assert given > SETS // 10
