"""A set written as a workbook and read back is the same set: the shipped ones, and any that can be thought of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.criteria_annex.drafted_set import KINDS, DraftNode, DraftSet
from assets.criteria_annex.read_annex import SetRequest, read_annex
from assets.criteria_annex.set_source import drafted_from_yaml
from assets.criteria_annex.set_workbook import set_workbook
from assets.criteria_annex.set_yaml import set_yaml
from tests.assets.criteria_annex.annex_book import WORDS
from warehouse.reference_data import SHIPPED, load_reference

TABLES = ("reference.criteria_set", "reference.criterion", "reference.criterion_branch")
SETS = sorted(path.stem for path in (SHIPPED / "criteria_sets").glob("*.yml"))


def tables_of(text: str, name: str, folder: Path) -> list[pl.DataFrame]:
    path = folder / "criteria_sets" / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    tables = load_reference([SHIPPED, folder])
    return [tables[table].filter(pl.col("criteria_set") == name) for table in TABLES]


def back(drafted: DraftSet) -> DraftSet:
    facts = drafted.facts
    request = SetRequest(facts["criteria_set"], int(facts["index_year"]), facts["level"], facts["panel"], int(facts["version"]))
    return read_annex(set_workbook(drafted), "a.xlsx", request, WORDS)


@pytest.mark.parametrize("name", SETS)
def test_the_shipped_sets(name: str, tmp_path: Path) -> None:
    path = SHIPPED / "criteria_sets" / f"{name}.yml"
    read = back(drafted_from_yaml(path))
    assert read.to_finish == []
    shipped = load_reference([SHIPPED])
    for table, frame in zip(TABLES, tables_of(set_yaml(read), name, tmp_path), strict=True):
        assert frame.equals(shipped[table].filter(pl.col("criteria_set") == name)), table
        assert frame.height


TEXTS = st.one_of(
    st.sampled_from(
        ["=1+1", "+CỘNG", "-trừ", "@tên", "1.10", "có: 1; không: 0", "Ghi chú", "Tổng cộng", "yes", "null x", "#a: b", "{a}", "'x'"]
    ),
    st.text("abc đĐ\n:,-'\"#%&*!|>1.", min_size=1, max_size=20).map(str.strip).filter(bool).filter(lambda text: text not in ("~",)),
)
CODES = st.text("1.2IVab-", min_size=1, max_size=5).filter(lambda text: text.strip() == text)


@st.composite
def lines(draw: st.DrawFn, code: str, kind: str, deep: int) -> DraftNode:
    node = DraftNode(kind, code, draw(TEXTS).replace("\n", " ").strip(), "", "", "", "")
    if draw(st.booleans()):
        node.own["name_en"] = draw(TEXTS).replace("\n", " ").strip()
    if deep:
        codes = draw(st.lists(CODES, min_size=1, max_size=3, unique=True))
        node.children = [draw(lines(each, KINDS[KINDS.index(kind) + 1], draw(st.integers(0, deep - 1)))) for each in codes]
        node.max_points = sum((child.max_points or Decimal(0) for child in node.children), Decimal(0))
        return node
    node.max_points = Decimal(draw(st.integers(1, 80))) / 4
    node.survey = draw(st.booleans())
    node.own.update(draw(st.fixed_dictionaries({}, optional={"evidence_vi": TEXTS, "legal_basis": TEXTS, "rule_vi": TEXTS})))
    most = node.max_points
    rules: list[dict[str, Any] | None] = [
        None, {"kind": "ratio"}, {"kind": "yes_no", "yes": most, "no": Decimal(0)},
        {"kind": "options", "options": [{"label_vi": "a: b", "points": most}, {"label_vi": "=c", "share": Decimal("0.5")}]},
        {"kind": "thresholds", "data_unit": "days", "steps": [{"from": Decimal("2.5"), "points": most}, {"points": Decimal(0)}]},
        {"kind": "conditions", "conditions": ["=một", "hai, ba"], "steps": [{"met": Decimal(2), "points": most}]},
    ]  # fmt: skip
    rule = draw(st.sampled_from(rules))
    if rule is not None:
        node.own["scoring"] = rule
    if draw(st.booleans()):
        node.own["not_applicable"] = "full_points"
    node.rule_text = node.own.get("rule_vi", "")
    return node


@st.composite
def sets(draw: st.DrawFn) -> DraftSet:
    codes = draw(st.lists(CODES, min_size=1, max_size=4, unique=True))
    fields = [draw(lines(code, "field", draw(st.integers(0, 2)))) for code in codes]
    for extra in fields[1:2]:
        extra.counts_as = draw(st.sampled_from(["base", "bonus", "penalty"]))
    base = [field for field in fields if field.counts_as == "base"]
    leaves = [node for field in base for node in field.walk() if not node.children]
    whole = sum((field.max_points or Decimal(0) for field in base), Decimal(0))
    survey = sum((node.max_points or Decimal(0) for node in leaves if node.survey), Decimal(0))
    facts = {
        "criteria_set": "department-2024-v3", "index_year": 2024, "level": "department", "version": 3, "panel": "departments",
        "title_vi": draw(TEXTS), "known_on": dt.date(2024, 12, 5), "units_as_of": dt.date(2024, 12, 31), "line_decimals": 4,
        "max_points": whole, "appraised_max": whole - survey, "survey_max": survey, "illustrative": True,
        "defaults": {"part": "appraised", "provenance": {"name": "made_up", "max": "made_up"}},
    }  # fmt: skip
    return DraftSet(facts, fields)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(drafted=sets())
def test_any_set(drafted: DraftSet, tmp_path: Path) -> None:
    name = drafted.facts["criteria_set"]
    before = tables_of(set_yaml(drafted), name, tmp_path)
    after = tables_of(set_yaml(back(drafted_from_yaml(tmp_path / "criteria_sets" / f"{name}.yml"))), name, tmp_path)
    for table, one, other in zip(TABLES, before, after, strict=True):
        assert one.equals(other), table
