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
_ODT = b"application/vnd.oasis.opendocument.text"
_FILEPASS = b"\x2f\x00"
_SAVE_AS_VI = "Hãy lưu bảng tính dạng .xlsx rồi gửi lại."
_PDF_VI = "Hãy xuất lại từ Excel: mở bảng tính gốc, chọn Tệp > Lưu dưới dạng > .xlsx, rồi gửi tệp đó; không in ra PDF hay quét bản giấy."
_WORD_VI = "Hãy xuất lại từ Excel: điền vào biểu mẫu bảng tính (hoặc chép bảng trong Word sang đó), lưu dạng .xlsx rồi gửi lại."
_OPEN_AND_SAVE_VI = "Hãy mở tệp bằng Excel, chọn Tệp > Lưu dưới dạng > .xlsx, rồi gửi tệp mới."
_UNPACK_VI = "Hãy giải nén rồi gửi từng bảng tính, hoặc nén lại thành một tệp .zip chỉ chứa các bảng tính."
_SAVE_AS_EN = "save the table as .xlsx and send it again"
_BLANKS = b"\xef\xbb\xbf \t\r\n"
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


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
    if data.startswith(_PACKED):
        raise _unsupported("tệp nén không phải .zip", "an archive that is no zip", _UNPACK_VI)
    if data.startswith(_IMAGES) and not looks_like_text(data):
        raise _unsupported("tệp ảnh", "an image", _PDF_VI)
    _refuse_known_text(data[:2048].lstrip(_BLANKS))
    if looks_like_text(data):
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            _refuse_known_text(data[:4096].decode("utf-16", "ignore").lstrip("\ufeff \t\r\n").encode())
        return "csv"
    raise _unsupported("tệp có định dạng không nhận ra", "an unknown format")


def _refuse_known_text(head: bytes) -> None:
    """Raises for the beginning of a file that is made of text but is no table."""
    if head.startswith(b"%PDF"):
        raise _unsupported("tệp PDF (bản in hoặc bản quét), không phải bảng tính", "a PDF", _PDF_VI)
    if head.startswith(b"{\\rtf"):
        raise _unsupported("tệp văn bản RTF, không phải bảng tính", "an RTF document", _WORD_VI)
    if head[:1] == b"<" or (head.startswith(b"MIME-Version:") and b"Content-Type:" in head):
        # Many old systems export HTML or XML under the name .xls; Excel opens it with a warning, so the sender does
        # not know.
        raise _unsupported("tệp HTML hoặc XML mang đuôi bảng tính", "HTML or XML under a spreadsheet's name", _OPEN_AND_SAVE_VI)


def _detect_zip(data: bytes) -> str:
    archive = open_zip(data)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    mimetype = read_member(archive, "mimetype").strip() if "mimetype" in names else b""
    if mimetype.startswith(_ODS):
        if "META-INF/manifest.xml" in names and b"encryption-data" in read_member(archive, "META-INF/manifest.xml"):
            raise _encrypted()
        return "ods"
    if "xl/workbook.bin" in names:
        raise _unsupported("tệp Excel nhị phân (.xlsb)", "a binary workbook (.xlsb)", _OPEN_AND_SAVE_VI)
    if "word/document.xml" in names or mimetype.startswith(_ODT):
        raise _unsupported("tệp văn bản Word, không phải bảng tính", "a Word document", _WORD_VI)
    raise _unsupported("tệp nén không phải bảng tính", "a zip that is no spreadsheet", _UNPACK_VI)


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
        raise _unsupported("tệp văn bản Word, không phải bảng tính", "a Word document", _WORD_VI)
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


def _unsupported(what_vi: str, what_en: str, advice_vi: str = _SAVE_AS_VI) -> UnreadableFile:
    return UnreadableFile("unsupported_format", f"Đây là {what_vi}. {advice_vi}", f"cannot be read: {what_en}; {_SAVE_AS_EN}")
