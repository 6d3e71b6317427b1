"""Lines of a title block that may name the unit without a key: a letterhead ('BỘ TƯ PHÁP'), a title ('PHIẾU TỰ ĐÁNH GIÁ … CỦA BỘ TƯ PHÁP').

Belongs here: which lines those are, and which of their words are the name; texts alone. Does not: which unit has that name
(``unkeyed_unit.py``), keys ('Đơn vị: …', ``identify.py``).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple

from assets.intake.phrase import fold_phrase, without_brackets
from assets.intake.sheet_grid import SheetGrid, clean
from assets.workbooks.workbook_cells import address

_ORGANISATIONS = (
    "bộ", "ủy ban", "uỷ ban", "ubnd", "tỉnh", "thành phố", "tp", "ngân hàng", "thanh tra", "văn phòng", "sở", "tổng cục", "cục", "chi cục",
    "vụ", "ban", "phòng", "trung tâm", "viện", "học viện", "trường", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu",
    "bảo hiểm", "kho bạc", "đài", "thông tấn xã", "tổng công ty", "công ty", "tập đoàn", "hội đồng", "đảng ủy", "đảng uỷ", "đoàn",
    "đại học", "bệnh viện", "nhà xuất bản", "nhà hát", "tạp chí", "báo", "hội", "chi nhánh", "liên đoàn", "tòa án", "công an", "tổ", "trạm",
    "khoa", "khối", "hđnd", "thành ủy", "thành uỷ", "huyện ủy", "huyện uỷ", "quỹ", "khu",
)  # fmt: skip
_BEGINS = re.compile(rf"(?:{'|'.join(sorted(_ORGANISATIONS, key=len, reverse=True))})(?:\.| |$)")
_NO_ORGANISATION = re.compile(
    r"(?:bộ (?:tiêu chí|chỉ số|câu hỏi|phận|thủ tục)|ban hành|phòng (?:ngừa|,? ?chống)|trường hợp|báo cáo|hội nghị|tổ chức|vụ việc)\b"
)
_SEAT_ALONE = re.compile(r"(?:ủy ban|uỷ ban)(?: nhân dân)?|ubnd")
_FIRST_WORDS = frozenset(fold_phrase(name).split()[0] for name in _ORGANISATIONS) | {"don", "co", "ten", "cua"}
_KEY = re.compile(r"(?:tên )?(?:đơn vị|cơ quan) ", re.IGNORECASE)
_PERIOD = re.compile(r"[\s,(–-]*\b(?:năm|quý|sáu tháng|[0-9]+ tháng)\b.*$", re.IGNORECASE)
_OF = re.compile(r"(.*?)(?<!\w)của\s+((?:(?!\bcủa\s).)*)", re.IGNORECASE | re.DOTALL)
_DOCUMENT = re.compile(r"\b(?:ban hanh|quyet dinh|cong van|thong tu|van ban|bo chi so|bo tieu chi|theo(?! doi))\b")
_ISSUED = re.compile(r"\b(?:ban hanh|quyet dinh|thong tu|mau|bieu mau)\b")
_WORK_OF_OTHERS = re.compile(r"(?:tham dinh|dieu tra|khao sat|kiem tra|yeu cau|huong dan|chi dao|giao)(?: lan .*)?$")
_OWN_WORK = re.compile(r"\btu (?:danh gia|cham)\b")
_LONGEST_LINE = 200
MOST_LINES = 8
_ROWS_OF_TITLE = 2
"""Rows below its first one in which a title may go on."""


class UnkeyedLine(NamedTuple):
    """A cell of a title block: its text, and each of its lines where it has several."""

    sheet: str
    cell: str
    text: str
    parts: tuple[str, ...]
    of_title: bool
    """It is the title of the form, goes on with it, or begins with 'của'."""


@dataclass
class UnkeyedLines:
    """Those of a title block, a few at most, with what speaks against taking the unit from them."""

    lines: list[UnkeyedLine] = field(default_factory=list)
    issued: bool = False
    """The block speaks of the document that issued the form: the letterhead may be that of who issued it."""
    unfilled: bool = False
    """The key of the unit stands there with nothing beside it."""

    def add(self, other: UnkeyedLines) -> None:
        """Those of another title block of the workbook."""
        self.lines += other.lines
        self.issued = self.issued or other.issued
        self.unfilled = self.unfilled or other.unfilled


def unkeyed_lines(grid: SheetGrid, last: int, title_row: int | None) -> UnkeyedLines:
    """The cells above row ``last`` that may name the unit: the first of their row, as a letterhead and a title are, up to an address
    ('Kính gửi'), which is followed by names of others.
    """
    found = UnkeyedLines()
    for row_no in sorted(row_no for row_no in grid.rows if row_no < last):
        row = grid.rows[row_no]
        near_title = title_row is not None and title_row <= row_no <= title_row + _ROWS_OF_TITLE
        for cell in row.values() if row_no == title_row else (row[min(row)],):
            text = clean(cell) or ""
            folded = fold_phrase(text)
            if folded.startswith("kinh gui"):
                return found
            found.issued = found.issued or _ISSUED.search(folded) is not None
            of_title = (near_title and " cua " in folded) or folded.startswith("cua ")
            if of_title or folded.partition(" ")[0] in _FIRST_WORDS:
                parts = tuple(filter(None, (" ".join(part.split()) for part in unicodedata.normalize("NFC", cell.text).split("\n"))))
                if ":" not in text and len(text) <= _LONGEST_LINE and len(found.lines) < MOST_LINES:
                    found.lines.append(UnkeyedLine(grid.sheet.name, address(row_no, cell.col_no), text, parts, of_title))
    return found


def organisation(text: str) -> str | None:
    """The text without a key in front and a period behind, where it looks like the name of an organisation; else None."""
    name = _PERIOD.sub("", _KEY.sub("", text, count=1)).strip(" .,;–-")
    lowered = name.casefold()
    looks = _BEGINS.match(lowered) and "ngày" not in lowered and not _NO_ORGANISATION.match(lowered) and not _SEAT_ALONE.fullmatch(lowered)
    return name if looks and " " in name else None


def whose_title(text: str, *, of_others: bool) -> str | None:
    """What a title says behind its last 'của', where that looks like an organisation whose own form it is; else None.

    ``of_others``: the form is about a unit and sent by another, so 'kết quả thẩm định của Bộ Nội vụ' may name the sender; but 'điểm tự
    đánh giá của Bộ Tư pháp' names the unit.
    """
    found = _OF.fullmatch(without_brackets(text))
    before = fold_phrase(found[1]) if found is not None else ""
    if found is None or _DOCUMENT.search(before) or _WORK_OF_OTHERS.search(before) or (of_others and not _OWN_WORK.search(before)):
        return None
    return organisation(found[2])


def is_city(text: str) -> bool:
    """'UBND thành phố Thanh Hóa', and a unit type that begins so."""
    return re.search(r"\b(?:thành phố|tp|t\.p)\b", text.casefold()) is not None


def is_office(text: str) -> bool:
    """'VĂN PHÒNG BỘ' below the name of the ministry: it writes for the ministry."""
    return re.fullmatch(r"văn phòng(?: bộ| ubnd.*| [uủ][yỷ] ban.*)?", text.casefold()) is not None
