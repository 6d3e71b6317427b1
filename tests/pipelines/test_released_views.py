"""The Vietnamese views in releases: another name reaches people with the next run, though no value changed; a publication has none."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.cli.publish import publish
from tests.pipelines.conftest import APPROVED_BY as BY
from tests.pipelines.released_home import answer, run_through
from warehouse import report_views
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]


def test_a_changed_views_file_makes_a_new_release(publishing_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = publishing_home.release_file.resolve()
    assert run_through(publishing_home, [2023]).unchanged
    changed = tmp_path / "report_views.yml"
    text = report_views.REPORT_VIEWS.read_text(encoding="utf-8")
    assert "\n  unit_name: ten_don_vi\n" in text
    changed.write_text(text.replace("\n  unit_name: ten_don_vi\n", "\n  unit_name: don_vi_ten\n"), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(report_views, "REPORT_VIEWS", changed)
        report_views.load_report_views.cache_clear()
        made = run_through(publishing_home, [2023])
        again = run_through(publishing_home, [2023])
    report_views.load_report_views.cache_clear()
    assert not made.unchanged and made.file != before and again.unchanged
    expected = answer(before, "SELECT unit_name, rank FROM mart.par_index ORDER BY ALL")
    assert answer(made.file, "SELECT don_vi_ten, thu_hang FROM bao_cao.xep_hang ORDER BY ALL") == expected
    assert answer(before, "SELECT ten_don_vi, thu_hang FROM bao_cao.xep_hang ORDER BY ALL") == expected


def test_a_publication_has_no_views(approved_home: Home) -> None:
    publish(2023, "ministries", at="2024-04-06 09:00", **BY)
    file = approved_home.publications / "current" / "2023-ministries" / "publication.duckdb"
    with duckdb.connect(str(file), read_only=True) as con:
        assert con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall() == []
        assert con.execute("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall() == [("mart",)]
