"""`cchc withdraw`, `cchc exception`, `cchc letter`: human events written down, to take effect with the next run.

Belongs here: finding what is meant, and appending the event. Does not: what follows (intake.versions).
"""

from __future__ import annotations

from datetime import date

from assets.intake.layout_files import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.letter_register import vietnamese_day
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console
from warehouse.archive import Receipt, read_receipts
from warehouse.home import Home
from warehouse.ledger import Letter, LockException, Withdrawal, append_event, read_events
from warehouse.reference_data import load_reference

_NEXT = "Có hiệu lực từ lượt chạy tới: cchc run"


def withdraw(which: str, author: str, reason: str, document: str) -> None:
    """Take back one receipt, named by its id (or the beginning of it) or by a file name that only one receipt has."""
    home = Home.from_env()
    receipt = find_receipt(home, which)
    if any(event.receipt_id == receipt.receipt_id for event in read_events(home, Withdrawal)):
        raise CommandFailed(f"Biên nhận {receipt.receipt_id} («{receipt.file_name}») đã được rút trước đây.", BAD_INPUT)
    append_event(home, Withdrawal(receipt.receipt_id, author, reason, document))
    console().print(f"✓ Đã ghi việc rút biên nhận {receipt.receipt_id} («{receipt.file_name}»); tệp gốc vẫn được lưu. {_NEXT}")


def letter(which: str, number: str, day: str, author: str) -> None:
    """State the letter of a receipt that came without one."""
    home = Home.from_env()
    receipt = find_receipt(home, which)
    append_event(home, Letter(receipt.receipt_id, number, _day(day).isoformat(), author))
    console().print(
        f"✓ Đã ghi công văn {number} ngày {_day(day):%d/%m/%Y} cho biên nhận {receipt.receipt_id} («{receipt.file_name}»). {_NEXT}"
    )


def exception(form: str, year: int, unit: str | None, author: str, reason: str, document: str, until: str) -> None:
    """Allow versions received after the lock to count, up to a day, for one unit or (no unit) for all."""
    home = Home.from_env()
    layouts = load_layouts(home.reference_folders)
    if form not in layouts.by_form:
        raise CommandFailed(f"Không có biểu mẫu «{form}»; các biểu: {', '.join(sorted(layouts.by_form))}.", BAD_INPUT)
    unit_id = None
    if unit is not None:
        reference = ReferenceLookup.from_tables(load_reference(home.reference_folders))
        found = reference.find_units(unit, reference.day_of(year))
        if len(found) != 1:
            raise CommandFailed(reference.not_one(unit, year, found), BAD_INPUT)
        unit_id = found[0].unit_id
    append_event(home, LockException(year, form, unit_id, author, reason, document, _day(until).isoformat()))
    whose = unit if unit is not None else "mọi đơn vị"
    console().print(
        f"✓ Đã ghi ngoại lệ: {layouts.by_form[form][-1].description_vi}, năm {year}, {whose}, đến hết {_day(until):%d/%m/%Y}. {_NEXT}"
    )


def find_receipt(home: Home, which: str) -> Receipt:
    """The one receipt that is meant. Raises CommandFailed, with the candidates, for none or several."""
    receipts = read_receipts(home)
    found = [receipt for receipt in receipts if len(which) >= 6 and receipt.receipt_id.startswith(which)]
    found = found or [receipt for receipt in receipts if receipt.file_name == which]
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandFailed(
            f'Không có biên nhận hay tệp nào là «{which}»; xem: cchc sql "SELECT receipt_id, file_name FROM intake.receipts"', BAD_INPUT
        )
    shown = ", ".join(f"{receipt.receipt_id} ({receipt.recorded_at[:16]})" for receipt in found[:5])
    raise CommandFailed(f"«{which}» có {len(found)} biên nhận: {shown}; hãy nêu mã biên nhận.", BAD_INPUT)


def _day(text: str) -> date:
    try:
        return vietnamese_day(text)
    except ValueError as error:
        raise CommandFailed(f"{error}.", BAD_INPUT) from error
