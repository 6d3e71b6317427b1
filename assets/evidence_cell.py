"""A cell of evidence cut into the documents that it names.

Belongs here: which lines and parts of a cell are one document. Does not: what a document says of itself (evidence_text.py).

Offices break a long document over lines, so a line that names no document of its own belongs to the document before it. A line names
one by a number, a link or a file, by a kind of document at its beginning, or by a bullet; after a semicolon only words that lead on
(«kèm …») name none.
"""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"([;\r\n]+|(?:(?<=\s)|^)(?:\d{1,2}[.)]|\(\d{1,2}\)|[•+*])\s+)")
_STRIPPED = " ,.-–\t\u00a0"
_BULLET = re.compile(r"\s*(?:[-–]|[a-zđ]\))\s*\w")
_SIGN = re.compile(
    r"\d(?:/[^\W\d_]|\s?/\s?[A-ZĐ]{2})|(?<!\w)(?:https?://|file:|[A-Za-z]:[\\/]|\\\\)|"
    r"\.(?:pdf|docx?|xlsx?|od[ts]|jpe?g|png|zip|rar)\b"
)
_KINDS = (
    r"quyết định|qđ|báo cáo|bc|kế hoạch|kh|công văn|cv|tờ trình|ttr|thông báo|tb|nghị quyết|nghị định|chỉ thị|thông tư|luật|"
    r"biên bản|công điện|hướng dẫn|chương trình|đề án|phương án|quy chế|quy định|kết luận|văn bản|phụ lục|giấy mời|thư mời|giấy|"
    r"hợp đồng|hồ sơ|tài liệu|danh sách|danh mục|bảng|biểu|phiếu|sổ|ảnh|hình ảnh|video|clip|bài viết|tin bài|file|tệp"
)
_KIND = re.compile(rf"(?:[a-zđ]\)\s*)?(?:các\s+)?(?:(?:{_KINDS})\b|số\s*:?\s*\d)", re.IGNORECASE)
_KIND_ALONE = re.compile(rf"(?:.*\s)?số\s*:?|(?:{_KINDS})", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"(?:số\s*:?\s*)?\d", re.IGNORECASE)
_HEADING = re.compile(
    r"(?!.*số\s*:?\s*\d).*(?::|\bgồm|\bsau)|"
    r"(?:(?:các|danh mục)\s+)?(?:tài liệu|văn bản|hồ sơ)(?:\s+(?:kiểm|minh)\s+chứng)?(?:\s+kèm theo)?",
    re.IGNORECASE | re.DOTALL,
)
_LEADS_ON = re.compile(
    r"\(?(?:của|ngày|về|v/v|có|kèm|gửi\s+kèm|đính\s+kèm|theo|do|tại|trang|tr\.|ban\s+hành|phê\s+duyệt|thực\s+hiện|triển\s+khai|nhằm|ký)(?!\w)",
    re.IGNORECASE,
)
_WITHIN_A_TITLE = re.compile(r"(?:của|về|v/v|theo|do|ban\s+hành|phê\s+duyệt|thực\s+hiện|triển\s+khai|nhằm)(?!\w)")
_ENCLOSED = re.compile(
    r"\(?(?:có\s+)?(?:(?:gửi\s+|đính\s+)?kèm(?!\w).*|"
    r"(?:bản|danh sách|danh mục|phụ lục|bảng|biểu|ảnh|hình ảnh|file|tệp|hồ sơ|tài liệu)\b[^;]*\bkèm(?:\s+theo)?\s*\)?)",
    re.IGNORECASE | re.DOTALL,
)
_GOES_ON = re.compile(r"(?<!\w)(?:của|về|việc|v/v|theo|thực hiện|triển khai|ban hành|phê duyệt|ngày|tháng|năm|số)$", re.IGNORECASE)
_GOES_ON_IN = 12


def documents_of(text: str) -> list[str]:
    """The words of each document, in their order; for text that has words at least one. A document over lines keeps its breaks."""
    pieces = _BETWEEN.split(text)
    if len(pieces) == 1:
        words = text.strip(_STRIPPED)
        return [words] if words else []
    documents: list[str] = []
    is_named = False
    between = ""
    for number, piece in enumerate(pieces):
        words = "" if number % 2 else piece.strip(_STRIPPED)
        if not words:
            between += piece
            continue
        names = _SIGN.search(words) is not None
        is_apart = ";" in between or between.strip(". \t\r\n\u00a0") != "" or _BULLET.match(piece) is not None
        if not documents:
            documents.append(words)
        elif not (names and is_apart) and _belongs(documents[-1], is_named, between, words, names, is_apart):
            documents[-1] += _joint(between, words) + words
            names = names or is_named
        elif not is_named and _is_heading(documents[-1], names and ";" not in between):
            documents[-1] = words
        else:
            documents.append(words)
        is_named = names
        between = "." if piece.rstrip().endswith(".") else ""
    return documents


def _belongs(document: str, is_named: bool, between: str, words: str, names: bool, is_apart: bool) -> bool:
    """Whether these words are part of the document before them. `is_apart`: they come after a semicolon or a bullet."""
    if names:
        if _WITHIN_A_TITLE.match(words) or _GOES_ON.search(document[-_GOES_ON_IN:]):
            return True
        if is_named:
            return False
        if _NUMBER_FIRST.match(words):
            return _KIND_ALONE.fullmatch(document) is not None
        return _LEADS_ON.match(words) is not None or (_KIND.match(words) is None and _KIND.match(document) is not None)
    if _ENCLOSED.fullmatch(words) or words[0] == "(":
        return True
    if is_apart:
        return words[0].islower() and _LEADS_ON.match(words) is not None
    if _KIND.match(words) is None or _GOES_ON.search(document[-_GOES_ON_IN:]):
        return True
    return is_named and words[0].islower() and not between.startswith(".")


def _is_heading(words: str, names: bool) -> bool:
    """Words before the documents, as «Tài liệu kiểm chứng gồm:»; before a line that `names` one, any that are no kind of document."""
    return _HEADING.fullmatch(words) is not None or (names and _KIND.match(words) is None)


def _joint(between: str, words: str) -> str:
    """A break stays before a small letter, so that «của Bộ Tư pháp» ends there; a name may go on with a capital one."""
    if ";" in between:
        return "; "
    return "\n" if words[0].islower() else " "
