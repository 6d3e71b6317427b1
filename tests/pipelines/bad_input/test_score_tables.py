"""Bad long tables of an outside index: a finding at the cell, the other rows counted; rows that take the stated year."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import polars as pl
import pytest

from assets.receiving import receive_files
from assets.rule_application import FILE_PROBLEMS, LINES
from checks.catalogue import load_rules
from checks.evaluate import evaluate
from tests.pipelines.bad_input.working_home import SmallHome

pytestmark = pytest.mark.xdist_group("bad_input")


HEADER = ["year", "province_vi", "dimension_code", "sub_code", "sub_name_en", "sub_name_vi", "score", "source_url"]


def scores(reference: dict[str, pl.DataFrame], year: int) -> list[list[str]]:
    """A full table of PAPI scores of two provinces."""
    lines = reference["reference.outside_index_line"].filter(index_name="PAPI", index_year=year)
    return [
        [str(year), province, row["dimension_code"], row["sub_code"], "", "", "1.5", "made-up"]
        for province in ("Hà Nội", "Hưng Yên")
        for row in lines.sort("sort_order").to_dicts()
    ]


def as_csv(rows: list[list[str]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows])
    return out.getvalue().encode()


def with_cell(rows: list[list[str]], column: int, value: str) -> list[list[str]]:
    return [[*rows[0][:column], value, *rows[0][column + 1 :]], *rows[1:]]


TABLES: dict[str, tuple[Callable[[list[list[str]]], bytes], str, str | None, int]] = {
    "row_twice": (lambda rows: as_csv([*rows, rows[0]]), "LINE-TWICE", "G2", 1),
    "unknown_unit": (lambda rows: as_csv(with_cell(rows, 1, "Atlantis")), "UNIT-KNOWN", "B2", 1),
    "unknown_sub_code": (lambda rows: as_csv(with_cell(rows, 3, "SC99")), "SUB-CODE-KNOWN", "D2", 1),
    "decimal_comma": (lambda rows: as_csv(with_cell(rows, 6, "1,5"), ";"), "NUMBER-TEXT", "G2", 1),
    "exponent_too_large": (lambda rows: as_csv(with_cell(rows, 6, "1e308")), "NUMBER-TEXT", "G2", 1),
    "not_a_number": (lambda rows: as_csv(with_cell(rows, 6, "nan")), "NUMBER-TEXT", "G2", 1),
    "above_scale": (lambda rows: as_csv(with_cell(rows, 6, "10.5")), "SUB-SCORE-WITHIN-SCALE", "G2", 1),
    "negative": (lambda rows: as_csv(with_cell(rows, 6, "-1")), "SUB-SCORE-NOT-NEGATIVE", "G2", 1),
    "year_20024": (lambda rows: as_csv(with_cell(rows, 0, "20024")), "FILE-YEAR", "A2", 0),
    "year_not_open": (lambda rows: as_csv(with_cell(rows, 0, "2031")), "FILE-YEAR-OPEN", "A2", 1),
    "year_without_definition": (lambda rows: as_csv(with_cell(rows, 0, "2019")), "FILE-CRITERIA-SET", "D2", 1),
    "header_only": (lambda _: as_csv([]), "FILE-LINES", None, 0),
    "no_header": (lambda rows: as_csv(rows).split(b"\n", 1)[1], "FILE-FORM", None, 0),
    "no_score_column": (lambda rows: as_csv(rows).replace(b",score,", b",note,", 1), "FILE-COLUMN", "A1", 0),
    "open_quote": (lambda rows: as_csv(rows) + b'2023,"x', "FILE-CORRUPT", None, 0),
}


def test_bad_tables_of_scores(small: SmallHome, reference: dict[str, pl.DataFrame]) -> None:
    """Each table is sent after the one before, so each is the version that counts when it is looked at."""
    rules = load_rules(small.home.rule_folders)
    for name, (make, rule, cell, ranked) in TABLES.items():
        content = make(scores(reference, 2023))
        small.put(f"{name}.csv", content)
        small.receive()
        for table in (FILE_PROBLEMS, LINES):
            evaluate(small.con, [each for each in rules if each.code == rule], table, None, with_gx=False)
        assert small.keeps(f"{name}.csv", content)
        query = "SELECT cell, message_vi, mend_vi FROM quality.line_findings WHERE file_name = ? AND rule = ?"
        found = small.rows(query, f"{name}.csv", rule)
        assert cell in {row[0] for row in found} and all(row[1] and row[2] for row in found), name
        query = "SELECT count(*) FROM intake.submissions WHERE file_name = ? AND status = 'accepted'"
        accepted = small.rows(query, f"{name}.csv")
        assert accepted == [(ranked,)], name


USELESS = [
    ["2023", "Hà Nội", "D1", "SC11", "", "", "150", "made-up"],
    ["2023", "Hà Nội", "D1", "SC99", "", "", "1", "made-up"],
    ["2023", "Atlantis", "D1", "SC11", "", "", "1", "made-up"],
    ["2023", "Hưng Yên", "D1", "SC12", "", "", "-0.5", "made-up"],
    ["2023", "Huế", "D1", "SC11", "", "", "x", "made-up"],
    ["2023", "Huế", "D1", "SC12", "", "", "", "made-up"],
    ["2023", "Sơn La", "D1", "SC11", "", "", "1.2", "made-up"],
    ["2023", "Sơn La", "D1", "SC11", "", "", "1.3", "made-up"],
]


def test_a_table_without_a_usable_score_is_refused_and_the_version_before_counts(
    small: SmallHome, reference: dict[str, pl.DataFrame]
) -> None:
    good = scores(reference, 2023)
    small.put("truoc.csv", as_csv(good))
    small.receive()
    small.put("sau.csv", as_csv(USELESS))
    small.receive()
    assert small.rows("SELECT file_name, state FROM intake.versions ORDER BY 1") == [("sau.csv", "refused"), ("truoc.csv", "counts")]
    evaluate(small.con, load_rules(small.home.rule_folders), FILE_PROBLEMS, None, with_gx=False)
    ((rule, told),) = small.rows("SELECT rule, message_vi FROM quality.line_findings WHERE file_name = 'sau.csv'")
    assert rule == "FILE-LINES-USABLE"
    assert told == (
        "Bảng điểm năm 2023 trong tệp «sau.csv» (trang csv) không được nhận. 8 dòng điểm của chỉ số PAPI năm 2023 đều không dùng được: "
        "ô G2: điểm 150 vượt thang điểm 10; ô D3: mã «SC99» không có trong định nghĩa của chỉ số; ô B4: đơn vị «Atlantis» không có trong "
        "danh mục của năm; ô G5: điểm -0,5 nhỏ hơn 0; ô G6: «x» không phải điểm ghi bằng số; ô G7: không có điểm; "
        "ô G8: dòng «SC11» của «Sơn La» xuất hiện 2 lần; ô G9: dòng «SC11» của «Sơn La» xuất hiện 2 lần."
    )
    small.put("mot_dong.csv", as_csv([*USELESS, good[-1]]))  # one that counts: the table is taken in, its errors are told cell by cell
    small.receive()
    assert small.rows("SELECT state FROM intake.versions WHERE file_name = 'mot_dong.csv'") == [("counts",)]


def test_an_index_that_nobody_defined_is_told_by_its_name(small: SmallHome, reference: dict[str, pl.DataFrame]) -> None:
    table = [[*HEADER, "Chỉ số"], *[[*row, "ICT" if number else "PAPI"] for number, row in enumerate(scores(reference, 2023))]]
    out = io.StringIO()
    csv.writer(out).writerows(table)
    small.put("ict.csv", out.getvalue().encode())
    small.receive()
    evaluate(small.con, load_rules(small.home.rule_folders), FILE_PROBLEMS, None, with_gx=False)
    told = small.rows("SELECT rule, cell, message_vi FROM quality.line_findings WHERE file_name = 'ict.csv'")
    assert told == [(
        "FILE-INDEX-KNOWN", "I3", "Không có chỉ số ngoài nào tên «ICT» (tệp «ict.csv», ô csv!I3). "
        f"{len(table) - 2} dòng điểm ghi tên này không được nhận. Các chỉ số có định nghĩa cho năm 2023: PAPI."
    )]  # fmt: skip
    query = "SELECT index_name, status, lines_in FROM intake.submissions ORDER BY index_name NULLS LAST"
    assert small.rows(query) == [("PAPI", "accepted", 1), (None, "refused", 0)]


def test_other_stated_years_for_the_same_bytes_give_other_lines(small: SmallHome, reference: dict[str, pl.DataFrame]) -> None:
    """Rows without a year take the stated one; the row balance holds for both arrivals: nothing is blocked."""
    rows = scores(reference, 2023)
    content = as_csv([*rows[: len(rows) // 2], *[["", *row[1:]] for row in rows[len(rows) // 2 :]]])
    path = small.put("a.csv", content)
    for year in (2023, 2024):
        receive_files(small.home, path, "submit", year=year)
    path.unlink()
    small.run()
    taken = small.rows("SELECT index_year, lines_in FROM intake.submissions WHERE status = 'accepted' ORDER BY recorded_at, 1")
    half = len(rows) // 2
    assert taken == [(2023, 2 * half), (2023, half), (2024, half)]
    balance = small.rows("SELECT DISTINCT lines_in = lines_accepted + lines_quarantined FROM core.submissions")
    assert balance == [(True,)]
