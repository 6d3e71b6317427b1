"""Column lineage: right where it was followed by hand, and never a column that is not there."""

from __future__ import annotations

import csv

import pytest

from warehouse.contract import load_contracts
from warehouse.lineage import KEPT, column_lineage, kept_lines
from warehouse.model import load_models

# Followed by hand through the SQL.
BY_HAND = {
    ("mart.par_index", "index_year"): "mart.par_index_field.index_year",
    ("mart.par_index", "region"): "reference.unit.region",
    ("mart.par_index", "self_points"): "mart.par_index_field.self_missing_lines mart.par_index_field.self_points",
    ("mart.par_index", "applicable_max"): (
        "mart.par_index_field.applicable_max reference.criteria_set.max_points reference.criteria_set.not_applicable"
    ),
    ("mart.par_index", "maturity"): "core.submissions.form mart.par_index_field.missing_lines",
    # two names for one CTE, joined twice
    ("mart.task_overdue", "status_vi"): "reference.form_choice.words_vi",
    # a FULL JOIN and a CASE over the state made of both sides
    ("core.approvals", "document"): "intake.approvals.document",
    ("core.approvals", "approved"): "intake.approvals.action intake.approvals.content mart.par_index_figures.content",
    ("core.approvals", "index_year"): "intake.approvals.index_year mart.par_index_figures.index_year",
    # a UNION BY NAME whose sides have not the same columns
    ("mart.par_index_change_line", "self_points"): "mart.par_index_line.self_points",
    # a constant, and a bare row count
    ("mart.par_index_rank_interval", "note_vi"): "",
    ("quality.awaited_submissions", "arrivals"): "",
    # a row picked from a view
    ("quality.awaited_submissions", "version_no"): "intake.versions.version_no",
}  # fmt: skip


@pytest.mark.parametrize(("table", "column"), BY_HAND)
def test_columns_that_were_followed_by_hand(table: str, column: str) -> None:
    assert {".".join(source) for source in column_lineage(table)[column]} == set(BY_HAND[table, column].split())


def test_every_source_is_a_column_of_a_table_that_the_model_reads() -> None:
    contracts = load_contracts()
    for table, model in load_models().items():
        lineage = column_lineage(table)
        assert list(lineage) == [column.name for column in contracts[table].columns]
        for column, sources in lineage.items():
            for upstream, name in sources:
                assert upstream in model.upstream, (table, column, upstream)
                assert name in {each.name for each in contracts[upstream].columns}, (table, column, upstream, name)


def test_a_table_that_no_model_makes_has_none() -> None:
    assert column_lineage("reference.unit") == {}


def test_the_file_holds_what_the_models_say_today() -> None:
    """To write it anew: python -m warehouse.lineage"""
    with KEPT.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == kept_lines()


def test_a_model_that_changed_is_understood_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"mart.par_index": ("of another day", {"rank": (("reference.unit", "unit_name"),)})}
    monkeypatch.setattr("warehouse.lineage._kept", lambda: wrong)
    column_lineage.cache_clear()
    try:
        assert column_lineage("mart.par_index")["region"] == (("reference.unit", "region"),)
    finally:
        column_lineage.cache_clear()
