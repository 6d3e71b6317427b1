"""Whether a line is scored by the sociological survey, as its marks say.

Belongs here: what one cell says. Does not belong here: inheriting from the criterion above, and lines that only mention the survey
(annex_tree.py).
"""

from __future__ import annotations

import re

from assets.intake.phrase import fold_phrase

_SURVEY = re.compile(r"\b(?:dtxhh|xhh|dieu tra|khao sat)\b")
_APPRAISED = re.compile(r"\b(?:tham dinh|tu danh gia|tu cham|tai lieu|ho so|cham diem|tdg|td)\b")
_NOTHING = ("", "khong", "0")
_MARKS = ("x", "co", "v", "yes", "1")
_ONLY_SURVEY = re.compile(
    r"(?:(?:theo |can cu |danh gia )?(?:ket qua )?(?:thong qua |qua |bang |tu )?)?(?:dieu tra xa hoi hoc|dieu tra xhh|dtxhh|khao sat xhh)"
)


def marked(text: str) -> bool | None:
    """What a cell of a column «ĐTXHH» says: True, False; None for words that say neither."""
    folded = fold_phrase(text)
    if folded in _NOTHING or not re.search(r"\w", text):
        return bool(re.search(r"[✓✔☑]", text))
    if folded in _MARKS or _SURVEY.search(folded):
        return True
    return None


def by_method(text: str) -> bool | None:
    """What a cell «Hình thức đánh giá» says: True for the survey, False for appraisal; None for both or neither."""
    folded = fold_phrase(text)
    survey, appraised = bool(_SURVEY.search(folded)), bool(_APPRAISED.search(folded))
    return survey if survey != appraised else None


def mentions_survey(text: str) -> bool:
    """True where words of a rule or name speak of the sociological survey."""
    folded = fold_phrase(text)
    return re.search(r"\b(?:dtxhh|dieu tra xhh|dieu tra xa hoi hoc)\b", folded) is not None


def is_only_survey(text: str) -> bool:
    """True where a rule says nothing but that the line is surveyed."""
    return _ONLY_SURVEY.fullmatch(fold_phrase(text)) is not None
