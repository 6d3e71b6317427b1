"""`cchc status --missing`: who has not submitted today, with reminders ready to send.

Belongs here: the list and the letters. Does not: what is expected (quality.coverage).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from assets.intake.layout_files import load_layouts
from assets.letter_register import VIETNAM
from assets.plain_file_name import plain_file_name
from pipelines.cli.printing import console, table
from pipelines.cli.sql import released
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.spreadsheet_text import text_in_spreadsheet
from warehouse.wording import Wording

_VI = Wording("vi")


class Owed(NamedTuple):
    """One submission that is not there: nothing came, or what came was refused (then why)."""

    unit_code: str
    unit_name: str
    index_year: int
    panel: str
    form: str
    state: str
    due_on: date
    why: str | None


def missing(year: int | None, form: str | None, panel: str | None, to: Path | None, today: date | None = None) -> None:
    """Print who owes what and a reminder for each, or write the reminders and a list into a folder."""
    home, out = Home.from_env(), console()
    now = today or datetime.now(VIETNAM).date()
    layouts = load_layouts(home.reference_folders).newest()
    names = {layout.form: layout.description_vi for layout in layouts}
    senders = {layout.form: layout.sender_vi for layout in layouts}
    owed = owed_submissions(home, year, form, panel)
    if not owed:
        out.print("Không còn bài nộp nào thiếu.")
        return
    shown = [
        (o.unit_name, o.index_year, names.get(o.form, o.form), _VI.code("coverage", o.state), f"{o.due_on:%d/%m/%Y}", _days(o.due_on, now))
        for o in owed
    ]
    out.print(
        table(["Đơn vị", "Năm", "Biểu mẫu", "Tình trạng", "Hạn nộp", "So với hạn"], shown, title=f"Còn thiếu tính đến {now:%d/%m/%Y}")
    )
    by_addressee: dict[tuple[str, str, int], list[Owed]] = {}
    for each in owed:
        sender = senders.get(each.form)
        key = (each.unit_name, each.unit_code, each.index_year) if sender is None else (sender, "", each.index_year)
        by_addressee.setdefault(key, []).append(each)
    letters = {key: reminder(key[0], members, names, now) for key, members in by_addressee.items()}
    if to is None:
        for text in letters.values():
            out.print("\n" + "─" * 60 + "\n" + text)
        return
    to.mkdir(parents=True, exist_ok=True)
    for (name, code, each_year), text in letters.items():
        write_whole(to / f"{each_year}_{plain_file_name(f'{code} {name}')}_nhac-nop.txt", text.encode("utf-8"))
    write_whole(to / "con-thieu.csv", _list(shown))
    out.print(f"\nĐã ghi {len(letters)} văn bản nhắc và danh sách con-thieu.csv vào {to}")


def owed_submissions(home: Home, year: int | None, form: str | None, panel: str | None) -> list[Owed]:
    """What is missing or refused, by unit and year, from the release."""
    with released(home) as con:
        rows = con.execute(
            """
            SELECT c.unit_code, c.unit_name, c.index_year, c.panel, c.form, c.state, c.due_on, (
                SELECT arg_max(f.message_vi, v.recorded_at)
                FROM intake.versions AS v JOIN quality.line_findings AS f ON f.file_sha256 = v.file_sha256 AND f.severity = 'error'
                WHERE v.unit_id = c.unit_id AND v.index_year = c.index_year AND v.form = c.form AND v.state IN ('refused', 'locked_out')
            )
            FROM quality.coverage AS c
            WHERE c.state IN ('missing', 'refused') AND ($year IS NULL OR c.index_year = $year)
              AND ($form IS NULL OR c.form = $form) AND ($panel IS NULL OR c.panel = $panel)
            ORDER BY c.index_year, c.panel, c.unit_name, c.unit_code, c.due_on, c.form
            """,
            {"year": year, "form": form, "panel": panel},
        ).fetchall()
    return [Owed(*row) for row in rows]


def reminder(addressee: str, owed: Sequence[Owed], names: dict[str, str], today: date) -> str:
    """The text of a reminder to one addressee (a unit, the appraisal council, the survey team) for one year."""
    year = owed[0].index_year
    lines = [
        f"Kính gửi: {addressee}",
        "",
        f"Theo quy định về xác định chỉ số và báo cáo cải cách hành chính năm {year}, tính đến ngày {today:%d/%m/%Y}, còn các biểu sau:",
    ]
    for number, each in enumerate(owed, start=1):
        state = "đã gửi nhưng chưa được chấp nhận" if each.state == "refused" else "chưa nhận được"
        whose = "" if each.unit_name == addressee else f" của {each.unit_name}"
        lines.append(
            f"{number}. {names.get(each.form, each.form)}{whose}: {state}; hạn nộp {each.due_on:%d/%m/%Y} ({_days(each.due_on, today)})."
        )
        if each.why:
            lines.append(f"   Lý do: {each.why}")
    overdue = any(each.due_on < today for each in owed)
    ask = "khẩn trương hoàn thành và gửi ngay" if overdue else "hoàn thành và gửi đúng hạn"
    lines += [
        "",
        f"Đề nghị Quý cơ quan {ask} bằng tệp Excel theo đúng biểu mẫu. Trước khi gửi có thể tự kiểm tra: chép tệp vào "
        "thư mục kiểm tra (landing/check) để nhận lại tệp có đánh dấu các ô cần sửa.",
        "Nếu đã gửi, xin cho biết số, ngày công văn để đối chiếu. Trân trọng cảm ơn.",
    ]
    return "\n".join(lines) + "\n"


def _days(due: date, today: date) -> str:
    days = (due - today).days
    return f"còn {days} ngày" if days > 0 else "hôm nay là hạn cuối" if days == 0 else f"quá hạn {-days} ngày"


def _list(rows: Sequence[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["Đơn vị", "Năm", "Biểu mẫu", "Tình trạng", "Hạn nộp", "So với hạn"])
    for row in rows:
        # A spreadsheet would run such text as a formula; a leading apostrophe keeps it text.
        writer.writerow([text_in_spreadsheet(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")
