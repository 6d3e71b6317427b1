"""Which version counts, and the balance of what came in, over random sequences: the view beside a plain model in Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ready_warehouse import scratch_with_tables
from warehouse.contract import load_contracts
from warehouse.model import load_models

VIETNAM = dt.timezone(dt.timedelta(hours=7))
OPENS, DUE, LOCKS = dt.date(2025, 1, 1), dt.date(2025, 1, 31), dt.date(2025, 2, 10)
START = dt.datetime(2024, 12, 25, tzinfo=VIETNAM)


@dataclass(frozen=True)
class Arrival:
    """One receipt with one submission; times in hours after START, so that clocks tie often."""

    unit: str
    recorded: int
    received: int
    accepted: bool
    withdrawn: bool
    good: int
    bad: int
    again: bool = False
    """The very bytes of the unit's arrival before in the list, if there is one."""


arrivals = st.builds(
    Arrival,
    unit=st.sampled_from(["u1", "u2"]),
    recorded=st.integers(0, 40).map(lambda n: n * 40),
    received=st.integers(0, 60).map(lambda n: n * 24),
    accepted=st.booleans(),
    withdrawn=st.booleans(),
    good=st.integers(0, 3),
    bad=st.integers(0, 2),
    again=st.booleans(),
)


def contents(found: Sequence[Arrival]) -> list[tuple[str, int, int]]:
    """Per arrival: what its bytes are called, and their good and bad lines."""
    last: dict[tuple[str, bool], tuple[str, int, int]] = {}
    told = []
    for number, each in enumerate(found):
        key = (each.unit, each.accepted)
        told.append(last[key] if each.again and key in last else (f"s{number:02}", each.good, each.bad))
        last[key] = told[-1]
    return told


exceptions = st.lists(st.tuples(st.sampled_from(["u1", "u2", None]), st.integers(35, 60)), max_size=2)


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = scratch_with_tables()
    con.execute(
        "INSERT INTO reference.deadline (index_year, level, form, opens_on, due_on, locks_on, provenance) "
        "VALUES (2024, 'province', 'self_assessment', ?, ?, ?, 'made_up')",
        [OPENS, DUE, LOCKS],
    )
    return con


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: object) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def lay_out(con: duckdb.DuckDBPyConnection, found: Sequence[Arrival], allowed: Sequence[tuple[str | None, int]]) -> None:
    for table in (
        "intake.submissions",
        "intake.withdrawals",
        "intake.lock_exceptions",
        "intake.line_sources",
        "intake.line_values",
        "quality.line_findings",
    ):
        con.execute(f"DELETE FROM {table}")
    seen: set[str] = set()
    for number, (each, (sub, good, bad)) in enumerate(zip(found, contents(found), strict=True)):
        receipt = f"r{number:02}"
        lines = good + bad if each.accepted else 0
        insert(
            con, "intake.submissions", submission_id=sub, receipt_id=receipt, file_sha256=sub, file_name=sub, form="self_assessment",
            recorded_at=START + dt.timedelta(hours=each.recorded), received_at=START + dt.timedelta(hours=each.received), index_year=2024,
            level="province", subject_id=each.unit, unit_id=each.unit, made_up=True, status="accepted" if each.accepted else "refused",
            lines_in=lines,
        )  # fmt: skip
        if each.withdrawn:
            insert(
                con, "intake.withdrawals", receipt_id=receipt, author="a", reason="b", document="c", recorded_at=START,
                submission_id=sub, index_year=2024,
            )  # fmt: skip
        if sub in seen:
            continue  # the same bytes are understood once
        seen.add(sub)
        insert(
            con, "intake.line_sources", submission_id=sub, file_sha256=sub, file_name=sub, form="self_assessment", index_year=2024,
            sheet="a", code_column="A",
        )  # fmt: skip
        for line in range(lines):
            insert(
                con, "intake.line_values", submission_id=sub, index_year=2024, row_no=line, measure="self_points", cell=f"D{line}",
                state="value",
            )  # fmt: skip
            if line >= good:
                insert(
                    con, "quality.line_findings", finding_id=f"f{sub}-{line}", rule="R-1", severity="error", line_id=f"{sub}-D{line}",
                    table_name="quality.checked_lines", message_vi="a", message_en="a", mend_vi="a", superseded=False,
                )  # fmt: skip
    for unit, day in allowed:
        insert(
            con, "intake.lock_exceptions", index_year=2024, form="self_assessment", unit_id=unit, author="a", reason="b", document="c",
            valid_until=START.date() + dt.timedelta(days=day), recorded_at=START,
        )  # fmt: skip


