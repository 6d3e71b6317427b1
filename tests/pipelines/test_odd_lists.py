"""Reports, cards and exports of odd lists: nobody ranked, nobody changed, everybody fell, one unit, other units than the year before,
two units of one name."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest

from assets.drawing import picture
from assets.report.charts.change_chart import change_chart
from assets.report.charts.rank_chart import rank_chart
from assets.report.pages.language_view import LONGEST_REASON, LanguageView
from assets.report.pages.render import Pages, in_pages
from assets.report.ranked_lists import lists_of
from assets.report.unit_card import unit_card
from assets.report.year_report import year_report
from pipelines.cli.explain import UnitAmbiguous, find_unit
from pipelines.cli.export import export
from pipelines.cli.report import form_titles, report
from pipelines.cli.summary import next_commands
from tests.conftest import Demo
from tests.pipelines.conftest import home_in_use
from tests.pipelines.export.exported import table_of
from tests.pipelines.released_home import run_through
from tests.pipelines.small_home import small_home
from warehouse.home import Home
from warehouse.wording import Language, Wording

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("publication")]

OF = "panel = 'ministries' AND index_year = 2023"
NOBODY_RANKED = (
    f"UPDATE mart.par_index SET rank = NULL, ranked_units = 0, unranked_reason = 'Ngoài danh sách' WHERE {OF}",
    f"UPDATE mart.par_index_list SET ranked_units = 0, index_mean = NULL, index_min = NULL, index_max = NULL, index_median = NULL, "
    f"weakest_field = NULL, weakest_field_node_id = NULL WHERE {OF}",
    *(f"DELETE FROM mart.{table} WHERE {OF}" for table in ("par_index_change", "par_index_rank_interval", "par_index_field_mean")),
)
PARTS = "changed_performance = {}, changed_appraisal = 0, changed_criteria = 0, changed_boundary = {}"


@pytest.fixture(scope="module")
def two_years(built_demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three ministries in 2022 and 2023."""
    home = small_home(tmp_path_factory.mktemp("two_years") / "home", built_demo.workbooks, "202[23]_{}_[td]*.xlsx")
    with home_in_use(home.root):
        run_through(home, [2022, 2023])
    return home


@pytest.fixture
def odd(two_years: Home, tmp_path: Path) -> Iterator[Home]:
    """A copy whose release may be written to, in use."""
    shutil.copytree(two_years.root, tmp_path / "home", symlinks=True)
    with home_in_use(tmp_path / "home") as home:
        home.release_file.resolve().chmod(0o644)
        yield home


def change(home: Home, *statements: str) -> None:
    with duckdb.connect(str(home.release_file.resolve())) as con:
        for statement in statements:
            con.execute(statement)


def page_of(home: Home, year: int = 2023) -> str:
    """The Vietnamese text of the report."""
    with duckdb.connect(str(home.release_file.resolve()), read_only=True) as con:
        page = Pages(con, form_titles(home)).report(year_report(con, home, year, datetime.now(UTC)))
    vietnamese = page[page.index('<main class="vi"') : page.index('<main class="en"')]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<ol class", "§<ol class", vietnamese))).split())


def test_a_list_in_which_nobody_is_ranked_says_so_everywhere(odd: Home, tmp_path: Path) -> None:
    change(odd, *NOBODY_RANKED)
    told = page_of(odd)
    assert told.count("không đơn vị nào được xếp hạng (") == 3 and "Không đơn vị nào được xếp hạng; lý do của từng đơn vị" in told
    assert "Bộ Y tế: Ngoài danh sách" in told and "Theo lĩnh vực" not in told
    report(2023, "Bộ Y tế", False, tmp_path / "card.html", False, Language.vi)
    assert "Ngoài danh sách" in (tmp_path / "card.html").read_text(encoding="utf-8")
    export(2023, None, tmp_path / "a.xlsx", [], False, "vi")
    lines = [str(row[0].value) for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["Xếp hạng"].iter_rows(max_row=9)]
    assert "Không đơn vị nào được xếp hạng." in lines and not any("Trung bình của 0" in line for line in lines)


