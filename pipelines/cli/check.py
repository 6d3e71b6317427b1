"""`cchc check`: the same rules before sending, and the workbook back with its wrong cells marked.

Belongs here: what is printed, exit codes, watching the folder. Does not: the check (assets/answers).
"""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

from assets.answers.answer_file import answer_folder, waiting_to_be_checked, write_answer
from assets.answers.answer_words import head_of_check
from assets.answers.check_before_sending import BeforeSending, Checked
from assets.answers.files_to_check import FileToCheck, PassedOver, files_to_check
from assets.answers.marked_workbook import AnswerHead
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console, print_json, table
from warehouse.home import Home
from warehouse.wording import Wording

_VI = Wording("vi")
MOST_SHOWN = 40
SECONDS_BETWEEN_LOOKS = 3.0


def check(files: list[Path], form: str | None, unit: str | None, year: int | None, to: Path | None, as_json: bool) -> None:
    """Check each file, or those in a folder or a zip, and write its answer; raises CommandFailed (exit code of bad input) when one must be
    mended first."""
    several = len(files) > 1
    told: list[dict[str, Any]] = []
    with BeforeSending(Home.from_env()) as before:
        for path in files:
            number = len(told)
            for file in files_to_check(path, to):
                if isinstance(file, PassedOver):
                    _say(file.sentence_vi, as_json)
                    continue
                several = several or file.path != path
                where = path if file.path == path else path.parent / file.shown
                try:
                    checked = before.check(file.path, form, unit, year, name=file.name)
                    answer = write_answer(file, checked, before.forms) if checked.findings else None
                except OSError as error:
                    why = f"{where}: không mở được tệp ({error.strerror}); hãy kiểm tra đường dẫn và quyền đọc."
                    told.append(_not_checked(where, why, as_json))
                    continue
                head = head_of_check(checked, before.forms, file.zip_refused)
                told.append(_as_record(where, checked, head.good, answer))
                if not as_json:
                    _print(file, checked, head, answer)
            if len(told) == number:
                told.append(_not_checked(path, _VI.say("check.empty_folder", folder=path), as_json))
    good = sum(bool(each["may_be_sent"]) for each in told)
    if as_json:
        print_json(told)
    elif several:
        counts = Counter(finding["severity"] for each in told for finding in each.get("findings", ()))
        total = {"files": len(told), "good": good, "bad": len(told) - good, "errors": counts["error"], "warnings": counts["warning"]}
        console().print("\n" + _VI.say("check.total", **total))
    if good < len(told):
        raise CommandFailed(f"{len(told) - good}/{len(told)} tệp cần sửa trước khi gửi.", BAD_INPUT)


def watch() -> None:
    """Answer what is laid into landing/check/ until stopped: a file counts when it stood still between two looks."""
    home, out = Home.from_env().create(), console()
    out.print(f"Đang theo dõi {home.landing_check}; chép tệp vào đó, câu trả lời nằm trong thư mục con tra-loi/. Dừng: Ctrl+C.")
    seen: dict[Path, tuple[int, int]] = {}
    while True:
        now = waiting_to_be_checked(home)
        for answered in answer_folder(home, [path for path, facts in now.items() if seen.get(path) == facts]):
            if isinstance(answered, PassedOver):
                out.print(answered.sentence_vi)
                continue
            good = answered.checked.may_be_sent and any(each.accepted for each in answered.checked.recognised)
            out.print(f"{'✓' if good else '✗'} {answered.shown}: {len(answered.checked.findings)} phát hiện → {answered.answer.name}")
        seen = now
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _say(sentence: str, as_json: bool) -> None:
    """To people; JSON is for programs, which find all that was checked in it."""
    if not as_json:
        console().print(sentence)


def _not_checked(path: Path, why: str, as_json: bool) -> dict[str, Any]:
    _say(f"✗ {why}", as_json)
    return {"file": str(path), "may_be_sent": False, "error": why}


def _as_record(path: Path, checked: Checked, good: bool, answer: Path | None) -> dict[str, Any]:
    return {
        "file": str(path),
        "may_be_sent": good,
        "recognised": [each.__dict__ for each in checked.recognised],
        "findings": [finding._asdict() for finding in checked.findings],
        "unknown_rules": [unknown._asdict() for unknown in checked.unknown_rules],
        "answer": None if answer is None else str(answer),
    }


def _print(file: FileToCheck, checked: Checked, head: AnswerHead, answer: Path | None) -> None:
    out = console()
    out.print(f"\n{'✓' if head.good else '✗'} {file.shown}: {head.verdict}")
    out.print(f"  {head.lines[1]}")
    if file.zip_refused is not None:
        out.print(f"  {_VI.say('check.zip_refused', why=file.zip_refused)}")
    for unknown in checked.unknown_rules:
        out.print(f"  ✗ {unknown.sentence_vi}")
    rows = [(f.severity_vi, f.place, f.message_vi, f.mend_vi) for f in checked.findings[:MOST_SHOWN]]
    if rows:
        out.print(table(["Mức", "Ô", "Nội dung", "Cách sửa"], rows))
    if len(checked.findings) > MOST_SHOWN:
        out.print(f"  … và {len(checked.findings) - MOST_SHOWN} phát hiện nữa, xem tệp trả lời.")
    if answer is not None:
        out.print(f"  Tệp trả lời, các ô sai được đánh dấu: {answer}")
