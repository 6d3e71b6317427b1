"""What all tests share: the demo's workbooks, built once for all workers."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

from assets.demo.build import DemoSummary, build_demo
from tests.browser import browser, browser_page  # noqa: F401  (fixtures)
from tests.made_once import made_once
from warehouse.reference_data import SHIPPED, load_reference

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("no_deadline", deadline=None)
hypothesis.settings.load_profile("no_deadline")

LONG_FIRST = ("scenarios", "graph", "great_expectations", "bad_input", "demo")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long groups first, so that no worker is left with one of them when the others have nothing more to do."""

    def place(item: pytest.Item) -> int:
        groups = [mark.args[0] for mark in item.iter_markers("xdist_group")]
        return min((LONG_FIRST.index(group) for group in groups if group in LONG_FIRST), default=len(LONG_FIRST))

    items.sort(key=place)


class Demo:
    """The demo's workbooks in a folder that nobody writes to, what was planned, and what the builder said."""

    def __init__(self, summary: DemoSummary, said: list[str]) -> None:
        self.summary, self.said = summary, said

    @property
    def workbooks(self) -> Path:
        return self.summary.folder


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """The first worker that asks builds it; the others wait for it and read it."""

    def build(folder: Path) -> Demo:
        said: list[str] = []
        return Demo(build_demo(folder / "landing", load_reference([SHIPPED]), say=said.append), said)

    return made_once(tmp_path_factory, worker_id, "built_demo", build)
