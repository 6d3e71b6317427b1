"""Where a document of evidence lies: a link that others can open, a file's name, or a place that only its office can open.

Belongs here: telling these apart in the words of one document. Does not: numbers and dates (evidence_text.py), whether a place is good
(rules).

A path on a machine, an address of an inner network and the front page of a store («drive.google.com») lead nobody else to a document, so
none of them is a link.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MOST_PATHS = 40

_EXTENSION = r"\.(?:pdf|docx?|xlsx?|odt|ods|jpe?g|png|zip|rar)\b"
_LINK = re.compile(r"https?://[^\s,;<>\"]+", re.IGNORECASE)
_PATH = re.compile(
    r"(?:(?<!\w)(?:file:|[A-Z]:[\\/](?!/)|(?:Desktop|Downloads?|Documents)\\)|\\\\)"
    rf"(?:(?:[^\s;,\"<>|]|[ ](?!\d{{1,6}}/)){{0,200}}?{_EXTENSION}|[^\s;,\"]+)",
    re.IGNORECASE,
)
_FILE = re.compile(rf"[^\s;,/\\:*?\"<>|]+{_EXTENSION}", re.IGNORECASE)
_INNER = re.compile(
    r"https?://(?:[^./:]+|(?:127|10)(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|[^/:]+\.(?:local|lan))"
    r"(?:[:/]|$)",
    re.IGNORECASE,
)
_FRONT_PAGE = re.compile(
    r"https?://(?:(?:drive|docs|mail)\.google\.com|(?:www\.)?dropbox\.com|onedrive\.live\.com|chat\.zalo\.me|zalo\.me)"
    r"(?:/drive)?(?:/u/\d)?(?:/(?:my-drive|home|recent))?/?$",
    re.IGNORECASE,
)


class EvidencePlace(NamedTuple):
    """`file_name` has a colon, slash or backslash only where others cannot open it. `bare` are the words without places."""

    link: str | None
    file_name: str | None
    bare: str


def place_of(words: str) -> EvidencePlace:
    """The first link that others can open; the first path, else the first file, else a link that they cannot open."""
    link = inner = None
    bare = words
    if "://" in words:
        links = [found.rstrip(".") for found in _LINK.findall(words)]
        link = next((found for found in links if not _is_closed(found)), None)
        inner = next((found for found in links if _is_closed(found)), None)
        bare = _LINK.sub(" ", words)
    path = _PATH.search(bare) if "\\" in bare or ":/" in bare else None
    file = _FILE.search(bare) if path is None and "." in bare else None
    lies = path or file
    return EvidencePlace(link, lies[0] if lies else inner, _PATH.sub(" ", bare, MOST_PATHS) if path else bare)


def _is_closed(link: str) -> bool:
    return _INNER.match(link) is not None or _FRONT_PAGE.match(link) is not None
