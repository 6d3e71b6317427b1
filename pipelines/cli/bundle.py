"""`cchc bundle` and `cchc verify`: a year of the release to take elsewhere, and its proof there.

Belongs here: which release, and telling the outcome. Does not: writing and checking bundles (assets/bundles).
"""

from __future__ import annotations

from pathlib import Path

from assets.bundles.bundle_files import BundleUnreadable
from assets.bundles.verify import verify_bundle
from assets.bundles.write_bundle import BundleRefused, write_bundle
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console
from warehouse.connection import NoRelease, open_read_only
from warehouse.contract import load_contracts
from warehouse.home import Home
from warehouse.method_record import kept_method, present_method
from warehouse.table_comparison import in_words


def bundle(year: int, to: Path) -> None:
    """Write the bundle of one year of the release."""
    home = Home.from_env()
    if not home.release_file.exists():
        raise CommandFailed(str(NoRelease(f"Chưa có bản phát hành nào ở {home.release_file}; hãy chạy: cchc run")), NOTHING_YET)
    release = home.release_file.resolve()
    with open_read_only(release) as con:
        method = kept_method(con)
        now = present_method(con, {}) if method else None
        if method is None or now is None or (method.models, method.contracts) != (now.models, now.contracts):
            raise CommandFailed("Bản phát hành do phiên bản khác của chương trình lập; hãy chạy trước: cchc run", NOTHING_YET)
        try:
            named = write_bundle(con, year, method, release.name, to)
        except BundleRefused as refused:
            raise CommandFailed(f"Không lập được gói: {refused}.", BAD_INPUT) from refused
    console().print(f"✓ Đã lập gói năm {year} từ {release.name}: {to}")
    console().print(f"  Mã của gói (SHA-256 của SHA256SUMS): {named}")
    console().print(f"  Kiểm tra ở máy khác, không cần thư mục dữ liệu: cchc verify {to.name}")


def verify(path: Path) -> None:
    """Say what of a bundle was reproduced and what was not; exit code 1 on any difference."""
    out = console()
    try:
        told = verify_bundle(path)
    except BundleUnreadable as error:
        raise CommandFailed(f"Không đọc được gói: {error}.", BAD_INPUT) from error
    out.print(f"Gói {path.name}: PAR INDEX năm {told.year or 'không rõ'}")
    out.print("✓ Mọi tệp nguyên vẹn (SHA-256 khớp)." if not told.file_problems else "✗ Tệp trong gói:")
    for problem in (*told.file_problems, *told.method_problems, *told.load_problems):
        out.print(f"  ✗ {problem}")
    for note in told.notes:
        out.print(f"  Lưu ý: {note}")
    for table, compared in told.compared.items():
        if compared.equal:
            out.print(f"✓ {table}: tính lại {compared.found_rows} dòng, giống từng giá trị.")
            continue
        out.print(
            f"✗ {table}: {compared.differing} dòng khác (gói có {compared.expected_rows} dòng, tính lại được {compared.found_rows})."
            " Những chỗ đầu tiên:"
        )
        for different in compared.first:
            out.print(f"    {in_words(different, load_contracts()[table].key, 'trong gói', 'tính lại')}")
    if not told.reproduced:
        raise CommandFailed("Gói KHÔNG được tái lập đầy đủ; xem các dòng ✗ ở trên.", BAD_INPUT)
    out.print(f"Tái lập đầy đủ: {len(told.compared)} bảng, mọi giá trị giống hệt.")
