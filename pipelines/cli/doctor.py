"""`cchc doctor`: is this machine and this home in order, and if not, what to do.

Belongs here: checks of surroundings, each with its remedy. Does not: checks of data (that is what rules are for).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable

import duckdb

from pipelines.cli.failure import UNHEALTHY, CommandFailed
from pipelines.cli.printing import console
from warehouse.archive import archived_file, read_receipts
from warehouse.home import Home

Finding = tuple[bool, str]
_ENOUGH_DISK = 2 * 1024**3


def doctor() -> None:
    """Print one line per check; raises CommandFailed when one must be mended."""
    home, out = Home.from_env(), console()
    checks: list[Callable[[Home], Finding]] = [
        _python,
        _versions,
        _folder,
        _reference,
        _rules,
        _archive,
        _work_file,
        _release,
        _years,
        _telemetry,
    ]
    bad = 0
    for check in checks:
        try:
            good, sentence = check(home)
        except Exception as error:
            good, sentence = False, f"{check.__name__.strip('_')}: {str(error).splitlines()[0]}"
        bad += not good
        out.print(f"{'✓' if good else '✗'} {sentence}")
    if bad:
        raise CommandFailed(f"{bad} nội dung cần xử lý (các dòng ✗).", UNHEALTHY)
    out.print("Không phát hiện vấn đề nào.")


def _python(home: Home) -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return sys.version_info >= (3, 11), f"Python {version} (cần từ 3.11)"


def _versions(home: Home) -> Finding:
    right = duckdb.__version__ == "1.5.5"
    return right, f"DuckDB {duckdb.__version__}" + ("" if right else ": cần 1.5.5, vì bản khác có thể không đọc được kho; chạy: make setup")


def _folder(home: Home) -> Finding:
    home.create()
    free = shutil.disk_usage(home.root).free
    writable = os.access(home.root, os.W_OK)
    sentence = f"Thư mục dữ liệu {home.root}: còn trống {free // 1024**3} GiB"
    if not writable:
        return False, sentence + "; không ghi được, hãy cấp quyền ghi hoặc đặt CCHC_HOME sang nơi khác"
    return free > _ENOUGH_DISK, sentence + ("" if free > _ENOUGH_DISK else "; cần ít nhất 2 GiB, hãy dọn ổ đĩa")


def _reference(home: Home) -> Finding:
    from warehouse.reference_data import load_reference

    tables = load_reference(home.reference_folders)
    return True, f"Dữ liệu tham chiếu hợp lệ: {len(tables)} bảng, {sum(frame.height for frame in tables.values())} dòng"


def _rules(home: Home) -> Finding:
    from checks.catalogue import load_rules
    from pipelines.cli.status import last_unknown_rules

    rules = load_rules(home.rule_folders)
    sentences = [f"Danh mục quy tắc hợp lệ: {len(rules)} quy tắc"]
    sentences += [f"Quy tắc {rule.code} {rule.adjustment.sentence_vi}" for rule in rules if rule.adjustment]
    unknown = last_unknown_rules(home)
    return not unknown, "; ".join([*sentences, *(rule.sentence_vi for rule in unknown)])


def _archive(home: Home) -> Finding:
    receipts = read_receipts(home)
    hashes = {receipt.file_sha256 for receipt in receipts}
    lost = [sha for sha in hashes if not archived_file(home, sha).exists()]
    changed = [sha for sha in hashes if sha not in lost and hashlib.sha256(archived_file(home, sha).read_bytes()).hexdigest() != sha]
    if lost or changed:
        named = ", ".join(sha[:12] for sha in [*lost, *changed][:5])
        return False, f"Kho lưu: {len(lost)} tệp mất, {len(changed)} tệp bị sửa ({named}…); phục hồi từ bản sao lưu"
    return True, f"Kho lưu nguyên vẹn: {len(receipts)} biên nhận, {len(hashes)} tệp, mã băm đều khớp"


def _work_file(home: Home) -> Finding:
    from warehouse.run_lock import is_locked, lock_holder

    if is_locked(home):
        return True, f"Kho làm việc đang được lượt chạy pid {lock_holder(home) or '?'} dùng"
    if not home.work_file.exists():
        return True, "Chưa có kho làm việc; sẽ được tạo khi chạy: cchc run"
    try:
        duckdb.connect(str(home.work_file), read_only=True).close()
    except duckdb.Error as error:
        return False, f"Kho làm việc không mở được ({str(error).splitlines()[0]}); đóng chương trình đang mở nó, hoặc chạy: cchc rebuild"
    return True, f"Kho làm việc mở được ({home.work_file.stat().st_size // 1024} KiB)"


def _release(home: Home) -> Finding:
    from warehouse.connection import open_release

    if not home.release_file.is_symlink():
        return True, "Chưa có bản phát hành; chạy: cchc run"
    if not home.release_file.exists():
        return False, "Bản phát hành trỏ tới tệp không còn; chạy: cchc run"
    con = open_release(home)
    tables = con.execute("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'mart'").fetchone()
    con.close()
    return True, f"Bản phát hành mở được, {tables[0] if tables else 0} bảng mart"


def _years(home: Home) -> Finding:
    from pipelines.years import open_years

    years = open_years()
    return True, (
        f"Năm đang mở: {years[0]}–{years[-1]}. Mở năm mới: thêm vào warehouse/reference/periods.yml rồi tải lại code location trong Dagster"
    )


def _telemetry(home: Home) -> Finding:
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        return True, "Phiên Dagster chưa có; sẽ được tạo với telemetry tắt"
    off = "telemetry:\n  enabled: false" in settings.read_text(encoding="utf-8")
    return off, "Dagster không gửi gì ra ngoài" if off else f"Telemetry của Dagster đang bật: sửa {settings}"
