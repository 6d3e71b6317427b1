"""One Great Expectations run over one table of a live DuckDB connection.

Belongs here: turning plain requests into expectations, and GX's answers into plain outcomes. Does not belong here:
which rule asks what (checks/rules), the failing rows (they come from each rule's own SQL, because GX cuts its lists)
and reports. GX is imported inside the function: it costs 2–4 s, which only a run with rows should pay.
"""

from __future__ import annotations

import functools
import gc
import os
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb


@dataclass(frozen=True)
class GxRequest:
    """One expectation: GX's snake-case type, its arguments, and the rows it looks at.

    `when` lists alternatives of `column: value or list`; the years bound the column index_year, both included.
    """

    type: str
    kwargs: Mapping[str, Any]
    when: tuple[Mapping[str, Any], ...] = ()
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True)
class GxOutcome:
    """What GX said. With `exception` set the expectation never ran to its end: success is False and counts are None."""

    success: bool
    unexpected_count: int | None
    evaluated_count: int | None
    exception: str | None

    @property
    def status(self) -> str:
        """'passed', 'failed', or 'unknown' where GX raised: an expectation that did not run is never a pass."""
        return "unknown" if self.exception is not None else ("passed" if self.success else "failed")


def validate(con: duckdb.DuckDBPyConnection, table_or_view: str, expectations: Sequence[GxRequest]) -> list[GxOutcome]:
    """Run all expectations over a table, view or temporary table in one validation; outcomes in the order asked.

    `con` must not be inside a transaction: a failing expectation would abort it. Nothing is written and no network is
    used. Threads wait for one another here: the library is not made for several at a time. Errors of single expectations
    come back as outcomes with `exception`; wrong arguments raise at once.
    """
    with _ONE_AT_A_TIME:
        return _validate(con, table_or_view, expectations)


_ONE_AT_A_TIME = threading.Lock()


def _validate(con: duckdb.DuckDBPyConnection, table_or_view: str, expectations: Sequence[GxRequest]) -> list[GxOutcome]:
    gx = great_expectations()
    from great_expectations.expectations.registry import get_expectation_impl

    from checks.gx import duckdb_dialect

    suite = gx.ExpectationSuite(name="rules")
    for position, request in enumerate(expectations):
        arguments = dict(request.kwargs)
        if (condition := _row_condition(request)) is not None:
            arguments["row_condition"] = condition
        suite.expectations.append(get_expectation_impl(request.type)(**arguments, meta={"position": position}))

    handle = uuid.uuid4().hex  # a name for one call, never stored
    duckdb_dialect.HANDLES[handle] = con
    try:
        source = _context().data_sources.add_sql(handle, connection_string=f"duckdb+gx:///{handle}")
        *schema, name = table_or_view.split(".")
        asset = source.add_table_asset("rows", table_name=name, schema_name=schema[0] if schema else None)
        batch = asset.add_batch_definition_whole_table("all").get_batch()
        with _configured_once():
            answer = batch.validate(suite, result_format={"result_format": "BASIC", "partial_unexpected_count": 0})
    finally:
        del duckdb_dialect.HANDLES[handle]
        _context().data_sources.delete(handle)

    # GX regroups results by column, so each is put back by the position it carries.
    outcomes = {result.expectation_config.meta["position"]: _outcome(result) for result in answer.results}
    missing = GxOutcome(False, None, None, "Great Expectations returned no result")
    return [outcomes.get(position, missing) for position in range(len(expectations))]


@contextmanager
def _configured_once() -> Iterator[None]:
    """GX asks each expectation for its configuration some fifty times in one validation, and makes it anew each time, though nothing
    changes it: a quarter of a validation over few rows. Here it is made once.
    """
    from great_expectations.expectations.expectation import Expectation

    usual = Expectation.configuration
    made: dict[int, tuple[Any, Any]] = {}  # with the expectation itself, so that nothing else gets its id

    def configuration(self: Any) -> Any:
        if id(self) not in made:
            made[id(self)] = (self, usual.fget(self))
        return made[id(self)][1]

    Expectation.configuration = property(configuration)
    try:
        yield
    finally:
        Expectation.configuration = usual


@functools.cache
def great_expectations() -> Any:
    """The library, imported when it is first needed. What it brings stays for as long as the process: a quarter of a million objects, and
    each full collection of garbage would look at them again for a tenth of a second."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    collecting = gc.isenabled()
    gc.disable()  # there is no garbage yet, and looking for it takes a tenth of the import
    try:
        import great_expectations as gx
    finally:
        if collecting:
            gc.enable()
    gc.collect()
    gc.freeze()
    return gx


@functools.cache
def _context() -> Any:
    """One context for all calls; it lives in memory and knows nothing between them."""
    context = great_expectations().get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    # It writes its settings as YAML into its own memory at each step of a call, for nobody: 10 ms each time.
    context._save_project_config = lambda: None
    return context


def _outcome(result: Any) -> GxOutcome:
    messages = list(_exceptions(result.exception_info or {}))
    if messages:
        return GxOutcome(False, None, None, "; ".join(dict.fromkeys(messages)))
    found = result.result
    unexpected = found.get("unexpected_count", found.get("observed_value"))
    elements = found.get("element_count")
    if elements == 0:
        unexpected = 0  # GX sums over no rows and gets NULL
    if not isinstance(unexpected, int):
        return GxOutcome(False, None, None, f"no count of unexpected rows in {dict(found)!r}")
    evaluated = None if elements is None else elements - (found.get("missing_count") or 0)
    return GxOutcome(bool(result.success), unexpected, evaluated, None)


def _exceptions(info: Mapping[str, Any]) -> Iterator[str]:
    """Messages in GX's exception_info, which is either one record or one record per metric."""
    records = [info] if "raised_exception" in info else [r for r in info.values() if isinstance(r, Mapping)]
    for record in records:
        if record.get("raised_exception"):
            yield str(record.get("exception_message") or "exception without a message")


def _row_condition(request: GxRequest) -> Any:
    """GX's form of `when`: one AND group per alternative; GX refuses an OR inside an AND, never the other way round."""
    from great_expectations.expectations.row_conditions import AndCondition, Column, OrCondition

    years = [Column("index_year") >= request.from_year] if request.from_year is not None else []
    years += [Column("index_year") <= request.to_year] if request.to_year is not None else []
    groups = []
    for alternative in request.when or ({},):
        tests = [
            Column(name).is_in(wanted) if isinstance(wanted, list) else Column(name) == wanted for name, wanted in alternative.items()
        ] + years
        if tests:
            groups.append(tests[0] if len(tests) == 1 else AndCondition(conditions=tests))
    if not groups:
        return None
    return groups[0] if len(groups) == 1 else OrCondition(conditions=groups)