def expected_states(found: Sequence[Arrival], allowed: Sequence[tuple[str | None, int]]) -> dict[str, str]:
    """The same in plain Python: newest recorded of what stands counts, by its first arrival; equal clocks go by receipt."""
    states, standing = {}, {}
    for number, each in enumerate(found):
        day = (START + dt.timedelta(hours=each.received)).date()
        leave = any(unit in (None, each.unit) and day <= START.date() + dt.timedelta(days=until) for unit, until in allowed)
        if not each.accepted:
            states[f"r{number:02}"] = "refused"
        elif each.withdrawn:
            states[f"r{number:02}"] = "withdrawn"
        elif day > LOCKS and not leave:
            states[f"r{number:02}"] = "locked_out"
        else:
            states[f"r{number:02}"] = "superseded"
            standing.setdefault(each.unit, []).append((each.recorded, f"r{number:02}", contents(found)[number][0]))
    for candidates in standing.values():
        candidates.sort()
        newest = candidates[-1][2]
        first = len(candidates) - 1
        while first > 0 and candidates[first - 1][2] == newest:  # the very bytes sent once more change nothing
            first -= 1
        states[candidates[first][1]] = "counts"
    return states


@settings(max_examples=60, deadline=None)
@given(st.lists(arrivals, max_size=9), exceptions)
def test_the_version_that_counts_and_the_balance(con, found, allowed) -> None:
    lay_out(con, found, allowed)
    rows = con.execute("SELECT receipt_id, state, counts, version_no FROM intake.versions").fetchall()
    states = {receipt: state for receipt, state, _, _ in rows}
    assert states == expected_states(found, allowed)
    assert all(counts == (state == "counts") and (number is None) == (state == "refused") for _, state, counts, number in rows)

    sums = dict.fromkeys(("counts", "superseded", "withdrawn", "locked_out", "refused"), 0)
    for number, each in enumerate(found):
        sums[states[f"r{number:02}"]] += sum(contents(found)[number][1:]) if each.accepted else 0
    balance = con.execute(
        f"SELECT received, accepted, quarantined, superseded, withdrawn, refused FROM ({load_models()['core.balance'].sql})"
    ).fetchall()
    if found:
        ((received, accepted, quarantined, superseded, withdrawn, refused),) = balance
        assert received == accepted + quarantined + superseded + withdrawn
        assert accepted + quarantined == sums["counts"]
        assert (superseded, withdrawn, refused) == (sums["superseded"], sums["withdrawn"], sums["locked_out"] + sums["refused"])
        assert accepted == sum(contents(found)[n][1] for n in range(len(found)) if states[f"r{n:02}"] == "counts")


@pytest.mark.parametrize(
    ("received", "timeliness"),
    [
        ("2024-12-31 23:59:59.999999+07:00", "early"),
        ("2025-01-01 00:00:00+07:00", "on_time"),
        ("2024-12-31 17:00:00+00:00", "on_time"),
        ("2025-01-31 23:59:59.999999+07:00", "on_time"),
        ("2025-01-31 16:59:59.999999+00:00", "on_time"),
        ("2025-02-01 00:00:00+07:00", "late"),
        ("2025-01-31 17:00:00+00:00", "late"),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "UTC", "America/New_York"])
def test_deadlines_are_vietnamese_days_to_the_last_microsecond(con, received, timeliness, zone) -> None:
    lay_out(con, [Arrival("u1", 0, 0, True, False, 1, 0)], [])
    con.execute("UPDATE intake.submissions SET received_at = ?::TIMESTAMPTZ", [received])
    con.execute(f"SET TimeZone = '{zone}'")
    try:
        assert con.execute("SELECT timeliness FROM intake.versions").fetchall() == [(timeliness,)]
    finally:
        con.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")


def test_the_view_is_the_contract(con) -> None:
    columns = [row[0] for row in con.execute("DESCRIBE intake.versions").fetchall()]
    assert columns == [column.name for column in load_contracts()["intake.versions"].columns]
