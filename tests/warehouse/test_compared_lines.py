"""Lines beside the same line of last year, of the other form, of the version before: only where it is the same line, and fresh."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from assets.rule_application import COMPARED, LINES, apply_rules, stale_rule_years
from checks.catalogue import RULES_FOLDER, load_rules
from tests.ready_warehouse import scratch_with_tables

MEASURE = {"self_assessment": "self_points", "appraisal": "appraised_points"}
SHEET = {"self_assessment": "Tự đánh giá", "appraisal": "Thẩm định"}


def insert(con: duckdb.DuckDBPyConnection, table: str, **row: object) -> None:
    columns = ", ".join(f'"{name}"' for name in row)
    con.execute(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


SETS = {
    2023: {"a": ("A", 2), "b": ("B", 2), "c": ("C", 2)},
    2024: {"a": ("A", 2), "b": ("B khác", 2), "c": ("C", 3), "d": ("D", 1)},
}


class Archive:
    """A warehouse in memory with a set for 2023 and one for 2024: a is the same line, b has another name, c another maximum, d is new."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con, self.moment = con, 0
        for year, nodes in SETS.items():
            for code, (name, most) in nodes.items():
                insert(
                    con, "reference.criterion", criteria_set=f"set{year}", node_id=f"1/{code}", parent_node_id="1", sort_order=1,
                    kind="criterion", code=code, name_vi=name, max_points=most, is_leaf=True, part="appraised", field_node_id="1",
                    counts_as="base",
                    name_provenance="made_up", max_provenance="made_up",
                )  # fmt: skip

    def receive(
        self, name: str, form: str, year: int, lines: dict[str, object], *, self_points: dict[str, object] | None = None,
        notes: dict[str, str] | None = None, unit: str = "u1",
    ) -> None:  # fmt: skip
        """A submission with the points of each line ('na': not applicable), and words in the note or reason column."""
        self.moment += 1
        at = f"2025-01-{self.moment:02} 09:00:00+07"
        said = {
            "submission_id": name,
            "file_sha256": name,
            "file_name": name,
            "form": form,
            "index_year": year,
            "criteria_set": f"set{year}",
        }
        insert(
            self.con, "intake.submissions", **said, receipt_id=name, subject_id=unit, unit_id=unit, made_up=True, status="accepted",
            recorded_at=at, received_at=at, lines_in=len(lines), level="province",
        )  # fmt: skip
        insert(self.con, "intake.line_sources", **said, unit_id=unit, sheet=SHEET[form], code_column="A")
        cells = [(MEASURE[form], "E", lines), ("self_points", "D", self_points or {})]
        cells.append(("note" if form == "self_assessment" else "reason", "F", notes or {}))
        for measure, column, values in cells:
            for row_no, (code, value) in enumerate(values.items(), start=5):
                is_text = measure in ("note", "reason")
                state = "text" if is_text else "not_applicable" if value == "na" else "value"
                insert(
                    self.con, "intake.line_values", submission_id=name, index_year=year, row_no=5 + list(lines).index(code),
                    node_id=f"1/{code}", measure=measure, cell=f"{column}{row_no}", text=str(value),
                    value=None if is_text or value == "na" else value, state=state,
                )  # fmt: skip

    def pairs(self, submission: str) -> set[tuple[object, ...]]:
        query = (
            "SELECT compared_with, right(node_id, 1), value::VARCHAR, other_file, other_cell, other_value::VARCHAR, explained "
            f"FROM {COMPARED} WHERE submission_id = ?"
        )
        return {
            (kind, node, short(value), file, cell, short(other), explained)
            for kind, node, value, file, cell, other, explained in self.con.execute(query, [submission]).fetchall()
        }


def short(value: str | None) -> str | None:
    return value.rstrip("0").rstrip(".") if value is not None else None


@pytest.fixture
def archive() -> Iterator[Archive]:
    with scratch_with_tables() as con:
        yield Archive(con)


