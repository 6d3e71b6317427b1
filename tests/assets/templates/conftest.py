"""What the tests of blank forms share: one check before sending, in a home that does not exist, for one file after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assets.answers.check_before_sending import BeforeSending, Checked
from warehouse.home import Home

Findings = Callable[[Path], list[tuple[str, str]]]


@pytest.fixture(scope="session")
def before_sending(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BeforeSending]:
    """It forgets each file before the next, so one is enough for all."""
    with BeforeSending(Home(tmp_path_factory.getbasetemp() / "no home")) as before:
        yield before


@pytest.fixture
def checked(before_sending: BeforeSending) -> Callable[[Path], Checked]:
    """What the check says of a file."""
    return before_sending.check


@pytest.fixture
def findings(checked: Callable[[Path], Checked]) -> Findings:
    """Rule and place of each finding on a file that has to be recognised."""

    def found(path: Path) -> list[tuple[str, str]]:
        said = checked(path)
        assert [each.accepted for each in said.recognised] == [True], said
        return [(each.rule, each.place) for each in said.findings]

    return found
