"""The export of a publication: what was put out and nothing else; and what the release's own export says of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from pipelines.cli.export import export
from pipelines.cli.failure import CommandFailed
from pipelines.cli.publish import publish
from tests.pipelines.conftest import APPROVED_BY as BY
from tests.pipelines.conftest import raise_one_cell
from tests.pipelines.export.exported import WORDS, exact, table_of
from tests.pipelines.released_home import answer, run_through
from warehouse.home import Home
from warehouse.publication_columns import published_columns

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]


def test_a_publications_export_holds_what_was_put_out_and_nothing_else(approved_home: Home, tmp_path: Path) -> None:
    home = approved_home
    publish(2023, "ministries", at="2024-04-06 09:00", **BY)
    export(2023, None, tmp_path, ["xlsx", "package"], True, "vi")
    book = openpyxl.load_workbook(tmp_path / "cchc-2023-cong-bo-gia-lap.xlsx")
    names, rows = table_of(book["Xếp hạng"])
    assert names == ["Xếp hạng", "Đơn vị", "Điểm thẩm định", "Điểm ĐTXHH", "Tổng điểm", "Chỉ số (%)", "Nhóm"]
    published = home.publications / "current" / "2023-ministries" / "publication.duckdb"
    expected = answer(published, "SELECT rank, unit_name, index_percent FROM mart.par_index ORDER BY rank")
    assert [(row[0], row[1], exact(row[5])) for row in rows] == [(r, n, exact(p)) for r, n, p in expected]
    inside = {row[0] for row in answer(home.release_file, "SELECT DISTINCT reason FROM mart.par_index_line WHERE reason IS NOT NULL")}
    inside |= {row[0] for row in answer(home.release_file, "SELECT DISTINCT file_name FROM core.submissions")}
    inside |= {row[0] for row in answer(home.release_file, "SELECT DISTINCT file_sha256 FROM core.submissions")}
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert inside and not inside & texts and not any("NỘI BỘ" in text for text in texts)
    for heading in ("self", "lost", "reason", "maturity"):
        assert WORDS.say(f"export.col.{heading}") not in texts
    assert any("2023-ministries-1, theo Số 01 (thử)" in text for text in texts) and "SỐ LIỆU GIẢ LẬP" in texts
    folder = tmp_path / "cchc-2023-cong-bo-gia-lap"
    for table, columns in published_columns().items():
        frame = pl.read_parquet(folder / f"{table.partition('.')[2]}.parquet")
        assert frame.columns == [column.name for column in columns]
        assert frame.sort(frame.columns).rows() == answer(published, f"SELECT * FROM {table} ORDER BY ALL")
    assert {path.stem for path in folder.glob("*.csv")} == {table.partition(".")[2] for table in published_columns()}

    export(2023, None, tmp_path, ["xlsx"], False, "vi")
    texts = _warnings(tmp_path / "cchc-2023-gia-lap.xlsx")
    assert any("đã công bố (2023-ministries-1" in text and "Các cột khác: NỘI BỘ" in text for text in texts)
    raise_one_cell(home, "Bộ Tư pháp", "2023_BTP_tham_dinh.xlsx", Decimal("0.25"))
    run_through(home, [2023])
    export(2023, None, tmp_path, ["xlsx"], False, "vi")
    assert any("bản công bố 2023-ministries-1 đang hiện hành khác" in text for text in _warnings(tmp_path / "cchc-2023-gia-lap.xlsx"))
    file = published.resolve().parent / "par_index.csv"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(CommandFailed, match=r"không còn nguyên vẹn \(par_index.csv đã bị sửa\)"):
        export(2023, None, tmp_path, ["xlsx"], True, "vi")


def _warnings(file: Path) -> list[str]:
    sheet = openpyxl.load_workbook(file)["Xếp hạng"]
    return [str(row[0].value) for row in sheet.iter_rows(max_row=10)]
