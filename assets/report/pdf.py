"""A page as PDF on A4, printed by Chromium where there is one.

Belongs here: finding and calling the browser. Does not: lay-out (the page's own print rules).
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--no-pdf-header-footer",
)  # fmt: skip
_SECONDS = 180


class NoBrowser(Exception):
    """No Chromium on this machine, or it could not print; the message says what to do."""


def print_pdf(page: Path) -> bytes:
    """The page as PDF. Nothing of it reaches the network: it loads nothing. Raises NoBrowser."""
    browser = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if browser is None:
        raise NoBrowser(f"Máy này chưa có Chromium để in PDF; cài bằng: apt-get install chromium. Trang HTML đã có tại {page}.")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "page.pdf"
        command = [browser, *_QUIET, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", page.resolve().as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired as late:
            raise NoBrowser(f"Chromium không in xong trong {_SECONDS} giây; trang HTML đã có tại {page}.") from late
        if not target.exists():
            why = (done.stderr.decode(errors="replace").strip().splitlines() or ["không rõ lý do"])[-1]
            raise NoBrowser(f"Chromium không in được PDF ({why}); trang HTML đã có tại {page}.")
        return target.read_bytes()
