"""Files that no reader can open, made on purpose.

Belongs here: bytes of a password-protected and of a cut-off workbook. Does not belong here: who sends them (faults.py).
"""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STREAMS = ("EncryptionInfo", "EncryptedPackage")
_SECTORS_PER_STREAM = 16  # 8192 bytes: not below the 4096 under which a stream would need the small-sector table


def cut_off(workbook: bytes) -> bytes:
    """The first half of a workbook, as an interrupted download leaves it."""
    return workbook[: len(workbook) // 2]


def password_protected(workbook: bytes) -> bytes:
    """An OLE2 container with the two streams of a password-protected .xlsx [MS-OFFCRYPTO 2.3]; senseless content.

    Layout: header, allocation table (sector 0), directory (sector 1), then the streams.
    """
    contents = [b"made up, no real encryption".ljust(_SECTORS_PER_STREAM * _SECTOR, b"\0"), _scrambled(workbook)]
    chains = [_FAT, _END]
    for _ in _STREAMS:
        first = len(chains)
        chains += [*range(first + 1, first + _SECTORS_PER_STREAM), _END]
    table = chains + [_FREE] * (_SECTOR // 4 - len(chains))
    directory = _entry("Root Entry", 5, _END, 0, child=1)
    directory += _entry(_STREAMS[0], 2, 2, _SECTORS_PER_STREAM * _SECTOR, right=2)
    directory += _entry(_STREAMS[1], 2, 2 + _SECTORS_PER_STREAM, _SECTORS_PER_STREAM * _SECTOR)
    directory += _entry("", 0, 0, 0)
    return _header() + struct.pack(f"<{_SECTOR // 4}I", *table) + directory + b"".join(contents)


def _scrambled(workbook: bytes) -> bytes:
    size = _SECTORS_PER_STREAM * _SECTOR
    return bytes(byte ^ 0xA5 for byte in workbook[:size]).ljust(size, b"\xa5")


def _header() -> bytes:
    """[MS-CFB 2.2]: version 3, sectors of 512 bytes, one allocation sector, no small-sector table."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    return head + struct.pack("<109I", 0, *[_FREE] * 108)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    """One directory entry of 128 bytes [MS-CFB 2.6]."""
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return entry + struct.pack("<III", _FREE, right, child) + bytes(36) + struct.pack("<IQ", start, size)
