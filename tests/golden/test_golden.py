"""Every golden workbook gives exactly the lines and problems that lie beside it."""

import pytest

from assets.intake.intake_rows import NOT_REFUSING
from tests.golden.build import CASES
from tests.golden.golden_case import LINE_COLUMNS, PROBLEM_COLUMNS, as_table, cases, expected, outcome


def test_every_case_is_there():
    assert cases() == sorted(CASES)


@pytest.mark.parametrize("case", cases())
def test_case(case):
    found = outcome(case)
    assert as_table(found.problems, PROBLEM_COLUMNS) == expected(case, "problems.csv")
    assert as_table(found.lines, LINE_COLUMNS) == expected(case, "lines.csv")
    # Refused exactly where a refusing problem says so, and every line belongs to a submission that counts it.
    refused = {row.index_year for row in found.problems if row.problem not in NOT_REFUSING}
    assert {row.index_year for row in found.submissions if row.status == "refused"} == refused
    for row in found.submissions:
        assert row.lines_in == sum(line.submission_id == row.submission_id for line in found.lines)
        assert (row.status == "accepted") == (row.lines_in > 0 or case == "nothing_declared")
    assert len({line.line_id for line in found.lines}) == len(found.lines)


def test_one_form_in_three_formats_is_one():
    wanted = expected("clean_xlsx", "lines.csv")
    assert expected("clean_xls", "lines.csv") == wanted
    assert expected("clean_ods", "lines.csv") == wanted
    assert outcome("clean_xlsx").submissions[0].identified_by == "hidden_sheet"
    assert outcome("clean_xlsx").submissions[0].made_up
    assert outcome("title_block").submissions[0].identified_by == "title_block"
    assert not outcome("title_block").submissions[0].made_up


def test_decomposed_text_finds_the_same_lines():
    plain = [(line.node_id, line.measure, line.cell, line.value, line.unit_id) for line in outcome("clean_xlsx").lines]
    assert [(line.node_id, line.measure, line.cell, line.value, line.unit_id) for line in outcome("nfd_names").lines] == plain


def test_delimiter_and_encoding_do_not_matter():
    assert expected("csv_utf16", "lines.csv") == expected("csv_semicolon", "lines.csv")
    by_year = {row.index_year: row for row in outcome("csv_utf16").submissions}
    assert by_year[2023].made_up and by_year[2023].subject_id == by_year[2023].index_name == "PAPI"
    assert {year: row.status for year, row in by_year.items()} == {2019: "refused", 2023: "accepted", 2024: "refused"}
