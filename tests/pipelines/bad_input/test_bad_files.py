"""Bad files, one test per kind: a finding in Vietnamese with its cell, nothing lost, nothing counted wrongly.

Belongs here: strange workbooks and strange cells, sent through receive, read, extract, rules and tables. Does not belong here: the demo's
own faults (test_demo_faults.py), long tables (test_score_tables.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from assets.demo.broken_files import cut_off, password_protected
from assets.landing_folder import waiting_files
from tests.pipelines.bad_input.working_home import Books, SmallHome, edited, new_home, put
from warehouse.archive import read_receipts

pytestmark = pytest.mark.xdist_group("bad_input")


class Bad(NamedTuple):
    """One bad file: of which good one it is made and how, and what must be found where."""

    source: str
    make: Callable[[bytes], bytes]
    rule: str
    sheet: str | None
    cell: str | None
    says: str
    taken: bool
    """Whether the file is taken in, with the bad cell set apart; else it is refused whole."""


APPRAISAL, SELF, SURVEY = "Thẩm định", "Tự đánh giá", "Điều tra XHH"
FILES = {
    "zero_bytes": Bad("BCT_tham_dinh", lambda _: b"", "FILE-EMPTY", None, None, "rỗng (0 byte)", False),
    "cut_off": Bad("BCT_tham_dinh", cut_off, "FILE-CORRUPT", None, None, "bị hỏng", False),
    "encrypted": Bad("BCT_tham_dinh", password_protected, "FILE-ENCRYPTED", None, None, "có mật khẩu", False),
    "a_pdf": Bad("BCT_tham_dinh", lambda _: b"%PDF-1.7 x", "FILE-FORMAT", None, None, "Đây là tệp PDF", False),
    "a_letter": Bad("BCT_tham_dinh", lambda _: "Kính gửi".encode(), "FILE-FORM", None, None, "Không nhận ra", False),
    "wrong_sheet": Bad(
        "BCT_tham_dinh", lambda c: edited(c, lambda s: s.delete_rows(6, 2)), "FILE-SHEET", None, None,
        "không có bảng số liệu theo biểu mẫu ở trang tính nào", False,
    ),
    "missing_column": Bad(
        "BCT_tham_dinh", lambda c: edited(c, lambda s: s.delete_cols(5)), "FILE-COLUMN", APPRAISAL, "A6",
        "thiếu cột «Điểm thẩm định»", False,
    ),
    "no_lines": Bad(
        "BCT_tham_dinh", lambda c: edited(c, lambda s: s.delete_rows(8, 400)), "FILE-LINES", APPRAISAL, None,
        "không có dòng tiêu chí nào", False,
    ),
    "unknown_unit": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A2", "Đơn vị: Bộ Phép thuật'); DROP TABLE intake.lines;--")),
        "FILE-UNIT-KNOWN", APPRAISAL, "A2", "«Bộ Phép thuật'); DROP TABLE intake.lines;--»", False,
    ),
    "no_unit": Bad("BCT_tham_dinh", lambda c: edited(c, put("A2", None)), "FILE-UNIT", None, None, "tên đơn vị", False),
    "no_set_that_year": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A3", "Năm đánh giá: 2019")), "FILE-CRITERIA-SET", APPRAISAL, "A3",
        "Năm 2019 chưa có bộ tiêu chí", False,
    ),
    "year_not_open": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A3", "Năm đánh giá: 1999")), "FILE-YEAR-OPEN", APPRAISAL, "A3",
        "«1999»", False,
    ),
    "year_of_five_digits": Bad(
        "BCT_tham_dinh", lambda c: edited(c, put("A3", "Năm đánh giá: 20024")), "FILE-YEAR", APPRAISAL, "A3",
        "Ô Thẩm định!A3 ghi «20024», không rõ là một năm nào", False,
    ),
    "lying_hidden_sheet": Bad(
        "BGDDT_tham_dinh",
        lambda c: edited(c, lambda _: None, hidden={"form": "appraisal", "unit": "Bộ Công Thương", "year": "2023"}),
        "FILE-IDENTITY", APPRAISAL, "A2", "được cấp cho đơn vị «Bộ Công Thương» nhưng ô Thẩm định!A2 ghi «Bộ Giáo dục và Đào tạo»", True,
    ),
    "above_maximum": Bad(
        "BGTVT_tu_danh_gia", lambda c: edited(c, put("D9", 0.75)), "SELF-WITHIN-MAX", SELF, "D9",
        "Điểm tự đánh giá 0,75 của dòng «1.1.1» (ô Tự đánh giá!D9) vượt điểm tối đa 0,5.", True,
    ),
    "appraised_above": Bad(
        "BTC_tham_dinh", lambda c: edited(c, put("E10", "1.049")), "APPRAISED-WITHIN-MAX", APPRAISAL, "E10",
        "Điểm thẩm định 1049", True,
    ),
    "negative": Bad(
        "BNG_dieu_tra_xhh", lambda c: edited(c, put("D8", -1)), "SURVEY-NOT-NEGATIVE", SURVEY, "D8", "nhỏ hơn 0", True
    ),
    "text_for_number": Bad(
        "BKHCN_tham_dinh", lambda c: edited(c, put("E10", "hai điểm")), "NUMBER-TEXT", APPRAISAL, "E10",
        "ghi «hai điểm», không phải là số", True,
    ),
    "html": Bad(
        "BKHDT_tham_dinh", lambda c: edited(c, put("E10", "<script>alert(1)</script>")), "NUMBER-TEXT", APPRAISAL,
        "E10", "<script>alert(1)</script>", True,
    ),
    "formula": Bad(
        "BLDTBXH_tham_dinh", lambda c: edited(c, put("E10", "=cmd|' /C calc'!A0")), "NUMBER-FORMULA", APPRAISAL, "E10",
        "công thức", True,
    ),
    "huge": Bad(
        "BNNPTNT_tham_dinh", lambda c: edited(c, put("E10", 1e308)), "NUMBER-TEXT", APPRAISAL, "E10", "1000", True
    ),
    "boolean": Bad(
        "BNV_tham_dinh", lambda c: edited(c, put("E10", True)), "NUMBER-TEXT", APPRAISAL, "E10", "TRUE", True
    ),
    "percent": Bad(
        "BTNMT_tham_dinh", lambda c: edited(c, put("E10", "85%")), "NUMBER-PERCENT", APPRAISAL, "E10", "85%", True
    ),
    "blank": Bad(
        "BTTTT_tham_dinh", lambda c: edited(c, put("E10", None)), "LINE-REQUIRED", APPRAISAL, "E10", "Thiếu", True
    ),
    "unknown_line": Bad(
        "BVHTTDL_tham_dinh", lambda c: edited(c, put("A10", "9.9.9")), "LINE-KNOWN", APPRAISAL, "A10", "«9.9.9»", True
    ),
    "line_twice": Bad(
        "BXD_tham_dinh", lambda c: edited(c, put("A11", "1.1.1")), "LINE-TWICE", APPRAISAL, "E10", "E10, E11", True
    ),
}  # fmt: skip


class Sent(NamedTuple):
    """The home after all bad files were sent at once, and the bytes of each."""

    small: SmallHome
    content: dict[str, bytes]


@pytest.fixture(scope="module")
def sent(books: Books, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    small = new_home(tmp_path_factory.mktemp("bad") / "home")
    content = {name: bad.make(books(f"2023_{bad.source}.xlsx")) for name, bad in FILES.items()}
    for name, data in content.items():
        small.put(f"{name}.xlsx", data)
    small.run()
    yield Sent(small, content)
    small.con.close()


@pytest.mark.parametrize("name", FILES)
def test_each_bad_file_has_its_finding_and_is_kept(sent: Sent, name: str) -> None:
    bad, small, file = FILES[name], sent.small, f"{name}.xlsx"
    found = small.rows(
        "SELECT sheet, cell, message_vi, mend_vi, message_en FROM quality.findings WHERE rule = ? AND file_name = ? AND NOT superseded",
        bad.rule,
        file,
    )
    assert (bad.sheet, bad.cell) in {(sheet, cell) for sheet, cell, *_ in found}
    for _, _, message, mend, english in found:
        assert bad.says in message and mend and english
    assert small.keeps(file, sent.content[name])
    status = small.rows("SELECT status FROM intake.submissions WHERE file_name = ?", file)
    assert ("accepted",) in status if bad.taken else ("accepted",) not in status
    folder = small.home.landing_done if bad.taken else small.home.landing_refused
    assert (folder / file).read_bytes() == sent.content[name]


def test_no_bad_file_has_findings_of_other_kinds(sent: Sent) -> None:
    follows = {
        "wrong_sheet": set(), "unknown_line": {"LINE-REQUIRED"}, "line_twice": {"LINE-REQUIRED", "MAX-DECLARED", "LINE-NAME"},
        **{key: {"SUM-CHILDREN"} for key in ("above_maximum", "appraised_above", "negative")},
    }  # fmt: skip
    for name, bad in FILES.items():
        query = "SELECT DISTINCT rule FROM quality.findings WHERE file_name = ? AND NOT superseded"
        rules = {rule for (rule,) in sent.small.rows(query, f"{name}.xlsx")}
        assert rules - follows.get(name, set()) == {bad.rule}, name


def test_a_bad_value_is_null_and_quarantined_never_zero(sent: Sent) -> None:
    query = "SELECT self_points, self_state FROM core.line_scores WHERE self_file = 'above_maximum.xlsx' AND self_cell = 'D9'"
    assert sent.small.rows(query) == [(None, "quarantined")]
    query = (
        "SELECT DISTINCT appraised_points, appraised_state FROM core.line_scores "
        "WHERE appraised_cell = 'E10' AND appraised_file IN (SELECT unnest(?))"
    )
    bad = ["appraised_above", "text_for_number", "html", "formula", "huge", "boolean", "percent", "line_twice"]
    assert sent.small.rows(query, [f"{name}.xlsx" for name in bad]) == [(None, "quarantined")]
    assert sent.small.rows("SELECT count(rank) FROM mart.par_index") == [(0,)]


def test_landing_is_empty_and_each_arrival_has_one_receipt(sent: Sent) -> None:
    assert waiting_files(sent.small.home) == []
    assert len(read_receipts(sent.small.home)) == len(FILES)
