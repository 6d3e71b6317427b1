"""What a file is, told by its content and never by its name.

Belongs here: signatures of the formats that are read and of the common ones that are not, and of encryption.
Does not belong here: reading cells.
"""

from __future__ import annotations

from assets.workbooks.ole2 import SIGNATURE, open_ole2
from assets.workbooks.text_encoding import looks_like_text
from assets.workbooks.unreadable import UnreadableFile
from assets.workbooks.zip_safety import open_zip, read_member

_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_FILEPASS = b"\x2f\x00"
_SAVE_AS_VI = "Hãy lưu bảng tính dạng .xlsx rồi gửi lại."
_SAVE_AS_EN = "save the table as .xlsx and send it again"


def detect(data: bytes) -> str:
    """'xlsx', 'xls', 'ods' or 'csv'; raises UnreadableFile for everything else (empty, encrypted, corrupt,
    unsupported).
    """
    if not data:
        raise UnreadableFile("empty_file", "Tệp rỗng (0 byte). Hãy kiểm tra và gửi lại.", "the file has zero bytes")
    if data.startswith(b"PK\x03\x04"):
        return _detect_zip(data)
    if data.startswith(SIGNATURE):
        return _detect_ole2(data)
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"%PDF"):
        raise _unsupported("tệp PDF", "a PDF")
    if head.startswith(b"{\\rtf"):
        raise _unsupported("tệp RTF", "an RTF document")
    if head[:1] == b"<":
        # Many old systems export HTML or XML under the name .xls; Excel opens it with a warning, so the sender does
        # not know.
        raise _unsupported("tệp HTML hoặc XML mang đuôi bảng tính", "HTML or XML under a spreadsheet's name")
    if looks_like_text(data):
        return "csv"
    raise _unsupported("định dạng không nhận ra", "an unknown format")


def _detect_zip(data: bytes) -> str:
    archive = open_zip(data)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "mimetype" in names and read_member(archive, "mimetype").strip().startswith(_ODS):
        if "META-INF/manifest.xml" in names and b"encryption-data" in read_member(archive, "META-INF/manifest.xml"):
            raise _encrypted()
        return "ods"
    if "xl/workbook.bin" in names:
        raise _unsupported("tệp Excel nhị phân (.xlsb)", "a binary workbook (.xlsb)")
    if "word/document.xml" in names:
        raise _unsupported("tệp Word", "a Word document")
    raise _unsupported("tệp nén không phải bảng tính", "a zip that is no spreadsheet")


def _detect_ole2(data: bytes) -> str:
    container = open_ole2(data)
    if "EncryptedPackage" in container.streams:
        raise _encrypted()
    for name in ("Workbook", "Book"):
        if name in container.streams:
            if _has_filepass(container.read(name)):
                raise _encrypted()
            return "xls"
    if "WordDocument" in container.streams:
        raise _unsupported("tệp Word", "a Word document")
    raise _unsupported("tệp Office không phải bảng tính", "an Office file that is no spreadsheet")


def _has_filepass(workbook: bytes) -> bool:
    """True when the first records of the stream (the globals) hold FILEPASS: what follows is encrypted."""
    offset = 0
    for _ in range(20):
        record = workbook[offset : offset + 4]
        if len(record) < 4 or record[:2] == b"\x0a\x00":
            return False
        if record[:2] == _FILEPASS:
            return True
        offset += 4 + int.from_bytes(record[2:4], "little")
    return False


def _encrypted() -> UnreadableFile:
    return UnreadableFile(
        "encrypted",
        "Tệp đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu rồi gửi lại.",
        "the file is password-protected; remove the password and send it again",
    )


def _unsupported(what_vi: str, what_en: str) -> UnreadableFile:
    return UnreadableFile("unsupported_format", f"Không đọc được: {what_vi}. {_SAVE_AS_VI}", f"cannot be read: {what_en}; {_SAVE_AS_EN}")
