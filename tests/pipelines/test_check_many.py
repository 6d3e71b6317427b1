"""`cchc check` of a zip, of a folder, and the watched folder: every workbook is answered as if it were checked alone, with a total."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assets.answers.answer_file import answer_folder, waiting_to_be_checked
from tests.conftest import Demo
from tests.pipelines.conftest import CchcHere
from warehouse.archive import read_receipts
from warehouse.home import Home

FAULTY, CLEAN = "2024_27_Bac_Ninh_tu_danh_gia.xlsx", "2024_01_Ha_Noi_tu_danh_gia.xlsx"
ANSWER = "2024_27_Bac_Ninh_tu_danh_gia - ket qua kiem tra.xlsx"


@pytest.fixture
def sent(tmp_path: Path, built_demo: Demo) -> Path:
    """A folder to send: a faulty and a clean workbook in two folders, under one name."""
    folder = tmp_path / "gửi"
    for below, name in (("Sở A", FAULTY), ("Sở B", CLEAN)):
        (folder / below).mkdir(parents=True)
        shutil.copy(built_demo.workbooks / name, folder / below / "tự đánh giá.xlsx")
    return folder


def zipped(folder: Path, path: Path, extra: dict[str, bytes] | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            archive.write(file, str(file.relative_to(folder)))
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def test_a_zip_is_answered_workbook_by_workbook_with_a_total(tmp_path: Path, sent: Path, cchc_here: CchcHere) -> None:
    path = zipped(sent, tmp_path / "bài nộp.zip", {"Thumbs.db": b"x", "Sở B/~$a.xlsx": b"x", "trống/": b""})
    done = cchc_here(tmp_path / "home", "check", str(path))
    assert done.code == 1 and "1/2 tệp cần sửa trước khi gửi" in done.err
    assert done.out.count("bỏ qua") == 1 and "bài nộp.zip: bỏ qua 3 mục không phải bài nộp" in done.out
    assert "✗ bài nộp.zip/Sở A/tự đánh giá.xlsx: CẦN SỬA: 1 lỗi, 1 cảnh báo" in done.out
    assert "✓ bài nộp.zip/Sở B/tự đánh giá.xlsx: CÓ THỂ GỬI" in done.out
    assert "Tổng cộng 2 tệp: 1 có thể gửi, 1 cần sửa; 1 lỗi, 1 cảnh báo." in done.out
    answers = tmp_path / "bài nộp - ket qua kiem tra"
    assert [each.name for each in answers.iterdir()] == ["Sở A - tự đánh giá - ket qua kiem tra.xlsx"]
    (marked,) = answers.iterdir()
    assert "vượt điểm tối đa" in openpyxl.load_workbook(marked)["Tự đánh giá"]["D14"].comment.text
    assert {each.name for each in tmp_path.iterdir()} == {"home", "gửi", "bài nộp.zip", "bài nộp - ket qua kiem tra"}, (
        "nothing else is left"
    )


def test_a_folder_is_answered_beside_each_workbook_and_its_answers_are_not_checked_again(
    tmp_path: Path, sent: Path, cchc_here: CchcHere
) -> None:
    for _ in range(2):
        done = cchc_here(tmp_path / "home", "check", str(sent))
        assert done.code == 1 and "1/2 tệp cần sửa" in done.err, done.out
        assert "✗ gửi/Sở A/tự đánh giá.xlsx: CẦN SỬA" in done.out
    assert "gửi/: bỏ qua 1 tệp trả lời của lần kiểm tra trước." in done.out
    assert {each.name for each in (sent / "Sở A").iterdir()} == {
        "tự đánh giá.xlsx", "tự đánh giá - ket qua kiem tra.xlsx", "tự đánh giá - ket qua kiem tra (2).xlsx",
    }  # fmt: skip
    told = json.loads(cchc_here(tmp_path / "home", "check", str(sent), "--json", "--to", str(tmp_path / "to")).out)
    assert [(each["file"], each["may_be_sent"]) for each in told] == [
        (str(sent / "Sở A" / "tự đánh giá.xlsx"), False), (str(sent / "Sở B" / "tự đánh giá.xlsx"), True),
    ]  # fmt: skip
    assert [each.name for each in (tmp_path / "to").iterdir()] == ["Sở A - tự đánh giá - ket qua kiem tra.xlsx"]


def test_names_of_members_lead_nowhere(tmp_path: Path, sent: Path, cchc_here: CchcHere) -> None:
    faulty = (sent / "Sở A" / "tự đánh giá.xlsx").read_bytes()
    odd = {"../../ra ngoài.xlsx": faulty, "/etc/b.xlsx": faulty, "c\\..\\..\\d.xlsx": faulty, "ư" * 130 + "/" + "ư" * 100 + ".xlsx": faulty}
    path = zipped(tmp_path / "không có", tmp_path / "a.zip", odd)
    done = cchc_here(tmp_path / "home", "check", str(path), "--to", str(tmp_path / "to"))
    assert "4/4 tệp cần sửa" in done.err, done.err
    assert {each.name for each in tmp_path.iterdir()} == {"home", "gửi", "a.zip", "to"}
    names = {each.name for each in (tmp_path / "to").rglob("*.xlsx")}
    assert {"ra ngoài - ket qua kiem tra.xlsx", "etc - b - ket qua kiem tra.xlsx", "c - d - ket qua kiem tra.xlsx"} < names and len(
        names
    ) == 4


def test_a_zip_that_is_not_unpacked_and_an_empty_folder_say_why(tmp_path: Path, cchc_here: CchcHere) -> None:
    empty = zipped(tmp_path / "không có", tmp_path / "rỗng.zip", {"thư mục/": b""})
    done = cchc_here(tmp_path / "home", "check", str(empty))
    assert done.code == 1 and "Không giải nén được: tệp nén không có bài nộp nào." in done.out
    (tmp_path / "trống").mkdir()
    done = cchc_here(tmp_path / "home", "check", str(tmp_path / "trống"))
    assert done.code == 1 and "trống: thư mục không có tệp nào để kiểm tra" in done.out


def test_a_file_that_cannot_be_opened_does_not_stop_the_others(
    tmp_path: Path, sent: Path, cchc_here: CchcHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Path.open

    def open_unless_closed(path: Path, *args: Any, **kwargs: Any) -> Any:
        if path.parent.name == "Sở A":
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, *args, **kwargs)

    monkeypatch.setattr(Path, "open", open_unless_closed)
    done = cchc_here(tmp_path / "home", "check", str(sent))
    assert "Sở A/tự đánh giá.xlsx: không mở được tệp" in done.out and "✓ gửi/Sở B/tự đánh giá.xlsx" in done.out
    assert "Tổng cộng 2 tệp: 1 có thể gửi, 1 cần sửa" in done.out


def test_the_watched_folder_answers_what_is_in_zips_and_folders(tmp_path: Path, sent: Path) -> None:
    home = Home(tmp_path / "home").create()
    zipped(sent, home.landing_check / "bài nộp.zip")
    (home.landing_check / "tháng 1").mkdir()
    shutil.copy(sent / "Sở A" / "tự đánh giá.xlsx", home.landing_check / "tháng 1" / "b.xlsx")
    answered = list(answer_folder(home, list(waiting_to_be_checked(home))))
    assert [each.shown for each in answered] == ["bài nộp.zip/Sở A/tự đánh giá.xlsx", "bài nộp.zip/Sở B/tự đánh giá.xlsx", "tháng 1/b.xlsx"]
    assert {str(path.relative_to(home.landing_check / "tra-loi")) for path in (home.landing_check / "tra-loi").rglob("*.xlsx")} == {
        "bài nộp - ket qua kiem tra/Sở A - tự đánh giá - ket qua kiem tra.xlsx",
        "bài nộp - ket qua kiem tra/Sở B - tự đánh giá - ket qua kiem tra.xlsx",
        "tháng 1 - b - ket qua kiem tra.xlsx",
    }
    assert {path.name for path in (home.landing_check / "da-kiem-tra").iterdir()} == {"bài nộp.zip", "b.xlsx"}
    assert waiting_to_be_checked(home) == {} and read_receipts(home) == []
