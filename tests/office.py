"""A real office program for tests of workbooks: LibreOffice opens files and saves them in another format.

Belongs here: calling it. Does not: what must be true of the files.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.needed_program import needed

_SECONDS = 240


def saved_by_office(files: Iterable[Path], ending: str, folder: Path) -> Path:
    """The folder with each file opened and saved as `ending`; `folder` is this call's own."""
    folder.mkdir(exist_ok=True)
    saved = folder / "saved"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [needed("soffice", "libreoffice-calc"), profile, "--headless", "--convert-to", ending, "--outdir", str(saved)]
    subprocess.run([*command, *map(str, sorted(files))], check=True, capture_output=True, timeout=_SECONDS)
    return saved
