"""An answer as a file beside the sender's: checked, marked, written whole, nobody's file overwritten.

Belongs here: from a file to the path of its answer, and the watched folder that answers without receiving. Does not: the check itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from assets.answers.answer_words import head_of_check
from assets.answers.check_before_sending import BeforeSending, Checked
from assets.answers.files_to_check import ANSWER_ENDING, FileToCheck, PassedOver, files_to_check
from assets.answers.marked_workbook import marked_workbook
from assets.filing_away import free_place
from assets.folder_files import files_below
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.printable import printable_name

_ANSWERS, _CHECKED = "tra-loi", "da-kiem-tra"
LONGEST_NAME = 255 - len(" (999)")  # bytes of a file's name, with room for a number


class Answered(NamedTuple):
    """A file that was checked: what people are shown as its name, what was found, and where its answer lies."""

    shown: str
    checked: Checked
    answer: Path


def write_answer(file: FileToCheck, checked: Checked, forms: Mapping[str, str]) -> Path:
    """Write the marked workbook of a checked file to its place; returns its path, numbered where the name is taken."""
    content = marked_workbook(file.path.read_bytes(), checked.cells, checked.findings, head_of_check(checked, forms, file.zip_refused))
    file.answers.mkdir(parents=True, exist_ok=True)
    stem = printable_name(file.answer_stem)
    while len(os.fsencode(stem + ANSWER_ENDING)) > LONGEST_NAME:
        stem = stem[1:]  # the file's own name stands at the end
    answer = free_place(file.answers, stem + ANSWER_ENDING)
    write_whole(answer, content)
    return answer


def waiting_to_be_checked(home: Home) -> dict[Path, tuple[int, int]]:
    """Files that lie in landing/check/ and below, each with size and time of change; hidden, lock and half-written ones are passed over,
    and so is what was answered."""
    own, found = {home.landing_check / name for name in (_ANSWERS, _CHECKED)}, {}
    for path in files_below(home.landing_check).files:
        if own.isdisjoint(path.parents):
            stat = path.stat()
            found[path] = (stat.st_size, stat.st_mtime_ns)
    return found


def answer_folder(home: Home, paths: list[Path]) -> Iterator[Answered | PassedOver]:
    """Answer files of landing/check/, those in a zip one by one: answers go to tra-loi/, then the file to da-kiem-tra/, so that it is
    answered once. What is passed over in a zip is told beside them.

    A file whose answer cannot be made stays where it is, and OSError is raised.
    """
    if not paths:
        return
    with BeforeSending(home) as before:
        for path in paths:
            answered: list[Answered | PassedOver] = []
            for file in files_to_check(path, home.landing_check / _ANSWERS, home.landing_check):
                if isinstance(file, PassedOver):
                    answered.append(file)
                    continue
                checked = before.check(file.path, name=file.name)
                answered.append(Answered(file.shown, checked, write_answer(file, checked, before.forms)))
            seen = home.landing_check / _CHECKED
            seen.mkdir(exist_ok=True)
            path.rename(free_place(seen, path.name))
            yield from answered
