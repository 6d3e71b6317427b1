"""Points of several years side by side: the form's own year is read; where the headings do not tell, the sender is asked."""

from __future__ import annotations

import pytest

from tests.assets.intake.test_extract import problems, read
from tests.golden.clean_form import CLEAN, HEADER, block, form_rows

ROWS = form_rows(CLEAN)
"""Code, name, maximum, points."""
CODE, NAME, MAXIMUM, POINTS = HEADER[:4]


def book(headings, rows, above=()):
    return read(("Phiếu", False, [*block(), *above, headings, *rows]))


def said(found):
    return [(line.node_id, line.measure, line.text) for line in found.lines]


def with_another(rows, first):
    """Another year's points before or behind the form's own."""
    return [[*row[:3], "0", row[3]] if first else [*row[:4], "0"] for row in rows]


def the_year(found):
    return found.submissions[0].index_year


PLAIN = book([CODE, NAME, MAXIMUM, POINTS], ROWS)


@pytest.mark.parametrize("own", [f"{POINTS} năm {{year}}", f"{POINTS} {{year}}", f"{POINTS} (năm {{year}})", POINTS])
@pytest.mark.parametrize("first", [True, False])
def test_the_column_of_the_forms_year_is_read(own, first):
    year = the_year(PLAIN)
    pair = [f"{POINTS} năm {year - 1}", own.format(year=year)]
    found = book([CODE, NAME, MAXIMUM, *(pair if first else reversed(pair))], with_another(ROWS, first))
    assert problems(found) == [] and said(found) == said(PLAIN)


@pytest.mark.parametrize("first", [True, False])
def test_a_heading_divided_by_years(first):
    year = the_year(PLAIN)
    years = [f"Năm {year - 1}", f"Năm {year}"]
    below = [None, None, None, *(years if first else reversed(years))]
    rows = [below, ["(1)", "(2)", "(3)", "(4)", "(5)"], *with_another(ROWS, first)]
    found = book([CODE, NAME, MAXIMUM, POINTS], rows)
    assert problems(found) == [] and said(found) == said(PLAIN)


@pytest.mark.parametrize("headings", [[POINTS, POINTS], [f"{POINTS} năm {{year}}", f"{POINTS} năm {{year}}"], ["{0}"] * 2])
def test_headings_that_do_not_tell_are_told(headings):
    year = the_year(PLAIN)
    texts = [text.format(f"{POINTS} năm {year - 1}", year=year) for text in headings]
    found = book([CODE, NAME, MAXIMUM, *texts], with_another(ROWS, True))
    assert "column_twice" in problems(found)


@pytest.mark.parametrize("words", ["năm {}", "{}"])
def test_points_of_another_year_alone_are_doubted_at_their_heading(words):
    year = the_year(PLAIN)
    found = book([CODE, NAME, MAXIMUM, f"{POINTS} {words.format(year - 1)}"], ROWS)
    assert problems(found) == ["identity_conflict"] and said(found) == said(PLAIN)
    doubt = found.problems[0]
    assert (doubt.cell, doubt.value) == (f"D{len(block()) + 1}", str(year - 1)) and f"biểu là của năm {year}" in doubt.detail


def test_evidence_of_another_year_is_not_this_years():
    year = the_year(PLAIN)
    headings = [CODE, NAME, MAXIMUM, POINTS, f"Tài liệu kiểm chứng năm {year - 1}", f"Tài liệu kiểm chứng năm {year}"]
    found = book(headings, [[*row[:4], "Công văn cũ", "Công văn mới"] for row in ROWS])
    evidence = {line.text for line in found.lines if line.measure == "evidence"}
    assert problems(found) == [] and evidence == {"Công văn mới"}
