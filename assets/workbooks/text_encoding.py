"""The encoding of a text table.

Belongs here: telling text from binary, and UTF-8 from UTF-16. Anything else is refused with advice rather than
guessed: a wrong guess would turn Vietnamese names into other names without a trace. Does not belong here: delimiters
and cells.
"""

from __future__ import annotations

from assets.workbooks.unreadable import UnreadableFile

_MARKS = (b"\xff\xfe", b"\xfe\xff")


def looks_like_text(data: bytes) -> bool:
    """False for bytes that no text file has: zero bytes outside UTF-16, or many control characters."""
    head = data[:4096]
    if data.startswith(_MARKS) or _unmarked_utf16(head):
        return True
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return b"\x00" not in head and controls <= len(head) // 100


def decode(data: bytes) -> str:
    """The text, without its mark; raises UnreadableFile (corrupt) for another encoding than UTF-8 and UTF-16."""
    try:
        if data.startswith(_MARKS):
            return data.decode("utf-16")
        return data.decode(_unmarked_utf16(data[:4096]) or "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "corrupt",
            "Bảng mã của tệp CSV không phải UTF-8 hay UTF-16. Trong Excel hãy chọn Lưu thành → CSV UTF-8, hoặc gửi tệp .xlsx.",
            f"the text is neither UTF-8 nor UTF-16 (byte {error.start}); save it as CSV UTF-8 or send .xlsx",
        ) from error


def _unmarked_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: digits, separators and line ends have a zero byte at one parity, and nothing has one at
    the other.
    """
    first, second = head[0::2].count(0), head[1::2].count(0)
    if first + second < max(len(head) // 8, 1):
        return None
    if first == 0:
        return "utf-16-le"
    return "utf-16-be" if second == 0 else None
