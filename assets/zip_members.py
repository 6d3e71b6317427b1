"""A zip full of submissions: which members are files to receive, unpacked with limits.

Belongs here: telling such a zip from a workbook (both are zips), names, limits. Does not: receipts (landing.py), what a member is.

Nothing in a zip is trusted: a name is only ever text (nothing is unpacked to a path that it names), sizes are counted while unpacking,
links and hidden files are left out, and a zip within a zip is a member like any other, which its reader refuses with advice.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from assets.passed_over import is_no_submission

MAX_MEMBERS = 2_000
MAX_MEMBER_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 250
_RATIO_MATTERS_ABOVE = 4 * 1024 * 1024
_PIECE = 1024 * 1024
_OFFICE = {"[Content_Types].xml", "mimetype"}
_OFFICE_BEGINS = (b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"mimetypeapplication/")  # tells nearly all without opening the zip
_SYMBOLIC_LINK = 0o120000


class ZipRefused(Exception):
    """A zip that is not unpacked; the message says why, in Vietnamese."""


class Member(NamedTuple):
    """One file of a zip: its path there as text, its last part, and its bytes."""

    path: str
    name: str
    content: bytes


def is_zip_of_files(path: Path) -> bool:
    """True for a zip that is no office document."""
    with path.open("rb") as file:
        head = file.read(64)
    if not head.startswith(b"PK\x03\x04") or head[30:].startswith(_OFFICE_BEGINS):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return not _OFFICE & set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False  # a damaged one is received whole, and its reader says what is wrong


def members_of(path: Path) -> Iterator[Member]:
    """The files of a zip, one after the other. Raises ZipRefused before the first for an encrypted, too large or empty zip."""
    with zipfile.ZipFile(path) as archive:
        wanted = [info for info in archive.infolist() if _is_file(info)]
        if any(info.flag_bits & 0x1 for info in wanted):
            raise ZipRefused("tệp nén đặt mật khẩu; hãy bỏ mật khẩu rồi gửi lại")
        if not wanted:
            raise ZipRefused("tệp nén không có bài nộp nào")
        if len(wanted) > MAX_MEMBERS:
            raise ZipRefused(f"tệp nén có {len(wanted)} tệp, nhiều hơn {MAX_MEMBERS}; hãy chia thành nhiều tệp nén")
        if sum(info.file_size for info in wanted) > MAX_TOTAL_BYTES or any(_absurd(info) for info in wanted):
            raise ZipRefused("tệp nén quá lớn hoặc có tỷ lệ nén bất thường; hãy gửi từng tệp")
        for info in wanted:
            yield Member(_shown_path(info), PurePosixPath(_shown_path(info)).name, _unpacked(archive, info))


def passed_over_members(path: Path) -> list[str]:
    """What in a zip of files is no submission: links, hidden and lock files, those that a system leaves behind, folders with nothing in
    them. Their paths as text; none where the file is no such zip."""
    if not is_zip_of_files(path):
        return []
    with zipfile.ZipFile(path) as archive:
        entries = {_shown_path(info): info for info in archive.infolist()}
    folders = {name for name, info in entries.items() if _is_folder(info)}
    empty = [folder for folder in folders if not any(name != folder and name.startswith(folder) for name in entries)]
    return [name for name, info in entries.items() if name not in folders and not _is_file(info)] + sorted(empty)


def _is_file(info: zipfile.ZipInfo) -> bool:
    linked = (info.external_attr >> 16) & 0o170000 == _SYMBOLIC_LINK
    return not _is_folder(info) and not linked and not is_no_submission(_shown_path(info))


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return _shown_path(info).endswith("/") or not info.filename


def _shown_path(info: zipfile.ZipInfo) -> str:
    """The path as text. Old programs write UTF-8 without saying so; then the library has read it as code page 437."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    return name.replace("\\", "/")


def _absurd(info: zipfile.ZipInfo) -> bool:
    return info.file_size > _RATIO_MATTERS_ABOVE and info.file_size > MAX_RATIO * max(info.compress_size, 1)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, at most a byte more than allowed: then, or when damaged, what could be had, and its reader refuses it."""
    pieces, size = [], 0
    try:
        with archive.open(info) as member:
            while size <= MAX_MEMBER_BYTES and (piece := member.read(_PIECE)):
                pieces.append(piece)
                size += len(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        pass
    return b"".join(pieces)
