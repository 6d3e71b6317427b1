"""Every deliberate fault of the demo is found and reported with its cell; nothing else is."""

from __future__ import annotations

import csv

import pytest

from checks.catalogue import RULES_FOLDER, load_rules
from warehouse.archive import archived_file, read_receipts
from warehouse.connection import open_release
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]

RULE_OF_FAULT = {
    "unit_unknown": "FILE-UNIT-KNOWN",
    "year_without_criteria_set": "FILE-CRITERIA-SET",
    "column_missing": "FILE-COLUMN",
    "sheet_missing": "FILE-SHEET",
    "empty_file": "FILE-EMPTY",
    "encrypted": "FILE-ENCRYPTED",
    "cut_off": "FILE-CORRUPT",
    "text_for_number": "NUMBER-TEXT",
    "error_value": "NUMBER-ERROR",
    "percent_in_points": "NUMBER-PERCENT",
    "negative_points": "SURVEY-NOT-NEGATIVE",
    "appraised_above_maximum": "APPRAISED-WITHIN-MAX",
    "self_above_maximum": "SELF-WITHIN-MAX",
    "line_missing": "LINE-REQUIRED",
    "line_twice": "LINE-TWICE",
    "line_unknown": "LINE-KNOWN",
    "survey_line_filled": "SELF-NO-SURVEY",
    "maximum_changed": "MAX-DECLARED",
    "value_blanked": "LINE-BLANKED",
}
FOLLOWS = {
    "value_blanked": {"LINE-REQUIRED"},
    "self_above_maximum": {"SUM-CHILDREN"},
    "appraised_above_maximum": {"SUM-CHILDREN"},
    "negative_points": {"SUM-CHILDREN"},
    "maximum_changed": {"SUM-MAXIMA"},
    "line_twice": {"DECLARED-POINTS"},
}
"""A blanked value is also a required line without a value; points changed without their subtotal no longer add up to it;
of a line written twice with other points, one does not follow from the data beside it."""


