"""`cchc submit`: take files in at once and say what they are.

Belongs here: receiving by command and the immediate answer. Does not: checking lines (that is what a run does).
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from assets.folder_files import FolderFiles, files_below
from assets.intake_preview import Previews
from assets.letter_register import stated_arrival
from assets.passed_over import passed_over_vi
from assets.receiving import receive_files
from assets.zip_members import passed_over_members
from pipelines.cli.failure import CommandFailed
from pipelines.cli.printing import console
from warehouse.archive import FileChanging
from warehouse.home import Home


def submit(
    files: list[Path],
    form: str | None,
    unit: str | None,
    year: int | None,
    received_at: str | None = None,
    letter_number: str | None = None,
    letter_date: str | None = None,
    importer: str | None = None,
) -> None:
    """Receive each file and print its receipt and what it was recognised as; raises CommandFailed at the end when one was refused."""
    home = Home.from_env().create()
    out = console()
    if received_at is not None and importer is None:
        raise CommandFailed("Khai --received-at thì phải có --importer: người chịu trách nhiệm về lúc nhận.")
    try:
        arrival = stated_arrival(received_at, letter_number, letter_date, importer)
    except ValueError as error:
        raise CommandFailed(f"{error}.") from error
    paths = []
    for path in files:
        below = files_below(path) if path.is_dir() else FolderFiles([path], [])
        paths += below.files
        if below.passed_over:
            out.print(passed_over_vi(f"{path}/", [each.name for each in below.passed_over]))
    refused, seen, not_received = [], 0, 0
    with ExitStack() as stack:
        previews: Previews | None = None
        for path in paths:
            try:
                received = receive_files(home, path, "submit", form=form, unit=unit, year=year, arrival=arrival)
            except (OSError, FileChanging) as error:
                refused.append(path.name)
                not_received += 1
                out.print(f"✗ {path.name}: {_why_not(path, error)}")
                continue
            if passed_over := passed_over_members(path):
                out.print(passed_over_vi(path.name, passed_over))
            if len(received) > 1:
                out.print(f"{path.name}: {len(received)} tệp trong tệp nén")
            # Made only now: the receipts are safe even where reference data cannot be loaded.
            previews = previews or stack.enter_context(Previews(home))
            for receipt, _ in received:
                seen += 1
                told = previews.of(receipt)
                mark = "✓" if told.accepted else "✗"
                out.print(
                    f"{mark} {receipt.file_name}: biên nhận {receipt.receipt_id}, sha256 {receipt.file_sha256[:12]}…; {told.sentence}"
                )
                if not told.accepted:
                    refused.append(receipt.file_name)
    if not paths:
        raise CommandFailed("Thư mục đã nêu không có tệp nào.")
    if refused:
        raise CommandFailed(
            f"{len(refused)}/{seen + not_received} tệp chưa dùng được (xem trên); bản gốc đã nhận vẫn được lưu. Sửa rồi nộp lại."
        )
    out.print("Tiếp theo: cchc run")


def _why_not(path: Path, error: OSError | FileChanging) -> str:
    if isinstance(error, FileChanging):
        return "tệp đang được ghi; hãy lưu và đóng tệp rồi nộp lại."
    if not path.is_file():
        return "không có tệp này; hãy kiểm tra đường dẫn."
    return f"không đọc được tệp ({error.strerror}); hãy kiểm tra quyền truy cập."
