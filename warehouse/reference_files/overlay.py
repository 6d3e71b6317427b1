"""Which reference files count when a province lays its own over those that we ship.

Belongs here: merging folders by relative path, and the hash of the result. Does not belong here: what the files say.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path


class ReferenceFiles:
    """The files that count, by path relative to their folder ("units/provinces.csv"), in sorted order.

    A file of a later folder replaces the one of the same relative path in an earlier folder; other files are added.
    Hidden files, office lock files (~$...), editors' copies (...~) and folders that do not exist are passed over.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        found: dict[str, Path] = {}
        for folder in folders:
            for path in sorted(folder.rglob("*")):
                relative = path.relative_to(folder)
                if path.is_file() and not any(_passed_over(part) for part in relative.parts):
                    found[unicodedata.normalize("NFC", relative.as_posix())] = path
        self._paths = dict(sorted(found.items()))

    def matching(self, *patterns: str) -> list[tuple[str, Path]]:
        """Return (relative path, path) of the files that match one of the patterns; `*` does not cross folders."""
        return [
            (name, path)
            for name, path in self._paths.items()
            if any(name.count("/") == pattern.count("/") and fnmatchcase(name, pattern) for pattern in patterns)
        ]

    def names(self) -> list[str]:
        """Return the relative paths."""
        return list(self._paths)

    def sha256(self) -> str:
        """Return the hash of all relative paths and bytes; it changes when any file that counts changes."""
        digest = hashlib.sha256()
        for name, path in self._paths.items():
            content = path.read_bytes()
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()


def _passed_over(part: str) -> bool:
    return part.startswith((".", "~$", "__pycache__")) or part.endswith("~")