def _faults(home: Home) -> list[dict[str, str]]:
    with (home.root / "demo_faults.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_each_fault_is_found_at_its_cell(demo_home: Home) -> None:
    faults = _faults(demo_home)
    assert len({fault["fault"] for fault in faults}) >= 12
    with open_release(demo_home) as con:
        for fault in faults:
            if fault["fault"] == "same_file_twice":
                continue
            findings = con.execute(
                "SELECT sheet, cell, message_vi, mend_vi, message_en FROM quality.findings WHERE rule = ? AND file_name = ?",
                [RULE_OF_FAULT[fault["fault"]], fault["file_name"]],
            ).fetchall()
            assert findings, fault
            places = {(sheet, cell) for sheet, cell, *_ in findings}
            if fault["fault"] == "line_twice":  # written at the repeated code, reported at the points beside it
                assert (fault["sheet"], fault["cell"].replace("A", "E")) in places, (fault, findings)
            elif fault["cell"]:
                assert (fault["sheet"], fault["cell"]) in places, (fault, findings)
            assert all(message and mend and english for _, _, message, mend, english in findings)


def test_no_other_file_has_findings(demo_home: Home) -> None:
    expected = {(RULE_OF_FAULT[f["fault"]], f["file_name"]) for f in _faults(demo_home) if f["fault"] in RULE_OF_FAULT}
    expected |= {(rule, f["file_name"]) for f in _faults(demo_home) for rule in FOLLOWS.get(f["fault"], ())}
    with open_release(demo_home) as con:
        found = set(
            con.execute(
                "SELECT DISTINCT rule, file_name FROM quality.findings WHERE form IS DISTINCT FROM 'index_scores' "
                "AND NOT starts_with(rule, 'REPORT-') "  # those are what test_scorecard.py looks at
                "AND NOT starts_with(rule, 'FIGURE-') "  # and those, of printed figures, have no file: test_figures.py
                "AND NOT (starts_with(rule, 'HISTORY-') AND index_year = 2023)"  # what optimists claim beside the final of 2022: see below
            ).fetchall()
        )
    assert found == expected


def test_only_self_assessments_stand_out_beside_the_year_before(demo_home: Home) -> None:
    """The demo has two years of the same list for ministries alone; they claim more than the final of the year before, as offices do."""
    with open_release(demo_home) as con:
        where = con.execute(
            "SELECT DISTINCT index_year, form, severity FROM quality.findings WHERE starts_with(rule, 'HISTORY-') ORDER BY ALL"
        ).fetchall()
        unfounded = con.execute(
            """
            SELECT f.file_name, f.cell FROM quality.findings AS f
            JOIN mart.par_index_line AS now ON now.self_file = f.file_name AND now.self_sheet || now.self_cell = f.sheet || f.cell
            JOIN mart.par_index_line AS before ON before.index_year = now.index_year - 1
                AND (before.panel, before.unit_id, before.node_id) = (now.panel, now.unit_id, now.node_id)
            WHERE f.rule = 'HISTORY-RISE' AND now.self_points <= before.points
            """
        ).fetchall()
    assert where == [(2023, "self_assessment", "info"), (2023, "self_assessment", "warning")]
    assert unfounded == []


def test_every_shipped_rule_could_be_evaluated(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        asked = con.execute("SELECT rule, bool_or(status = 'unknown') FROM quality.rule_results GROUP BY rule").fetchall()
    assert [rule for rule, unknown in asked if unknown] == []
    nothing_to_look_at = {"CORRECTION-STANDS"}  # the demo declares no correction
    assert {rule.code for rule in load_rules([RULES_FOLDER])} - {rule for rule, _ in asked} <= nothing_to_look_at


def test_rows_in_are_accepted_or_quarantined(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        odd = con.execute("SELECT count(*) FROM core.submissions WHERE lines_in <> lines_accepted + lines_quarantined").fetchone()
        quarantined = con.execute("SELECT sum(lines_quarantined) FROM core.submissions").fetchone()
        counted = con.execute(
            "SELECT count(DISTINCT line_id) FROM quality.findings WHERE severity = 'error' AND line_id IS NOT NULL AND NOT superseded"
        ).fetchone()
    assert odd == (0,)
    assert quarantined is not None and counted is not None and quarantined[0] == counted[0] > 0


def test_a_quarantined_line_is_null_and_the_unit_unranked_with_the_reason(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        state = con.execute(
            "SELECT state, points FROM mart.par_index_line "
            "WHERE appraised_file = '2024_30_Hai_Duong_tham_dinh.xlsx' AND appraised_cell = 'E27'"
        ).fetchone()
        unit = con.execute(
            "SELECT rank, index_percent, unranked_reason FROM mart.par_index WHERE index_year = 2024 AND unit_code = '30'"
        ).fetchone()
    assert state == ("quarantined", None)
    assert unit is not None and unit[:2] == (None, None) and "1 dòng" in unit[2]


def test_unranked_provinces_are_those_left_without_a_full_score(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        rows = con.execute("SELECT unit_code FROM mart.par_index WHERE index_year = 2024 AND rank IS NULL ORDER BY 1").fetchall()
        total = con.execute("SELECT count(*), max(ranked_units) FROM mart.par_index WHERE index_year = 2024").fetchone()
    assert [code for (code,) in rows] == ["12", "20", "30", "49", "64"]
    assert total == (63, 58)


def test_every_arrival_has_its_receipt_and_its_bytes(demo_home: Home) -> None:
    receipts = read_receipts(demo_home)
    done = [path for folder in (demo_home.landing_done, demo_home.landing_refused) for path in folder.iterdir()]
    assert len(receipts) == len(done) == 613
    assert {receipt.file_name for receipt in receipts} == {path.name for path in done}
    by_name = {receipt.file_name: receipt for receipt in receipts}
    for path in done:
        assert archived_file(demo_home, by_name[path.name].file_sha256).read_bytes() == path.read_bytes()
    twice = [receipt for receipt in receipts if receipt.file_name.startswith("2024_96_Ca_Mau_dieu_tra_xhh")]
    assert len(twice) == 2 and twice[0].file_sha256 == twice[1].file_sha256


def test_refused_files_lie_apart(demo_home: Home) -> None:
    refused = {path.name for path in demo_home.landing_refused.iterdir()}
    assert refused == {fault["file_name"] for fault in _faults(demo_home) if fault["outcome"] == "refused"}
