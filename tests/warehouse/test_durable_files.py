"""Files whole or not at all; the same result with and without the call for a whole file system."""

import pytest

from warehouse import durable_files
from warehouse.durable_files import write_all_whole, write_whole


@pytest.mark.parametrize("many", [1, 8, 9, 40])
@pytest.mark.parametrize("system_call", [True, False])
def test_all_files_are_there_with_their_content(tmp_path, monkeypatch, many, system_call):
    if not system_call:
        monkeypatch.setattr(durable_files, "_sync_file_system", lambda path: False)
    files = [(tmp_path / str(number % 3) / f"{number}.json", b"x" * number) for number in range(many)]
    write_all_whole(files)
    assert {path: path.read_bytes() for path, _ in files} == dict(files)
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(path for path, _ in files)


def test_a_failure_before_the_places_leaves_nothing(tmp_path, monkeypatch):
    def full(paths):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(durable_files, "confirm", full)
    with pytest.raises(OSError, match="No space"):
        write_all_whole([(tmp_path / str(number), b"x") for number in range(20)])
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_is_replaced_whole(tmp_path):
    path = tmp_path / "note.json"
    path.write_text("old and longer")
    path.chmod(0o444)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_link_stays_and_what_it_points_at_is_written(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "page.html").write_text("old")
    (tmp_path / "link.html").symlink_to("kept/page.html")
    write_whole(tmp_path / "link.html", b"new")
    assert (tmp_path / "link.html").is_symlink() and (tmp_path / "kept" / "page.html").read_bytes() == b"new"


def test_a_failure_names_the_file_that_was_wanted(tmp_path, monkeypatch):
    def read_only(**_):
        raise OSError(30, "Read-only file system", "/tmp/.x81k2")

    monkeypatch.setattr(durable_files.tempfile, "mkstemp", read_only)
    with pytest.raises(OSError, match="Read-only") as told:
        write_whole(tmp_path / "page.html", b"x")
    assert told.value.filename == str(tmp_path / "page.html")
