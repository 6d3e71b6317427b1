"""The OLE2 container of old Office files: which streams it holds, and their bytes.

Belongs here: just enough of [MS-CFB] to tell .xls, encrypted .xlsx and Word apart and to hand out one stream.
Does not belong here: what a stream says (``biff.py``). Every chain is bounded by the file's own size, so a loop cannot
hang.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import NamedTuple

from assets.workbooks.unreadable import corrupt

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REGULAR = 0xFFFFFFFA


class Stream(NamedTuple):
    """One directory entry that holds bytes: its first sector and its size."""

    start: int
    size: int


@dataclass(frozen=True)
class Ole2:
    """An opened container: ``streams`` by name (storages flattened: the first of a name wins)."""

    data: bytes
    sector_size: int
    mini_size: int
    mini_cutoff: int
    fat: list[int]
    mini_fat: list[int]
    mini_stream: bytes
    streams: dict[str, Stream]

    def read(self, name: str) -> bytes:
        """The bytes of the stream ``name``; KeyError when there is none, UnreadableFile (corrupt) when its chain is
        broken.
        """
        stream = self.streams[name]
        if stream.size < self.mini_cutoff:
            pieces = [
                self.mini_stream[sector * self.mini_size : (sector + 1) * self.mini_size] for sector in _chain(self.mini_fat, stream.start)
            ]
            return b"".join(pieces)[: stream.size]
        return _read_chain(self.data, self.sector_size, self.fat, stream.start)[: stream.size]


def open_ole2(data: bytes) -> Ole2:
    """Opens the container in ``data``; raises UnreadableFile (corrupt) for a truncated or senseless one."""
    try:
        return _open(data)
    except (struct.error, IndexError, UnicodeDecodeError, ValueError) as error:
        raise corrupt("tệp Excel cũ (.xls) không đọc được", f"the OLE2 container cannot be read ({error})") from error


def _open(data: bytes) -> Ole2:
    sector_shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if sector_shift not in (9, 12) or mini_shift > sector_shift:
        raise ValueError("sector size")
    size = 1 << sector_shift
    fat_count, directory_start = struct.unpack_from("<I", data, 44)[0], struct.unpack_from("<I", data, 48)[0]
    mini_cutoff, mini_start = struct.unpack_from("<I", data, 56)[0], struct.unpack_from("<I", data, 60)[0]
    difat_start = struct.unpack_from("<I", data, 68)[0]
    fat_sectors = list(struct.unpack_from("<109I", data, 76))
    steps = 0
    while difat_start < _LAST_REGULAR:
        entries = struct.unpack_from(f"<{size // 4}I", data, (difat_start + 1) * size)
        fat_sectors.extend(entries[:-1])
        difat_start = entries[-1]
        steps += 1
        if steps > len(data) // size:
            raise ValueError("DIFAT loop")
    fat: list[int] = []
    for sector in [number for number in fat_sectors if number < _LAST_REGULAR][:fat_count]:
        fat.extend(struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size))
    directory = _read_chain(data, size, fat, directory_start)
    streams: dict[str, Stream] = {}
    root = Stream(_LAST_REGULAR, 0)
    for offset in range(0, len(directory) - 127, 128):
        name_length, kind = struct.unpack_from("<HB", directory, offset + 64)
        name = directory[offset : offset + max(min(name_length, 64) - 2, 0)].decode("utf-16-le")
        start, length = struct.unpack_from("<II", directory, offset + 116)
        if kind == 5:
            root = Stream(start, length)
        elif kind == 2:
            streams.setdefault(name, Stream(start, length))
    mini_fat_bytes = _read_chain(data, size, fat, mini_start)
    mini_fat = list(struct.unpack(f"<{len(mini_fat_bytes) // 4}I", mini_fat_bytes))
    mini_stream = _read_chain(data, size, fat, root.start)
    return Ole2(data, size, 1 << mini_shift, mini_cutoff, fat, mini_fat, mini_stream, streams)


def _chain(fat: list[int], start: int) -> list[int]:
    sectors: list[int] = []
    while start < _LAST_REGULAR:
        if start >= len(fat) or len(sectors) > len(fat):
            raise corrupt("tệp Excel cũ (.xls) bị cắt hoặc sai cấu trúc", "a sector chain is broken")
        sectors.append(start)
        start = fat[start]
    return sectors


def _read_chain(data: bytes, size: int, fat: list[int], start: int) -> bytes:
    pieces = [data[(sector + 1) * size : (sector + 2) * size] for sector in _chain(fat, start)]
    if pieces and not pieces[-1]:
        raise corrupt("tệp Excel cũ (.xls) bị cắt", "a sector lies beyond the end of the file")
    return b"".join(pieces)
