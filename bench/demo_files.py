"""The demo's files, and as many more of them as a scale asks for.

Belongs here: making the demo once, filling a landing folder. Does not: reading a file.

The shipped reference data has two panels, so more submissions than the demo's can only be later versions of the same
ones: each office sends again. A copy differs in bytes (the comment at the end of a zip, a line end after a CSV) and not
in cells, so that it is a file and a submission of its own and is truly read. Copies of damaged files stay damaged; an
empty file stays empty.
"""

from __future__ import annotations

import struct
from itertools import islice
from pathlib import Path

from assets.demo.build import SEED, build_demo
from assets.demo.demo_files import panel_files
from assets.demo.panel_plans import ministry_plans
from warehouse.home import PACKAGE_ROOT
from warehouse.reference_data import load_reference

_ZIP_END = b"PK\x05\x06"
_ZIP_END_BYTES = 22


def write_demo(folder: Path, at_most: int | None) -> int:
    """Write the demo into a folder, or only its first few workbooks; returns the number of files."""
    reference = load_reference([PACKAGE_ROOT / "warehouse" / "reference"])
    if at_most is None:
        return len(build_demo(folder, reference).files)
    folder.mkdir(parents=True, exist_ok=True)
    files = list(islice(panel_files(ministry_plans(reference, SEED)), at_most))
    for file in files:
        (folder / file.name).write_bytes(file.content())
    return len(files)


def fill_landing(demo: Path, landing: Path, scale: int) -> int:
    """Put every demo file into a folder `scale` times, distinct bytes each time; returns the number of files."""
    files = sorted(path for path in demo.iterdir() if path.is_file())
    for copy in range(scale):
        for path in files:
            (landing / f"{copy:03}_{path.name}").write_bytes(distinct(path.read_bytes(), copy))
    return len(files) * scale


def distinct(data: bytes, copy: int) -> bytes:
    """The same content in other bytes; copy 0 is the file itself."""
    if copy == 0 or not data:
        return data
    if data[-_ZIP_END_BYTES:].startswith(_ZIP_END):
        comment = f"copy {copy}".encode()
        return data[:-2] + struct.pack("<H", len(comment)) + comment
    return data + b"\n" * copy
