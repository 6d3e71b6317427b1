"""Zips full of submissions: one receipt per member, nothing trusted, nothing lost."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from assets import zip_members
from assets.landing_folder import waiting_files
from assets.receiving import receive_landing
from assets.zip_members import ZipRefused, is_zip_of_files, members_of
from tests.golden.build import CASES
from warehouse.archive import archived_file, read_receipts
from warehouse.home import Home


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_is_no_zip_of_files(tmp_path: Path) -> None:
    for case in ("clean_xlsx", "clean_ods", "clean_xls", "csv_semicolon", "truncated_zip"):
        path = tmp_path / case
        path.write_bytes(CASES[case][1]())
        assert not is_zip_of_files(path), case
    assert is_zip_of_files(zipped(tmp_path / "a.zip", {"a.xlsx": b"x"}))


def test_each_member_has_its_receipt_and_the_zip_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    good = CASES["clean_xlsx"][1]()
    members = {"Sở A/tự đánh giá.xlsx": good, "Sở B/tự đánh giá.xlsx": good, "ghi chú.pdf": b"%PDF-1.4"}
    left_out = {"__MACOSX/._x": b"", ".ẩn": b"x", "Sở A/~$khóa.xlsx": b"x"}
    path = zipped(home.landing / "60 tệp.zip", members | left_out)
    zip_bytes = path.read_bytes()
    landing = receive_landing(home)
    receipts = read_receipts(home)
    assert sorted(receipt.member_path or "" for receipt in receipts) == ["Sở A/tự đánh giá.xlsx", "Sở B/tự đánh giá.xlsx", "ghi chú.pdf"]
    assert {receipt.file_name for receipt in receipts} == {"tự đánh giá.xlsx", "ghi chú.pdf"}
    assert {receipt.container_name for receipt in receipts} == {"60 tệp.zip"}
    (container,) = {receipt.container_sha256 for receipt in receipts}
    assert archived_file(home, str(container)).read_bytes() == zip_bytes
    assert all(archived_file(home, receipt.file_sha256).exists() for receipt in receipts)
    assert [len(arrival.receipt_ids) for arrival in landing.arrivals] == [3]
    receive_landing(home)
    assert len(read_receipts(home)) == 3, "looked at again before it was filed away: no second receipts"


def test_names_lead_nowhere(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").create()
    good = CASES["clean_xlsx"][1]()
    zipped(home.landing / "a.zip", {"../../ra ngoài.xlsx": good, "/etc/b.xlsx": good, "c\\d.xlsx": good})
    before = {path for path in tmp_path.rglob("*") if "archive" not in path.parts}
    receive_landing(home)
    assert {path for path in tmp_path.rglob("*") if "archive" not in path.parts} == before
    assert {receipt.file_name for receipt in read_receipts(home)} == {"ra ngoài.xlsx", "b.xlsx", "d.xlsx"}


def test_a_link_is_no_member(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("lnk.xlsx")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.xlsx", b"x")
    assert [member.name for member in members_of(path)] == ["a.xlsx"]


def test_utf8_names_without_the_flag_are_read(tmp_path: Path) -> None:
    name = "Đà Nẵng.xlsx".encode()
    stand_in = b"x" * len(name)
    path = zipped(tmp_path / "a.zip", {stand_in.decode(): b"content"})
    path.write_bytes(path.read_bytes().replace(stand_in, name))
    assert [member.name for member in members_of(path)] == ["Đà Nẵng.xlsx"]


@pytest.mark.parametrize("limit", ["MAX_MEMBERS", "MAX_TOTAL_BYTES"])
def test_a_zip_beyond_a_limit_has_one_receipt_that_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(zip_members, limit, 1)
    home = Home(tmp_path).create()
    path = zipped(home.landing / "a.zip", {"a.xlsx": b"aa", "b.xlsx": b"bb"})
    with pytest.raises(ZipRefused):
        list(members_of(path))
    receive_landing(home)
    (receipt,) = read_receipts(home)
    assert receipt.file_name == "a.zip" and receipt.received_note and receipt.container_sha256 is None


def test_a_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.xlsx": b"a" * 5000, "b.xlsx": b"b" * 50})
    raw = bytearray(path.read_bytes())
    at = raw.index(b"a.xlsx") + len("a.xlsx")
    raw[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(raw)
    found = {member.name: member.content for member in members_of(path)}
    assert found["b.xlsx"] == b"b" * 50 and found["a.xlsx"] != b"a" * 5000


def test_subfolders_of_landing_are_received(tmp_path: Path) -> None:
    home = Home(tmp_path).create()
    (home.landing / "tháng 1").mkdir()
    (home.landing / "tháng 1" / "a.xlsx").write_bytes(b"x")
    assert [path.name for path in waiting_files(home)] == ["a.xlsx"]
