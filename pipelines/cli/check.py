"""`cchc check`: the same rules before sending, and the workbook back with its wrong cells marked.

Belongs here: what is printed, exit codes, watching the folder. Does not: the check (assets/answers).
"""

from __future__ import annotations

import time
from pathlib import Path

from assets.answers.answer_file import answer_folder, waiting_to_be_checked, write_answer
from assets.answers.answer_words import head_of_check
from assets.answers.check_before_sending import BeforeSending, Checked
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console, print_json, table
from warehouse.home import Home

MOST_SHOWN = 40
SECONDS_BETWEEN_LOOKS = 3.0


def check(files: list[Path], form: str | None, unit: str | None, year: int | None, to: Path | None, as_json: bool) -> None:
    """Check each file and write its answer; raises CommandFailed (exit code of bad input) when one must be mended first."""
    out, bad, told = console(), 0, []
    with BeforeSending(Home.from_env()) as before:
        for path in files:
            try:
                checked = before.check(path, form, unit, year)
            except OSError as error:
                bad += 1
                print_or_keep = f"{path}: không mở được tệp ({error.strerror}); hãy kiểm tra đường dẫn và quyền đọc."
                told.append({"file": str(path), "may_be_sent": False, "error": print_or_keep})
                if not as_json:
                    out.print(f"✗ {print_or_keep}")
                continue
            answer = write_answer(path, checked, to or path.parent, before.forms) if checked.findings else None
            good = head_of_check(checked, before.forms).good
            bad += not good
            told.append(_as_record(path, checked, good, answer))
            if not as_json:
                _print(checked, before, answer)
    if as_json:
        print_json(told)
    if bad:
        raise CommandFailed(f"{bad}/{len(files)} tệp cần sửa trước khi gửi.", BAD_INPUT)


def watch() -> None:
    """Answer what is laid into landing/check/ until stopped: a file counts when it stood still between two looks."""
    home, out = Home.from_env().create(), console()
    out.print(f"Đang theo dõi {home.landing_check}; chép tệp vào đó, câu trả lời nằm trong thư mục con tra-loi/. Dừng: Ctrl+C.")
    seen: dict[Path, tuple[int, int]] = {}
    while True:
        now = waiting_to_be_checked(home)
        for answered in answer_folder(home, [path for path, facts in now.items() if seen.get(path) == facts]):
            good = answered.checked.may_be_sent and any(each.accepted for each in answered.checked.recognised)
            out.print(
                f"{'✓' if good else '✗'} {answered.checked.file_name}: {len(answered.checked.findings)} phát hiện → {answered.answer.name}"
            )
        seen = now
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _as_record(path: Path, checked: Checked, good: bool, answer: Path | None) -> dict[str, object]:
    return {
        "file": str(path),
        "may_be_sent": good,
        "recognised": [each.__dict__ for each in checked.recognised],
        "findings": [finding._asdict() for finding in checked.findings],
        "unknown_rules": [unknown._asdict() for unknown in checked.unknown_rules],
        "answer": None if answer is None else str(answer),
    }


def _print(checked: Checked, before: BeforeSending, answer: Path | None) -> None:
    out, head = console(), head_of_check(checked, before.forms)
    out.print(f"\n{'✓' if head.good else '✗'} {checked.file_name}: {head.verdict}")
    out.print(f"  {head.lines[1]}")
    for unknown in checked.unknown_rules:
        out.print(f"  ✗ {unknown.sentence_vi}")
    rows = [(f.severity_vi, f.place, f.message_vi, f.mend_vi) for f in checked.findings[:MOST_SHOWN]]
    if rows:
        out.print(table(["Mức", "Ô", "Nội dung", "Cách sửa"], rows))
    if len(checked.findings) > MOST_SHOWN:
        out.print(f"  … và {len(checked.findings) - MOST_SHOWN} phát hiện nữa, xem tệp trả lời.")
    if answer is not None:
        out.print(f"  Tệp trả lời, các ô sai được đánh dấu: {answer}")