def test_where_there_are_reports_and_no_list_every_question_is_answered(
    odd: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(str(odd.release_file.resolve())) as con:
        tables = con.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mart' AND table_type = 'BASE TABLE' "
            "AND (starts_with(table_name, 'par_index') OR table_name = 'quality_card')"
        ).fetchall()
        for (table,) in tables:
            con.execute(f"DELETE FROM mart.{table}")
    told = page_of(odd)
    assert told.count("Chưa có danh sách xếp hạng nào đến năm 2023.") == 4 and "Xem từng đơn vị và lý do" not in told
    report(2023, None, True, tmp_path / "bc", False, Language.vi)
    assert "phiếu" not in capsys.readouterr().out
    with duckdb.connect(str(odd.release_file.resolve()), read_only=True) as con:
        assert not any("par_index" in line or "explain" in line for line in next_commands(con))


def test_nobody_changed(odd: Home) -> None:
    """The drawing library makes no picture of nothing."""
    change(
        odd,
        f"UPDATE mart.par_index_change SET change = 0, {PARTS.format(0, 0)}, ranks_gained = 0, rank_before = rank WHERE {OF}",
        f"DELETE FROM mart.par_index_change_line WHERE {OF}",
    )
    told = page_of(odd)
    assert "không đơn vị nào tăng chỉ số; không đơn vị nào giảm chỉ số." in told and "Tăng và giảm nhiều nhất" not in told
    assert "không đơn vị nào mất hạng so với năm 2022" in told


def test_everybody_fell_and_only_one_unit(odd: Home) -> None:
    change(odd, f"UPDATE mart.par_index_change SET change = -1, {PARTS.format(-1, 0)}, ranks_gained = 0, rank = rank_before WHERE {OF}")
    told = page_of(odd)
    assert "không đơn vị nào tăng chỉ số; giảm nhiều nhất là" in told and "không đơn vị nào mất hạng so với năm 2022" in told
    gone = ("par_index", "par_index_change", "par_index_rank_interval", "par_index_field", "par_index_line")
    change(odd, *(f"DELETE FROM mart.{table} WHERE {OF} AND unit_code <> 'BYT'" for table in gone))
    assert "giảm nhiều nhất là Bộ Y tế (−1,00 điểm %)" in page_of(odd)
    alone = [{"rank": 1, "unit_name": "Bộ", "rank_low": 1, "rank_high": 1}]
    assert picture(rank_chart(alone, Wording()), Wording()).startswith("data:image/png")


def test_long_charts_are_cut_where_a_page_ends_on_one_scale() -> None:
    changes = [
        {"unit_name": f"Xã {number}", "change": 3 - number, "changed_performance": 3 - number, "changed_appraisal": 0,
         "changed_criteria": 0, "changed_boundary": 0}
        for number in range(200)
    ]  # fmt: skip
    pages = in_pages(changes)
    assert [len(page) for page in pages] == [66, 67, 67] and [row for page in pages for row in page] == changes
    assert [len(page) for page in in_pages(changes[:70])] == [70] and in_pages([]) == []
    drawn = [change_chart(page, Wording(), among=changes).to_dict() for page in pages]
    assert {tuple(chart["layer"][0]["encoding"]["x"]["scale"]["domain"]) for chart in drawn} == {(-196.0, 3.0)}


def test_a_reason_is_no_longer_than_a_page_bears() -> None:
    view = LanguageView(Language.vi, {}, {})
    assert view.reason("– " + "x" * 40_000) == "x" * LONGEST_REASON + "…" and view.reason("- thiếu\ntài liệu ") == "thiếu\ntài liệu"


