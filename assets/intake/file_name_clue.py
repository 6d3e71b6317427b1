"""What the names of a file and of its sheet say against what the form says.

Belongs here: a conflict between the two, told and nothing more: names are given in haste, so nothing is ever read from them. Does
not: the clues inside the workbook (``identify.py``).
"""

from __future__ import annotations

import re
from pathlib import PurePath

from assets.intake.intake_rows import Extraction, Problem
from assets.intake.phrase import fold_phrase
from assets.intake.reference_lookup import ReferenceLookup, Unit

_YEAR = re.compile(r"\bnam ((?:19|20)[0-9]{2})\b")
_LONE_YEAR = re.compile(r"(?:^|(?<![0-9]) )((?:19|20)[0-9]{2})(?= |$)")
"""A year in front, behind or between words; not behind another number, where it is the end of a date."""
_ANY_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_NUMBERED = re.compile(r"\b(?:so|cv|qd|bc|tb|kh|tt|bb|v|ver|version|ban) (?:19|20)[0-9]{2}\b")
_NEAR_YEARS = 5
_NO_STATEMENT = re.compile(r"\b(?:mau|bieu mau|gui|kinh gui|trinh|theo|kem|ngay|thang)\b")
"""Words behind which a name is of a template, an addressee or a date."""
_CODE = re.compile(r"(?:(?:19|20)[0-9]{2}[ _.-]+)?([A-Z]{3,})(?![0-9A-Za-z])")
_CODE_BEHIND = re.compile(r".*_([A-Z]{3,})(?:_(?:19|20)[0-9]{2})?")
_LONGEST_NAME = 8  # words


def name_conflicts(found: Extraction, reference: ReferenceLookup) -> list[Problem]:
    """At most one conflict about the unit and one about the year, where the name states one thing only and the form another."""
    if len(found.submissions) != 1 or not found.lines or found.submissions[0].unit_id is None:
        return []
    submission, line = found.submissions[0], found.lines[0]
    unit = next(unit for unit in reference.units if unit.unit_id == submission.unit_id)
    stem = PurePath(submission.file_name).stem
    told: list[tuple[str | None, str, str]] = []
    for where, text in (("Tên tệp", stem), ("Tên trang tính", submission.sheet or "")):
        named = _other_unit(text, unit, reference)
        if named is not None and not told:
            told.append((line.unit_cell, named, f"{where} ghi đơn vị «{named}», trong biểu ghi «{unit.name}»"))
    for where, text in (("Tên tệp", stem), ("Tên trang tính", submission.sheet or "")):
        year = _other_year(text, submission.index_year)
        if year is not None:
            told.append((None, year, f"{where} ghi năm {year}, trong biểu ghi năm {submission.index_year}"))
            break
    whose = (submission.file_sha256, submission.file_name, submission.form, submission.index_year, submission.unit_id)
    return [
        Problem(*whose, "identity_conflict", submission.sheet, cell, value, f"{detail}; đã dùng điều ghi trong biểu.")
        for cell, value, detail in told
    ]


def _other_year(text: str, index_year: int | None) -> str | None:
    """The one year that a name names, when it is another."""
    folded = fold_phrase(text)
    if _NO_STATEMENT.search(folded) or index_year is None:
        return None
    lone = _LONE_YEAR.findall(_NUMBERED.sub("", folded)) if len(set(_ANY_YEAR.findall(folded))) == 1 else []
    years = set(_YEAR.findall(folded)) or {year for year in lone if abs(int(year) - index_year) <= _NEAR_YEARS}
    return years.pop() if len(years) == 1 and str(index_year) not in years else None


def _other_unit(text: str, unit: Unit, reference: ReferenceLookup) -> str | None:
    """The one unit of the same level that a name names, when it is another and the unit itself is not named."""
    folded = fold_phrase(text)
    if _NO_STATEMENT.search(folded):
        return None
    words = folded.split()
    parts = {
        " ".join(words[start:end])
        for start, word in enumerate(words)
        if word in reference.first_words
        for end in range(start + 2, min(start + _LONGEST_NAME, len(words)) + 1)
    }
    # A code counts where file names keep it: in front, behind the year ('2023_BTP_tu_danh_gia'), last ('tu_danh_gia_BTP').
    parts |= {f"={code[1]}" for code in (_CODE.match(text), _CODE_BEHIND.fullmatch(text)) if code}
    names = {name for part in parts & reference.plain_names.keys() for level, name in reference.plain_names[part] if level == unit.level}
    return names.pop() if len(names) == 1 and unit.name not in names else None
