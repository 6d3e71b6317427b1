"""A real browser for tests of pages: Debian's Chromium, watched while it shows a page.

Belongs here: starting it, what must never happen on any page (an error in the console, a request that leaves this machine), pictures.
Does not: any page, or the server behind it. The fixtures `browser` and `browser_page` are made known to all tests in conftest.py.
Pictures go to the folder named by SCREENSHOTS (none are taken without it): SCREENSHOTS=/tmp/pictures pytest tests/…/browser
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.needed_program import needed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync",
    "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip
HERE = {"127.0.0.1"}
WIDTH, HEIGHT = 1440, 900
PATIENCE_SECONDS = 60


class WatchedPage:
    """One page, and what it did that no page may do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        self.left_this_machine: list[str] = []
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))
        page.on("request", lambda request: self._asked_for(request.url))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked_for(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE:
            self.left_this_machine.append(url)

    def open(self, address: str | Path) -> Page:
        """Go to an address, or to a file."""
        self.page.goto(address.resolve().as_uri() if isinstance(address, Path) else address, wait_until="domcontentloaded")
        return self.page

    def see(self, *texts: str) -> None:
        """Wait until each text is visible somewhere on the page."""
        for text in texts:
            self.page.get_by_text(text).locator("visible=true").first.wait_for(state="visible")

    def picture(self, name: str, whole: bool = False) -> Path | None:
        """A picture of what is shown (`whole`: of the page to its end), where SCREENSHOTS names a folder."""
        folder = os.environ.get("SCREENSHOTS")
        if not folder:
            return None
        path = Path(folder, f"{name}.png")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=whole)
        return path

    def must_be_clean(self) -> None:
        """No error in the console, nothing asked of another machine."""
        assert self.errors == []
        assert self.left_this_machine == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the tests of a file: while it is open its event loop runs, and nothing else can start one in this process. A fixture
    that runs a job has to come before it (first among the arguments)."""
    path = needed("chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[WatchedPage]:
    """An empty page in a fresh profile, as wide as a laptop's screen; at the end it must have been clean."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")
    watched = WatchedPage(context.new_page())
    yield watched
    context.close()
    watched.must_be_clean()