def test_years_are_compared_on_the_same_line_of_the_version_that_counts(archive: Archive) -> None:
    archive.receive("old self", "self_assessment", 2023, {"a": 1, "b": 1, "c": 1})
    archive.receive("first final", "appraisal", 2023, {"a": 0.25, "b": 1, "c": 1})
    archive.receive("last final", "appraisal", 2023, {"a": 0.5, "b": 1, "c": 1})
    archive.receive("others final", "appraisal", 2023, {"a": 2}, unit="u2")
    archive.receive("now", "self_assessment", 2024, {"a": 2, "b": 2, "c": 2, "d": 1}, notes={"a": "Đã có quyết định mới", "b": "-"})
    assert archive.pairs("now") == {
        ("last_final", "a", "2", "last final", "E5", "0.5", True),
        ("last_self", "a", "2", "old self", "E5", "1", True),
    }


def test_an_appraisal_is_compared_with_the_self_assessment_that_counts(archive: Archive) -> None:
    archive.receive("self 1", "self_assessment", 2024, {"a": 1, "d": "na"})
    archive.receive("self 2", "self_assessment", 2024, {"a": 1.5, "d": "na"})
    archive.receive("final", "appraisal", 2024, {"a": 1, "b": 9, "d": 0.5}, self_points={"a": 1}, notes={"d": "- có nhiệm vụ"})
    assert archive.pairs("final") == {
        ("self_assessment", "a", "1", "self 2", "E5", "1.5", False),
        ("self_assessment", "d", "0.5", "self 2", "E6", None, True),
        ("repeated_self", "a", "1", "self 2", "E5", "1.5", False),
    }
    assert archive.pairs("self 2") == {("earlier_version", "a", "1.5", "self 1", "E5", "1", False)}
    assert archive.pairs("self 1") == set()


def test_without_a_self_assessment_an_appraisal_is_compared_with_the_self_points_that_it_repeats(archive: Archive) -> None:
    archive.receive("other year", "self_assessment", 2023, {"a": 2})
    archive.receive("final", "appraisal", 2024, {"a": 1, "d": 0.5}, self_points={"a": 1.5}, notes={"d": "Thiếu tài liệu"})
    assert archive.pairs("final") == {("self_assessment", "a", "1", "final", "D5", "1.5", False)}


def test_a_value_out_of_bounds_and_a_line_that_stands_twice_are_no_values(archive: Archive) -> None:
    archive.receive("self", "self_assessment", 2024, {"a": 2.5, "b": 1})
    archive.con.execute(
        "INSERT INTO intake.line_values SELECT * REPLACE (9 AS row_no, 'E9' AS cell) FROM intake.line_values WHERE cell = 'E6'"
    )
    archive.receive("final", "appraisal", 2024, {"a": 2, "b": 2})
    assert archive.pairs("final") == {("self_assessment", "a", "2", "self", "E5", None, False)}
    assert archive.con.execute(f"SELECT other_state FROM {COMPARED}").fetchall() == [("out_of_bounds",)]


def test_a_withdrawn_version_is_nothing_to_compare_with(archive: Archive) -> None:
    archive.receive("self 1", "self_assessment", 2024, {"a": 1})
    archive.receive("self 2", "self_assessment", 2024, {"a": 2})
    insert(
        archive.con, "intake.withdrawals", receipt_id="self 1", submission_id="self 1", recorded_at="2025-02-01 09:00:00+07", author="x",
        reason="x", document="x",
    )  # fmt: skip
    assert archive.pairs("self 2") == set()


def test_a_later_word_on_last_year_is_asked_again_this_year(archive: Archive) -> None:
    """Findings of 2024 follow from rows of 2023; other line rules look at their own year alone."""
    rules = load_rules([RULES_FOLDER])
    years = [2022, 2023, 2024, 2025]

    def found() -> list[tuple[object, ...]]:
        for table in (LINES, COMPARED):
            apply_rules(archive.con, rules, table, years, "quality.line_findings")
        return archive.con.execute("SELECT index_year, value FROM quality.line_findings WHERE rule = 'HISTORY-RISE'").fetchall()

    archive.receive("final", "appraisal", 2023, {"a": 1.5})
    archive.receive("now", "self_assessment", 2024, {"a": 2})
    assert found() == [] and not stale_rule_years(archive.con, rules, COMPARED, years)
    archive.receive("final again", "appraisal", 2023, {"a": 0.5})
    assert set(stale_rule_years(archive.con, rules, COMPARED, years)) == {2023, 2024}
    assert set(stale_rule_years(archive.con, rules, LINES, years)) == {2023}
    assert found() == [(2024, "2")]
