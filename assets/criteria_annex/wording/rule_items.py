"""A wording cut into its items: 'kịp thời: 1; không kịp thời: 0,5' → two labels with their points.

Belongs here: bullets, separators, how points are written. Does not belong here: which kind of rule the items make (understand.py).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"\d{1,3}(?:,\d{1,4}|\.\d{1,2})?"  # 1.049 could be a thousand: no points are written so
_TO_THE_CLERK = re.compile(r"\s*\(nhập [^()\d]*\)$", re.IGNORECASE)  # '(nhập số lượng)' says how to fill in, not how to score
_BULLET = re.compile(r"^(?:[-–—+•*▪●·]+|[a-zđ]\)|\d{1,2}\))\s*")
_CUTS = re.compile(
    r"\s*(?:[;\n]"
    r"|(?<=[^\W_])\.\s+(?=(?:[-–+•*]\s*)?[A-ZĐÀ-Ỹ])"
    r"|(?<=điểm)\s+(?=[-–+•*]\s+[A-ZĐÀ-Ỹ])"
    r"|(?:(?<=\d)|(?<=điểm)),\s+(?=[^\d\s][^:;\n]*:)"
    r")\s*"
)
_OF_MAXIMUM = r"(?:số )?điểm(?: tối đa| chuẩn)?"
_POINTS = (
    rf"(?:(?:được|đạt|tính|chấm|cho)\s+)?(?:"
    rf"(?P<full>(?:đủ |số )?điểm tối đa|điểm chuẩn|tối đa|đủ điểm)"
    rf"|(?P<share>{NUMBER})\s*%\s*{_OF_MAXIMUM}"
    rf"|(?P<over>\d)/(?P<under>[2-9])\s*{_OF_MAXIMUM}"
    rf"|(?P<number>{NUMBER})\s*(?:điểm|đ)?"
    rf"|(?P<none>không (?:được |có |tính |chấm )?(?:tính |chấm )?điểm))"
)
_FORMS = (
    re.compile(rf"(?P<label>.+?)\s*(?::|=>|=|→)\s*{_POINTS}", re.IGNORECASE | re.DOTALL),
    re.compile(rf"(?P<label>.+?)\s*\((?=[^()]*điểm){_POINTS}\)", re.IGNORECASE | re.DOTALL),
    re.compile(rf"(?P<label>.+?),?\s+(?:thì\s+)?(?=không (?:được|có|tính|chấm)[^:]*điểm){_POINTS}", re.IGNORECASE | re.DOTALL),
    re.compile(rf"(?P<label>.+?),?\s+(?:thì\s+)?(?=(?:được|đạt|chấm|tính)\s[^:]*điểm){_POINTS}", re.IGNORECASE | re.DOTALL),
)


@dataclass(frozen=True)
class Item:
    """One item: its words without bullet, and label and points where it ends in points; points None: it does not."""

    text: str
    label: str
    points: Decimal | None


def rule_items(text: str, maximum: Decimal) -> list[Item]:
    """The items of a wording in their order; headings ('Cách chấm:') and empty ones left out."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ").strip()
    found = []
    for piece in _CUTS.split(plain):
        words = _TO_THE_CLERK.sub("", _BULLET.sub("", " ".join(piece.split())).strip(" .,"))
        heading = words.endswith(":") and not any(char.isdigit() for char in words)
        if words and not heading:
            label, points = split_points(words, maximum)
            found.append(Item(words, label, points))
    return found


def split_points(words: str, maximum: Decimal) -> tuple[str, Decimal | None]:
    """('kịp thời', 1) for 'kịp thời: 1 điểm'; the words and None where they do not end in points."""
    for form in _FORMS:
        match = form.fullmatch(words)
        if match is not None:
            points = _points(match, maximum)
            if points is not None:
                return match["label"].strip(" ,"), points
    return words, None


def points_of(text: str, maximum: Decimal) -> Decimal | None:
    """What a text that is nothing but points says; None for any other."""
    match = re.fullmatch(_POINTS, text.strip(" .,"), re.IGNORECASE)
    return None if match is None else _points(match, maximum)


def number(text: str) -> Decimal:
    """'0,5' and '0.5' are a half."""
    return Decimal(text.replace(",", "."))


def _points(match: re.Match[str], maximum: Decimal) -> Decimal | None:
    if match["full"]:
        return maximum
    if match["none"]:
        return Decimal(0)
    if match["number"]:
        return number(match["number"])
    share = number(match["share"]) / 100 if match["share"] else Decimal(match["over"]) / Decimal(match["under"])
    points = share * maximum
    return points if points == points.quantize(Decimal("0.0001")) else None
