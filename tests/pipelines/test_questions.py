"""docs/questions.md: each question's query runs on the demo's release and gives the printed answer.

After a change of the demo or of a model: CCHC_HOME=<a home with the demo, run> python -m tests.pipelines.test_questions
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb
import pytest

from warehouse.connection import open_release
from warehouse.home import PACKAGE_ROOT, Home

QUESTIONS = PACKAGE_ROOT / "docs" / "questions.md"
_SECTION = re.compile(r"(?ms)^## (?P<title>\d+\. .*?)$(?P<words>.*?)```sql\n(?P<sql>.*?)```\n(?P<answer>.*?)(?=^## |\Z)")


class Question(NamedTuple):
    """One section of the document."""

    title: str
    sql: str
    answer: str


def questions() -> list[Question]:
    text = QUESTIONS.read_text(encoding="utf-8")
    return [Question(found["title"], found["sql"], found["answer"].strip()) for found in _SECTION.finditer(text)]


def answered(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The rows of a query as a Markdown table."""
    rows = con.execute(sql).fetchall()
    names = [column[0] for column in con.description or []]
    return "\n".join(_lines([names, ["---"] * len(names), *rows]))


def _lines(rows: list[Any]) -> Iterator[str]:
    for row in rows:
        yield "| " + " | ".join(_shown(value) for value in row) + " |"


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return "" if value is None else str(value).replace("|", "\\|")


def test_there_are_at_least_ten_questions() -> None:
    assert len(questions()) >= 10
    assert len({question.title for question in questions()}) == len(questions())


@pytest.mark.slow
@pytest.mark.xdist_group("graph")
@pytest.mark.parametrize("question", questions(), ids=lambda question: question.title.split(".")[0])
def test_the_answer_is_the_printed_one(demo_home: Home, question: Question) -> None:
    with open_release(demo_home) as con:
        assert answered(con, question.sql) == question.answer


def main() -> None:
    """Write the answers anew."""
    with open_release(Home.from_env()) as con:
        text = _SECTION.sub(
            lambda found: f"## {found['title']}{found['words']}```sql\n{found['sql']}```\n\n{answered(con, found['sql'])}\n\n",
            QUESTIONS.read_text(encoding="utf-8"),
        )
    QUESTIONS.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
