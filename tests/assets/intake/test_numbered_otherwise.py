"""A form that numbers its lines in its own way is read by their names; where most codes are right, a name never overrules one."""

from __future__ import annotations

import pytest

from tests.assets.intake.test_extract import problems, read
from tests.golden.clean_form import CLEAN, HEADER, SIGNED, block, form_rows

ROWS = form_rows(CLEAN)


def form(codes, rows=ROWS):
    rows = [[code, *row[1:]] for code, row in zip(codes, rows, strict=True)]
    return read(("Phiếu", False, [*block(), HEADER, *rows, *SIGNED]))


def said(found):
    return [(line.node_id, line.measure, line.row_no, line.text) for line in found.lines]


PLAIN = form([row[0] for row in ROWS])


@pytest.mark.parametrize(
    "codes",
    [
        ["I", "1", "2", "3", "II", "1", "2"],  # again under each field
        ["A", "a", "b", "c", "B", "a", "b"],
        [1, 2, 3, 4, 5, 6, 7],  # serial numbers
        ["1", "1.1", "1.2", "1.3", "1", "1.1", "1.2"],
        [None, "-", "-", "-", None, "-", "-"],
    ],
)
def test_its_names_tell_the_lines(codes):
    found = form(codes)
    assert problems(found) == [] and said(found) == said(PLAIN)


def test_a_row_with_no_name_of_the_set_stays_unknown():
    codes = ["I", "1", "2", "3", "II", "1", "2"]
    found = form([*codes, "3"], [*ROWS, ["3", "Sáng kiến của đơn vị", 1, 1]])
    unknown = [line for line in found.lines if line.node_id is None]
    assert {line.name_text for line in unknown} == {"Sáng kiến của đơn vị"}
    assert [line for line in said(found) if line[0] is not None] == said(PLAIN)


def test_two_names_exchanged_are_left_to_the_sender():
    rows = [list(row) for row in ROWS]
    rows[1][1], rows[2][1] = rows[2][1], rows[1][1]
    assert [line.node_id for line in form([row[0] for row in ROWS], rows).lines] == [line.node_id for line in PLAIN.lines]


def test_all_names_moved_by_a_row_overrule_no_code():
    names = [row[1] for row in ROWS]
    rows = [[row[0], name, *row[2:]] for row, name in zip(ROWS, [names[-1], *names[:-1]], strict=True)]
    assert [line.node_id for line in form([row[0] for row in ROWS], rows).lines] == [line.node_id for line in PLAIN.lines]


def test_without_names_nothing_is_recovered():
    rows = [[row[0], None, *row[2:]] for row in ROWS]
    found = form(["I", "1", "2", "3", "II", "1", "2"], rows)
    assert said(found) != said(PLAIN)


@pytest.mark.parametrize("code", [None, "serial"])
@pytest.mark.parametrize("between", [" ", ". ", ") ", ": "])
def test_the_code_may_stand_before_the_name(code, between):
    rows = [[None, f"{row[0]}{between}{row[1]}", *row[2:]] for row in ROWS]
    found = form([code and number for number in range(1, len(ROWS) + 1)], rows)
    assert problems(found) == [] and said(found) == said(PLAIN)
