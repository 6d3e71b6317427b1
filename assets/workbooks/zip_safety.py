"""Opening a zip that a stranger sent, before any reader does.

Belongs here: limits on members, sizes and compression, and the proof that declared sizes are true.
Does not belong here: what the members mean.

The proof matters: Python's zipfile trusts the declared size, the workbook reader inflates until the stream ends. So
every XML member is inflated here, in pieces, with the declared size as its bound.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import lru_cache

from assets.workbooks.unreadable import UnreadableFile, corrupt

MAX_MEMBERS = 2_000
MAX_TOTAL_BYTES = 300 * 1024 * 1024
MAX_RATIO = 250
RATIO_MATTERS_ABOVE = 4 * 1024 * 1024
KEPT_BELOW = 4 * 1024 * 1024
_PIECE = 1024 * 1024


class CheckedZip(zipfile.ZipFile):
    """A zip whose sizes were proved, with the members that were inflated for it and are small."""

    kept: dict[str, bytes]


@lru_cache(maxsize=1)  # the format is told from the zip, and then the zip is read
def open_zip(data: bytes) -> CheckedZip:
    """The zip in ``data``, checked. Raises UnreadableFile (corrupt, or encrypted for password-protected members)."""
    try:
        archive = CheckedZip(io.BytesIO(data))
        archive.kept = {}
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, struct.error) as error:
        raise corrupt("gói nén không đọc được, có thể tệp chưa tải xong", f"the zip cannot be read ({error})") from error
    if len(members) > MAX_MEMBERS:
        raise corrupt(f"gói nén có {len(members)} thành phần", f"the zip has {len(members)} members")
    if len({member.filename for member in members}) != len(members):
        raise corrupt("gói nén có thành phần trùng tên", "the zip has two members of one name")
    total = sum(member.file_size for member in members)
    if total > MAX_TOTAL_BYTES:
        raise corrupt(f"giải nén ra {total // 2**20} MB, quá lớn", f"it unpacks to {total // 2**20} MB, too large")
    for member in members:
        if member.flag_bits & 0x1:
            raise UnreadableFile("encrypted", "Tệp đặt mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.", "the zip is password-protected")
        if member.file_size > RATIO_MATTERS_ABOVE and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise corrupt("tỷ lệ nén bất thường (có thể là tệp phá hoại)", "absurd compression ratio (a zip bomb?)")
        if member.filename.endswith((".xml", ".rels")):
            content = _inflated(data, member)
            if content is not None:
                archive.kept[member.filename] = content
    return archive


def read_member(archive: CheckedZip, name: str) -> bytes:
    """One member of a zip that :func:`open_zip` checked; raises UnreadableFile (corrupt) when it is missing or
    damaged.
    """
    if name in archive.kept:
        return archive.kept[name]
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise corrupt(f"thiếu hoặc hỏng thành phần {name}", f"member {name} is missing or damaged ({error})") from error


def _inflated(data: bytes, member: zipfile.ZipInfo) -> bytes | None:
    """The content of a member whose declared size is true and whose checksum fits; None for a large one (its size is proved too)."""
    start = member.header_offset
    header = data[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise corrupt("gói nén sai cấu trúc", f"no local header for {member.filename}")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    start += 30 + name_length + extra_length
    packed = data[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        if member.compress_size != member.file_size:
            raise corrupt("kích thước khai trong gói nén không đúng", f"false size of {member.filename}")
        return None
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise corrupt("kiểu nén không hỗ trợ", f"compression type {member.compress_type} of {member.filename}")
    inflater = zlib.decompressobj(-15)
    seen, pieces = 0, []
    try:
        while packed and not inflater.eof:
            piece = inflater.decompress(packed, _PIECE)
            seen += len(piece)
            if member.file_size <= KEPT_BELOW:
                pieces.append(piece)
            packed = inflater.unconsumed_tail
            if seen > member.file_size:
                break
    except zlib.error as error:
        raise corrupt(f"thành phần {member.filename} bị hỏng", f"{member.filename} is damaged ({error})") from error
    if seen != member.file_size:
        raise corrupt("kích thước khai trong gói nén không đúng", f"false size of {member.filename}")
    if member.file_size > KEPT_BELOW:
        return None
    content = b"".join(pieces)
    if zlib.crc32(content) != member.CRC:
        raise corrupt(f"thành phần {member.filename} bị hỏng", f"{member.filename} has a wrong checksum")
    return content
