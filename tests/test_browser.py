"""The watched browser itself: it must see what no page may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import WatchedPage
from tests.needed_program import needed


@pytest.mark.slow
def test_a_clean_page_is_clean(browser_page: WatchedPage, tmp_path: Path) -> None:
    path = tmp_path / "trang.html"
    path.write_text("<meta charset=utf-8><h1>Chỉ số cải cách hành chính</h1>", encoding="utf-8")
    browser_page.open(path)
    browser_page.see("Chỉ số cải cách hành chính")
    browser_page.must_be_clean()


@pytest.mark.slow
def test_an_error_and_a_request_to_another_machine_are_seen(browser_page: WatchedPage, tmp_path: Path) -> None:
    path = tmp_path / "trang.html"
    path.write_text("<img src='https://example.com/a.png'><script>undefined_name()</script>", encoding="utf-8")
    browser_page.open(path)
    browser_page.page.wait_for_load_state("load")
    assert browser_page.left_this_machine == ["https://example.com/a.png"]
    assert any("undefined_name" in error for error in browser_page.errors)
    browser_page.errors.clear()
    browser_page.left_this_machine.clear()


def test_a_program_that_is_not_there_fails_in_ci_and_skips_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no-such-program"):
        needed("no-such-program")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="apt-get install its-package"):
        needed("no-such-program", "its-package")
