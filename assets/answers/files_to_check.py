"""What a check is asked of: one file, or every file in a zip or a folder, each with the place of its answer.

Belongs here: from a path that somebody names to the files to check. Does not: the check (check_before_sending.py), writing answers
(answer_file.py), which members of a zip are files (assets/zip_members.py).

Names in a zip are text: a member lies under a number while it is checked, and its answer under the words of its path.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import NamedTuple

from assets.folder_files import files_below
from assets.passed_over import passed_over_vi
from assets.zip_members import ZipRefused, is_zip_of_files, members_of, passed_over_members
from warehouse.printable import printable_name
from warehouse.wording import Wording

ANSWER_MARK = " - ket qua kiem tra"
ANSWER_ENDING = f"{ANSWER_MARK}.xlsx"
_ANSWER = re.compile(rf"(.*){re.escape(ANSWER_MARK)}(?: \(\d+\))?\.xlsx", re.DOTALL)


class FileToCheck(NamedTuple):
    """One file: where its bytes lie until the next one is asked for, its own name, what people are shown, where the answer goes."""

    path: Path
    name: str
    shown: str
    answers: Path
    answer_stem: str
    zip_refused: str | None = None
    """Why the zip that this is was not unpacked, in Vietnamese."""


class PassedOver(NamedTuple):
    """That something in a zip or a folder is not checked, since it is no submission."""

    sentence_vi: str


def files_to_check(given: Path, answers: Path | None = None, below: Path | None = None) -> Iterator[FileToCheck | PassedOver]:
    """The file itself, or the files in it: a folder's own and those of its zips, in the order of their names, and what is passed over.

    `answers` is the folder for all answers; None puts each beside its file. A file is shown by its path from the folder `below`, else by
    its name. What cannot be opened is among them: OSError comes of reading it.
    """
    if not given.is_dir():
        shown = given.relative_to(below) if below else PurePath(given.name)
        yield from _of_file(given, str(shown), answers or given.parent, _one_name(shown))
        return
    paths, passed_over = files_below(given)
    if passed_over:
        yield PassedOver(passed_over_vi(f"{given.name or given}/", [path.name for path in passed_over]))
    stems = {_one_name(path.relative_to(given)) for path in paths} | {path.stem for path in paths}
    earlier = [path for path in paths if _is_answer(path, stems)]
    if earlier:
        yield PassedOver(Wording().say("check.answers_passed_over", where=f"{given.name or given}/", count=len(earlier)))
    for path in paths:
        if path not in earlier:
            within = path.relative_to(given)
            stem = path.stem if answers is None else _one_name(within)
            yield from _of_file(path, f"{given.name}/{within}" if given.name else str(within), answers or path.parent, stem)


def _of_file(path: Path, shown: str, answers: Path, stem: str) -> Iterator[FileToCheck | PassedOver]:
    """The file, or those of a zip, whose answers get a folder of their own."""
    whole = FileToCheck(path, path.name, shown, answers, stem)
    if not _is_zip(path):
        yield whole
        return
    if passed_over := passed_over_members(path):
        yield PassedOver(passed_over_vi(shown, passed_over))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "member"
        try:
            for member in members_of(path):
                place.write_bytes(member.content)
                own = answers / f"{stem}{ANSWER_MARK}"
                yield FileToCheck(place, member.name, f"{shown}/{member.path}", own, _one_name(PurePath(member.path)))
        except ZipRefused as refused:
            yield whole._replace(zip_refused=str(refused))


def _is_zip(path: Path) -> bool:
    """True for a zip of files; one that cannot be opened is a file like any other, and who reads it says why."""
    try:
        return is_zip_of_files(path)
    except OSError:
        return False


def _one_name(path: PurePath) -> str:
    """A path without its ending as one file name; parts that lead upwards or to the root are left out."""
    parts = (*path.parts[:-1], path.stem)
    return " - ".join(printable_name(part) for part in parts if part not in ("", "..", "/"))


def _is_answer(path: Path, stems: set[str]) -> bool:
    """True for an answer of an earlier check, of which the file that it answers lies here too."""
    named = _ANSWER.fullmatch(path.name)
    return named is not None and (named[1] in stems or path.parent.name.endswith(ANSWER_MARK))
