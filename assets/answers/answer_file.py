"""An answer as a file beside the sender's: checked, marked, written whole, nobody's file overwritten.

Belongs here: from a path to the path of its answer, and the watched folder that answers without receiving. Does not: the check itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from assets.answers.answer_words import head_of_check
from assets.answers.check_before_sending import BeforeSending, Checked
from assets.answers.marked_workbook import marked_workbook
from assets.filing_away import free_place
from assets.landing_folder import is_half_written
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.printable import printable_name

ANSWER_ENDING = " - ket qua kiem tra.xlsx"


class Answered(NamedTuple):
    """A file, what the check found, and where its answer lies."""

    path: Path
    checked: Checked
    answer: Path


def write_answer(path: Path, checked: Checked, folder: Path, forms: Mapping[str, str]) -> Path:
    """Write the marked workbook of a checked file into a folder; returns its path, numbered where the name is taken."""
    content = marked_workbook(path.read_bytes(), checked.cells, checked.findings, head_of_check(checked, forms))
    folder.mkdir(parents=True, exist_ok=True)
    answer = free_place(folder, f"{Path(printable_name(path.name)).stem}{ANSWER_ENDING}")
    write_whole(answer, content)
    return answer


def waiting_to_be_checked(home: Home) -> dict[Path, tuple[int, int]]:
    """Files that lie in landing/check/ itself, each with size and time of change; hidden, lock and half-written ones are passed over."""
    found = {}
    for path in sorted(home.landing_check.glob("*")):
        if path.is_symlink() or not path.is_file() or is_half_written(path.name):
            continue
        stat = path.stat()
        found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def answer_folder(home: Home, paths: list[Path]) -> Iterator[Answered]:
    """Answer files of landing/check/: the answer goes to tra-loi/, then the file to da-kiem-tra/, so that it is answered once.

    A file whose answer cannot be made stays where it is, and OSError is raised.
    """
    if not paths:
        return
    with BeforeSending(home) as before:
        for path in paths:
            checked = before.check(path)
            answer = write_answer(path, checked, home.landing_check / "tra-loi", before.forms)
            seen = home.landing_check / "da-kiem-tra"
            seen.mkdir(exist_ok=True)
            moved = free_place(seen, path.name)
            path.rename(moved)
            yield Answered(moved, checked, answer)
