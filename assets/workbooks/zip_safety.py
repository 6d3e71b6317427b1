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

from assets.workbooks.unreadable import UnreadableFile, corrupt

MAX_MEMBERS = 2_000
MAX_TOTAL_BYTES = 300 * 1024 * 1024
MAX_RATIO = 250
RATIO_MATTERS_ABOVE = 4 * 1024 * 1024
_PIECE = 1024 * 1024


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The zip in ``data``, checked. Raises UnreadableFile (corrupt, or encrypted for password-protected members)."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
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
            _prove_size(data, member)
    return archive


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member of a zip that :func:`open_zip` checked; raises UnreadableFile (corrupt) when it is missing or
    damaged.
    """
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise corrupt(f"thiếu hoặc hỏng thành phần {name}", f"member {name} is missing or damaged ({error})") from error


def _prove_size(data: bytes, member: zipfile.ZipInfo) -> None:
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
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise corrupt("kiểu nén không hỗ trợ", f"compression type {member.compress_type} of {member.filename}")
    inflater = zlib.decompressobj(-15)
    seen = 0
    try:
        while packed and not inflater.eof:
            seen += len(inflater.decompress(packed, _PIECE))
            packed = inflater.unconsumed_tail
            if seen > member.file_size:
                break
    except zlib.error as error:
        raise corrupt(f"thành phần {member.filename} bị hỏng", f"{member.filename} is damaged ({error})") from error
    if seen != member.file_size:
        raise corrupt("kích thước khai trong gói nén không đúng", f"false size of {member.filename}")
