"""What all tests share: the demo's workbooks, built once for all workers; which tests one worker takes together, and in which order."""

from __future__ import annotations

from collections.abc import Iterator
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

LONG_FIRST = ("graph", "great_expectations", "bad_input", "scenarios", "publication", "demo")
"""Two go to each worker at the start, in turn; the first waits for the demo, which the second does not need at once."""
CHECKS = Path(__file__).parent / "checks"


def group_of(item: pytest.Item) -> str:
    """The tests that one worker takes together: those marked so, those that import Great Expectations, else those of a file, as what a
    file makes for all its tests is made in each worker that has one of them."""
    for mark in item.iter_markers("xdist_group"):
        return str(mark.args[0])
    return "great_expectations" if CHECKS in item.path.parents else item.nodeid.partition("::")[0]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Every test in one group; the long groups first, so that no worker is left with one of them when the others have nothing to do."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(group_of(item)))
    yield
    place = {group: number for number, group in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: place.get(group_of(item), len(place)))


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
