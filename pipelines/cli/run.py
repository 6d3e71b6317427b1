"""`cchc run` and `cchc rebuild`: the whole way, and what came of it in plain words.

Belongs here: starting the job, showing progress, ending with the summary. Does not: the job (pipelines/jobs), the facts (summary).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines.cli.failure import BAD_INPUT, RUN_FAILED, CommandFailed
from pipelines.cli.printing import console
from warehouse.archive import now_text
from warehouse.home import Home
from warehouse.printable import printable


def run(year: int | None) -> None:
    """Run `yearly_index` for all open years or one, then say what came in, what was refused, and the top of each ranking."""
    from pipelines.years import open_years

    home = Home.from_env().create()
    years = open_years()
    if year is not None and year not in years:
        raise CommandFailed(f"Năm {year} chưa mở; các năm đang mở: {years[0]}–{years[-1]} (warehouse/reference/periods.yml).", BAD_INPUT)
    started = now_text()
    with _progress_shown():
        _run_whole(home, years, year)
    from pipelines.cli.due_publications import lift_due_publications
    from pipelines.cli.summary import print_summary

    lift_due_publications()
    print_summary(home, since=started)


def _run_whole(home: Home, years: list[int], year: int | None) -> None:
    """Receive, then check, build and release the years that changed (or the one asked for)."""
    _run_to_end(home, "receive_submissions", [])
    chosen = _years_to_work_on(home, years) if year is None else [year]
    if chosen is None:
        console().print("Không có gì mới: mọi bảng và bản phát hành đã đúng với các tệp đã nhận.")
    elif chosen:
        _run_to_end(home, "index_from_lines", chosen)
    else:
        _run_to_end(home, "publish_release", [])


def _years_to_work_on(home: Home, years: list[int]) -> list[int] | None:
    """Years whose submissions or rules changed; none but a release to make: []; nothing at all: None."""
    from assets.pending import pending_years, release_is_behind
    from warehouse.connection import open_work
    from warehouse.run_lock import run_lock

    with run_lock(home, console().print):
        con = open_work(home)
        try:
            pending = pending_years(con, home, years)
            return pending if pending or release_is_behind(con, home) else None
        finally:
            con.close()


def rebuild() -> None:
    """Make the work file anew from archive and reference data, compare every table with the one before, and release."""
    from assets.pending import is_settled
    from assets.release import content_digest
    from pipelines.years import open_years
    from warehouse.connection import WorkFileBroken, WorkFileBusy, open_work
    from warehouse.run_lock import run_lock

    home = Home.from_env().create()
    out = console()
    before: dict[str, str] = {}
    with run_lock(home, out.print):
        if home.work_file.exists():
            try:
                with open_work(home) as con:
                    if is_settled(con, home, open_years()):
                        before = content_digest(con)
                    else:
                        out.print("Có bài nộp, dữ liệu tham chiếu hoặc quy tắc mới: dựng lại nhưng không đối chiếu với kho cũ.")
            except WorkFileBusy as busy:
                raise CommandFailed(str(busy), RUN_FAILED) from busy
            except (WorkFileBroken, duckdb.Error) as error:  # a damaged work file is one of the reasons to rebuild
                out.print(f"Kho cũ không đọc được, dựng lại từ đầu. ({str(error).splitlines()[0]})")
        _set_aside(home.work_file)
    with _progress_shown():
        _run_whole(home, open_years(), None)
    with run_lock(home, out.print), open_work(home) as con:
        after = content_digest(con)
    differing = [table for table in after if before and before.get(table) != after[table]]
    if differing:
        raise CommandFailed(f"Dựng lại xong nhưng {len(differing)} bảng khác trước: {', '.join(differing)}.", RUN_FAILED)
    out.print(f"Đã dựng lại {len(after)} bảng từ kho lưu" + ("; mọi bảng giống hệt trước." if before else "."))


def _set_aside(work_file: Path) -> None:
    """Put the old work file and its log aside, one generation of them, so that nothing old meets the new file."""
    for suffix in ("", ".wal"):
        old = work_file.with_name(work_file.name + suffix)
        if old.exists():
            old.replace(work_file.with_name(f"before-rebuild.duckdb{suffix}"))


def _run_to_end(home: Home, job_name: str, years: list[int]) -> None:
    from pipelines.runs import run_job

    result = run_job(home, job_name, years)
    if not result.success:
        raise CommandFailed(_why_failed(result), RUN_FAILED)


def _why_failed(result: object) -> str:
    """The first failure of a run, with what to do."""
    for event in result.all_events:  # type: ignore[attr-defined]
        if event.is_step_failure:
            data = event.step_failure_data
            if data.user_failure_data is not None and data.user_failure_data.description:  # told in words: assets/told_failure.py
                return f"{data.user_failure_data.description}\nTrang của lượt này: make ui, lượt {result.run_id[:8]}."  # type: ignore[attr-defined]
            error = data.error.cause or data.error if data.error else None
            text = str(error.message if error else "")
            first = text.strip().splitlines()[0] if text.strip() else "không rõ nguyên nhân"
            return (
                f"Lượt chạy dừng ở bước {event.step_key}: {first} — bản phát hành cũ giữ nguyên. "
                f"Xem chi tiết: cchc status, hoặc make ui, lượt {result.run_id[:8]}."  # type: ignore[attr-defined]
            )
    for event in result.all_events:  # type: ignore[attr-defined]
        if event.is_failure and event.job_failure_data.error:
            cause = event.job_failure_data.error.cause or event.job_failure_data.error
            text = cause.message.strip().splitlines()[0].partition(": ")[2] or cause.message.strip()
            return f"Lượt chạy không bắt đầu được: {text} Bản phát hành cũ giữ nguyên."
    return "Lượt chạy không thành công; bản phát hành cũ giữ nguyên. Xem chi tiết bằng make ui."


class _Printable(logging.Formatter):
    """File names and messages that stand in what a step says command no terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


@contextmanager
def _progress_shown() -> Iterator[None]:
    """Show the progress that assets speak of, on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Printable("  %(message)s"))
    logger = logging.getLogger("cchc.progress")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