def test_other_units_than_the_year_before_are_not_compared_by_rank(odd: Home) -> None:
    """63 provinces became 34: rank 57 of 63 and 6 of 34 are no gain of 51 places; what the new boundary does is told as a part."""
    change(
        odd,
        f"UPDATE mart.par_index_change SET predecessors = 3, ranked_units_before = 63, rank_before = 57, ranks_gained = 54, "
        f"change = -3, {PARTS.format(-2, -1)} WHERE {OF}",
    )
    told = page_of(odd)
    assert "Danh sách có 3 đơn vị, năm trước 63: thứ hạng của hai năm không so trực tiếp được." in told
    assert "giảm chỉ số nhiều nhất: −3,00 điểm %, trong đó kết quả thực hiện −2,00; địa giới đổi −1,00." in told
    assert "57/63 → " in told and "Địa giới đổi" in told
    assert not any(words in told for words in ("lên 54 bậc", "▲", "vượt lên trước", "mất hạng nhiều nhất"))


def test_two_units_of_one_name_are_told_apart(odd: Home, tmp_path: Path) -> None:
    """In the report, its charts, the export and its drafts; and who types the name is asked which."""
    named = "unit_name = 'Bộ Trùng tên'"
    change(
        odd,
        *(
            f"UPDATE mart.{table} SET {named} WHERE {OF} AND unit_code IN ('BYT', 'BTP')"
            for table in ("par_index", "par_index_change", "par_index_field", "par_index_line")
        ),
        f"UPDATE reference.unit SET {named} WHERE unit_code IN ('BYT', 'BTP')",
        f"UPDATE mart.par_index SET maturity = 'appraised', rank = NULL WHERE {OF} AND unit_code = 'BYT'",
    )
    told = page_of(odd)
    assert "Bộ Trùng tên (BYT)" in told and "Bộ Trùng tên (BTP)" in told
    with duckdb.connect(str(odd.release_file.resolve()), read_only=True) as con:
        (of,) = [each for each in lists_of(con, 2023) if each.panel == "ministries"]
        assert unit_card(con, of, "BYT@all").unit["unit_name"] == "Bộ Trùng tên (BYT)"
        facts = year_report(con, odd, 2023, datetime.now(UTC))
        drawn = change_chart([unit.change for unit in facts.lists[0].changes.units], Wording()).to_dict()
        assert len({row["unit"] for row in drawn["layer"][2]["data"]["values"]}) == 3
        with pytest.raises(UnitAmbiguous, match=r"có thể là: BTP \(Bộ Trùng tên\); BYT \(Bộ Trùng tên\)\. Hãy ghi rõ một tên hoặc mã"):
            find_unit(con, "Bộ Trùng tên", 2023)
        assert find_unit(con, "BTP", 2023)[0] == "BTP@all"
    export(2023, None, tmp_path / "a.xlsx", [], False, "vi")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {"Bộ Trùng tên (BYT)", "Bộ Trùng tên (BTP)"} <= set(book.sheetnames)
    sheet = book["Xếp hạng"]
    cells = {cell.value: cell.font.i for row in sheet[sheet.auto_filter.ref] for cell in row[1:2]}
    assert cells["Bộ Trùng tên (BYT)"] and not cells["Bộ Trùng tên (BTP)"]
    assert len(table_of(book["Bộ Trùng tên (BTP)"])[1]) > 50


def test_a_name_that_is_plain_in_one_list_and_not_in_another_is_asked_back(odd: Home, tmp_path: Path) -> None:
    """The list of 2022 under another panel, where the name is one unit's; in the list of 2023 it is two units'."""
    change(
        odd,
        "UPDATE reference.unit SET unit_name = 'Bộ Trùng tên' WHERE unit_code IN ('BYT', 'BTP')",
        "UPDATE mart.par_index SET panel = 'khac' WHERE index_year = 2022",
        "UPDATE mart.par_index_list SET panel = 'khac' WHERE index_year = 2022",
        "DELETE FROM mart.par_index WHERE index_year = 2022 AND unit_code = 'BTP'",
    )
    with pytest.raises(UnitAmbiguous, match=r"có thể là: BTP \(Bộ Trùng tên\); BYT \(Bộ Trùng tên\)"):
        report(2023, "Bộ Trùng tên", False, tmp_path / "phiếu", False, Language.vi)
    report(2023, "BTP", False, tmp_path / "phiếu", False, Language.vi)
    assert len(list((tmp_path / "phiếu").iterdir())) == 1
