"""A check before sending says what the full run says, without Dagster, Great Expectations, or a trace in the home."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from assets.answers.answer_file import answer_folder, waiting_to_be_checked
from assets.answers.check_before_sending import BeforeSending
from assets.landing_folder import waiting_files
from assets.rule_application import CHECKED_TABLES, FILE_PROBLEMS
from tests.conftest import Demo
from tests.pipelines.conftest import CchcHere
from warehouse.archive import read_receipts
from warehouse.connection import open_release
from warehouse.home import PACKAGE_ROOT, Home


@pytest.mark.slow
@pytest.mark.xdist_group("graph")
def test_the_findings_are_those_of_the_full_run(demo_home: Home) -> None:
    """Every deliberately faulty workbook of the demo and a few clean ones, each checked as if it were sent once more."""
    with (demo_home.root / "demo_faults.csv").open(encoding="utf-8-sig") as file:
        names = [row["file_name"] for row in csv.DictReader(file)]
    seen = 0
    query = (
        "SELECT DISTINCT rule, severity, sheet, cell, value, message_vi, mend_vi FROM quality.findings "
        "WHERE file_name = ? AND table_name IN (SELECT unnest(?))"
    )
    with open_release(demo_home) as con, BeforeSending(demo_home) as before:
        for name in [*names, "2024_01_Ha_Noi_tu_danh_gia.xlsx", "2023_BYT_tham_dinh.xlsx"]:
            (path,) = demo_home.landing.rglob(name)
            checked = before.check(path)
            full = set(con.execute(query, [name, [FILE_PROBLEMS, *CHECKED_TABLES]]).fetchall())
            found = {(f.rule, f.severity, f.sheet, f.cell, f.value, f.message_vi, f.mend_vi) for f in checked.findings}
            assert found == full, name
            assert checked.unknown_rules == []
            seen += len(found)
    assert seen >= 15


def test_nothing_heavy_is_imported_and_nothing_is_received(tmp_path: Path, built_demo: Demo) -> None:
    faulty = tmp_path / "gửi đi.xlsx"
    shutil.copy(built_demo.workbooks / "2024_27_Bac_Ninh_tu_danh_gia.xlsx", faulty)
    code = (
        "import sys; from pathlib import Path; from pipelines.cli.check import check\n"
        "try: check([Path(sys.argv[1])], None, None, None, Path(sys.argv[2]), True)\n"
        "except Exception as failed: print(failed, file=sys.stderr)\n"
        "sys.exit(7 if {'dagster', 'great_expectations'} & set(sys.modules) else 0)"
    )
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(faulty), str(tmp_path / "to")],
        cwd=PACKAGE_ROOT, env={**os.environ, "CCHC_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)
    assert not told["may_be_sent"] and "1/1 tệp cần sửa" in done.stderr
    assert [(f["rule"], f["cell"]) for f in told["findings"]] == [("SELF-WITHIN-MAX", "D14"), ("SUM-CHILDREN", "D13")]
    marked = openpyxl.load_workbook(told["answer"])
    assert "vượt điểm tối đa" in marked["Tự đánh giá"]["D14"].comment.text
    assert not home.exists()


def test_exit_codes_and_a_missing_file(tmp_path: Path, built_demo: Demo, cchc_here: CchcHere) -> None:
    home = tmp_path / "home"
    clean = built_demo.workbooks / "2024_01_Ha_Noi_tu_danh_gia.xlsx"
    good = cchc_here(home, "check", str(clean), "--to", str(tmp_path))
    assert good.code == 0 and "CÓ THỂ GỬI" in good.out, good.err
    assert list(tmp_path.glob("*.xlsx")) == [], "no answer workbook where there is nothing to mend"
    gone = cchc_here(home, "check", str(tmp_path / "không có.xlsx"))
    assert gone.code == 1 and "không mở được tệp" in gone.out


def test_the_watched_folder_answers_and_receives_nothing(tmp_path: Path, built_demo: Demo) -> None:
    home = Home(tmp_path).create()
    for name in ("2024_27_Bac_Ninh_tu_danh_gia.xlsx", "2024_68_Lam_Dong_tu_danh_gia.xlsx"):
        shutil.copy(built_demo.workbooks / name, home.landing_check / name)
    (home.landing_check / "~$khóa.xlsx").write_bytes(b"x")
    assert waiting_files(home) == [], "the landing sensor and `cchc run` leave landing/check/ alone"
    waiting = waiting_to_be_checked(home)
    assert len(waiting) == 2
    answered = list(answer_folder(home, list(waiting)))
    assert [each.shown for each in answered] == [path.name for path in waiting]
    assert {path.name for path in (home.landing_check / "da-kiem-tra").iterdir()} == {path.name for path in waiting}
    assert sorted(path.name for path in (home.landing_check / "tra-loi").iterdir()) == [
        "2024_27_Bac_Ninh_tu_danh_gia - ket qua kiem tra.xlsx",
        "2024_68_Lam_Dong_tu_danh_gia - ket qua kiem tra.xlsx",
    ]
    assert waiting_to_be_checked(home) == {}
    assert read_receipts(home) == [] and not home.work_file.exists()
