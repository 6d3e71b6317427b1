"""`cchc report`: the yearly report and the unit cards, as files and as a reader finds them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from assets.report.pages.render import Pages
from assets.report.provenance import provenance_of
from assets.report.ranked_lists import lists_of
from assets.report.unit_card import unit_card
from assets.report.year_report import year_report
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.publish import publish
from pipelines.cli.report import form_titles, report
from tests.pipelines.conftest import APPROVED_BY, home_in_use, raise_one_cell
from tests.pipelines.released_home import run_through
from tests.pipelines.tier_home import filled_form, tier_home
from warehouse.connection import open_release
from warehouse.home import Home
from warehouse.wording import Language

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]
MINISTRY = "Bộ Thông tin và Truyền thông"


class Page(HTMLParser):
    """What of a page can be wrong without a browser seeing it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.tags: Counter[str] = Counter()
        self.heads_without_scope = self.pictures_without_words = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        of = dict(attrs)
        if of.get("id"):
            self.ids[str(of["id"])] += 1
        if tag == "a":
            self.links.append(str(of["href"]))
        if of.get("src"):
            self.loaded.append(str(of["src"]))
        self.heads_without_scope += tag == "th" and "scope" not in of
        self.pictures_without_words += tag == "img" and not of.get("alt")


@pytest.fixture(scope="module")
def written(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The report of 2024 and the card of one ministry, written by the command."""
    folder = tmp_path_factory.mktemp("report")
    with home_in_use(demo_home.root):
        report(2024, None, False, folder, False, Language.vi)
        report(2024, MINISTRY, False, folder / "card.html", False, Language.en)
    yield folder


@pytest.mark.parametrize("name", ["bao-cao-2024.html", "card.html"])
def test_one_file_that_loads_nothing_and_is_whole(written: Path, name: str) -> None:
    page = Page((written / name).read_text(encoding="utf-8"))
    assert [source for source in page.loaded if not source.startswith("data:image/png;base64,")] == []
    assert page.loaded and not page.tags["script"] and not page.tags["link"] and not page.tags["iframe"]
    assert [name for name, times in page.ids.items() if times > 1] == []
    assert [link for link in page.links if not link.startswith("#") or link[1:] not in page.ids] == []
    assert (page.heads_without_scope, page.pictures_without_words) == (0, 0)
    assert page.tags["main"] == 2


def test_figures_are_written_as_each_language_writes_them(written: Path, demo_home: Home) -> None:
    with open_release(demo_home) as con:
        (mean,) = con.execute("SELECT index_mean FROM mart.par_index_list WHERE index_year = 2024 AND panel = 'provinces'").fetchone() or ()
    vietnamese, english = re.split(r'<main class="en"', (written / "bao-cao-2024.html").read_text(encoding="utf-8"))
    assert f"{mean:.2f}".replace(".", ",") + " %" in vietnamese and f"{mean:.2f}%" in english
    assert "Xếp hạng các tỉnh, thành phố năm 2024" in vietnamese and "Ranking of provinces, 2024" in english
    card = (written / "card.html").read_text(encoding="utf-8")
    assert card.index('<main class="en"') < card.index('<main class="vi"') and '<html lang="en">' in card
    assert "Ministry of Information and Communications" in card and MINISTRY in card


def test_made_up_data_say_so_on_every_page(written: Path) -> None:
    for path in written.glob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert html.count("SỐ LIỆU GIẢ LẬP") >= 2 and html.count("MADE-UP DATA") >= 2
        assert "GIẢ LẬP" in html.split("</title>")[0] or "MADE-UP" in html.split("</title>")[0]


def test_who_lost_places_is_what_the_two_rankings_say(demo_home: Home) -> None:
    """By another road: the two lists side by side, nothing of the tables of changes."""
    with open_release(demo_home) as con:
        sides = con.execute(
            "SELECT n.unit_name, b.rank, n.rank FROM mart.par_index AS n JOIN mart.par_index AS b USING (panel, unit_id) "
            "WHERE n.panel = 'ministries' AND n.index_year = 2023 AND b.index_year = 2022 AND n.rank IS NOT NULL AND b.rank IS NOT NULL"
        ).fetchall()
        facts = year_report(con, demo_home, 2024, datetime.now(UTC))
    section = next(section for section in facts.lists if section.of.panel == "ministries")
    assert {(unit.change["unit_name"], unit.places) for unit in section.changes.fell} == {(n, b - r) for n, b, r in sides if r > b} != set()
    for unit in section.changes.fell:
        before, now = unit.change["rank_before"], unit.change["rank"]
        assert set(unit.passed_by) == {name for name, b, r in sides if b > before and r < now}
        assert all(line["effect"] < 0 for line in unit.lost) and len(unit.lost) <= 3


def test_doubtful_units_are_those_with_a_gap_or_an_open_error(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        facts = year_report(con, demo_home, 2024, datetime.now(UTC))
        erring = con.execute(
            "SELECT DISTINCT unit_id FROM quality.findings WHERE index_year = 2024 AND severity = 'error' AND NOT superseded "
            "AND unit_id IN (SELECT unit_id FROM mart.par_index WHERE panel = 'provinces')"
        ).fetchall()
        absent = con.execute(
            "SELECT DISTINCT unit_id FROM mart.missing_lines WHERE index_year = 2024 AND panel = 'provinces' "
            "AND (not_submitted > 0 OR not_yet_appraised > 0)"
        ).fetchall()
    section = next(section for section in facts.lists if section.of.panel == "provinces")
    found = {unit["unit_id"] for unit in section.doubtful}
    assert {unit for (unit,) in erring} <= found
    assert {unit for (unit,) in absent} <= found
    assert found <= {unit for (unit,) in [*erring, *absent]}


def test_points_lost_by_reason_are_all_the_points_lost(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        for of in lists_of(con, 2024):
            for unit in of.ranked[::9]:
                card = unit_card(con, of, unit["unit_id"])
                assert sum(row["lost"] for row in card.lost_by_reason if row["lost"]) == unit["applicable_max"] - unit["total_points"]
                assert sum(field["points"] for field in card.fields) == unit["total_points"]


def test_what_data_say_is_never_markup(demo_home: Home, tmp_path: Path) -> None:
    """A name and a reason that would be HTML, in a copy of the release."""
    copy = shutil.copy(demo_home.release_file.resolve(), tmp_path / "copy.duckdb")
    copy = Path(copy)
    copy.chmod(0o644)
    with duckdb.connect(str(copy)) as con:
        con.execute("UPDATE mart.par_index SET unit_name = '<script>alert(1)</script>' WHERE unit_code = 'BYT'")
        con.execute("UPDATE mart.par_index_line SET reason = '<img src=x onerror=alert(2)>' WHERE unit_code = 'BYT' AND reason IS NOT NULL")
        (of,) = [each for each in lists_of(con, 2023) if each.panel == "ministries"]
        provenance = provenance_of(con, demo_home, [of], 2023, datetime.now(UTC))
        html = Pages(con, form_titles(demo_home)).card(unit_card(con, of, "BYT@all"), provenance)
    page = Page(html)
    assert not page.tags["script"] and all(source.startswith("data:") for source in page.loaded)
    assert "&lt;script&gt;alert(1)" in html and "&lt;img src=x" in html


@pytest.mark.parametrize(
    ("year", "unit", "told"),
    [
        (2019, None, "Năm 2019 chưa có danh sách xếp hạng hay báo cáo nào"),
        (2024, "Atlantis", "Không có đơn vị “Atlantis”"),
        (2024, "", "Không có đơn vị “”"),
        (2024, "bo y te", r"Không có đơn vị “bo y te” .* có phải: Bộ Y tế\?"),
    ],
)
def test_what_is_not_there_is_told(demo_home: Home, tmp_path: Path, year: int, unit: str | None, told: str) -> None:
    with home_in_use(demo_home.root), pytest.raises(CommandFailed, match=told):
        report(year, unit, False, tmp_path, False, Language.vi)
    assert list(tmp_path.iterdir()) == []


def test_cards_of_all_units_lie_beside_the_report(demo_home: Home, tmp_path: Path) -> None:
    """Of the year with the fewest units."""
    with home_in_use(demo_home.root):
        report(2022, None, True, tmp_path, False, Language.vi)
    page = Page((tmp_path / "bao-cao-2022.html").read_text(encoding="utf-8"))
    cards = {link for link in page.links if not link.startswith("#")}
    assert cards and all((tmp_path / card).is_file() for card in cards)
    with open_release(demo_home) as con:
        assert len(list((tmp_path / "phieu-don-vi").iterdir())) == len(lists_of(con, 2022)[0].units)


def test_without_a_browser_the_page_stays_and_the_reason_is_told(demo_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with home_in_use(demo_home.root), pytest.raises(CommandFailed, match="chưa có Chromium") as caught:
        report(2023, "Bộ Y tế", False, tmp_path / "card.html", True, Language.vi)
    assert caught.value.code == NOTHING_YET and [path.name for path in tmp_path.iterdir()] == ["card.html"]


def test_the_page_says_published_of_the_very_figures_that_are_public_and_of_no_others(approved_home: Home, tmp_path: Path) -> None:
    """Though the release is older than the publication; put back, and under embargo; after a figure changed; and on a card."""
    home = approved_home
    assert "nội bộ, chưa công bố" in state_line(tmp_path)
    publish(2023, "ministries", at="2024-04-06 09:00", **APPROVED_BY)
    publish(2023, "ministries", at="2999-04-06 09:00", author="Người khác", document="Số 02 (thử)")
    assert "Đã công bố lúc 09:00 ngày 06/04/2024; người công bố: Sở Nội vụ (thử); văn bản: Số 01" in state_line(tmp_path)
    raise_one_cell(home, "Bộ Tư pháp", "2023_BTP_tham_dinh.xlsx", Decimal("0.25"))
    run_through(home, [2023])
    assert "bản công bố 2023-ministries-1 đang hiện hành khác số liệu này ở 1 đơn vị" in state_line(tmp_path)
    assert "khác số liệu này ở 1 đơn vị" in state_line(tmp_path, "Bộ Y tế")


def state_line(folder: Path, unit: str | None = None) -> str:
    """What the page says of how public its figures are."""
    page = folder / "page.html"
    report(2023, unit, False, page, False, Language.vi)
    found = re.search(r'<p class="state">(.*?)</p>', page.read_text(encoding="utf-8"), re.DOTALL)
    return found[1] if found else ""


@pytest.mark.parametrize(("place", "told"), [("a.pdf", "thêm --pdf"), ("tệp", "không phải thư mục"), ("tệp/a.html", "Không ghi được vào")])
def test_a_place_that_cannot_be_is_told(publishing_home: Home, tmp_path: Path, place: str, told: str) -> None:
    folder = tmp_path / "nơi khác"
    folder.mkdir()
    (folder / "tệp").touch()
    with pytest.raises(CommandFailed, match=told) as caught:
        report(2023, None, False, folder / place, False, Language.vi)
    assert caught.value.code == BAD_INPUT and [path.name for path in folder.iterdir()] == ["tệp"]


def test_a_folder_is_one_whatever_its_name_and_a_page_too(publishing_home: Home, tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    report(2023, "Bộ Y tế", False, tmp_path / "a.html", False, Language.vi)
    report(2023, "Bộ Y tế", False, tmp_path / "b.HTML", False, Language.vi)
    assert [path.name for path in (tmp_path / "a.html").iterdir()] == ["2023-BYT-Bo-Y-te.html"] and (tmp_path / "b.HTML").is_file()


@pytest.mark.parametrize(
    "change", ["ALTER TABLE mart.par_index_list DROP COLUMN weakest_field", "ALTER TABLE mart.par_index_change DROP COLUMN ranks_gained"]
)
def test_a_release_of_another_version_says_what_to_do(publishing_home: Home, tmp_path: Path, change: str) -> None:
    file = publishing_home.release_file.resolve()
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute(change)
        con.execute("UPDATE ops.made_with SET sha256 = 'x' WHERE kind = 'contract' AND name LIKE 'mart.par_index%'")
    with pytest.raises(CommandFailed, match=r"phiên bản khác .* hãy chạy: cchc run"):
        report(2023, None, False, tmp_path / "a.html", False, Language.vi)


def test_two_departments_of_one_name_have_a_card_each(tmp_path: Path) -> None:
    with home_in_use(tier_home(tmp_path / "tỉnh").root) as home:
        for unit in ("hy-snv", "hn-snv"):
            for form, code in (("self_assessment", "1.1"), ("appraisal", "1.1"), ("survey_scores", "1.2")):
                (home.landing / f"{unit}_{form}.xlsx").write_bytes(filled_form(home, form, unit, {code: Decimal(3)}))
        run_through(home, [2025])
        report(2025, None, True, tmp_path, False, Language.vi)
        with pytest.raises(CommandFailed, match="có thể là: Sở Nội vụ, Hà Nội; Sở Nội vụ, Hưng Yên"):
            report(2025, "Sở Nội vụ", False, tmp_path / "một", False, Language.vi)
        report(2025, "Sở Nội vụ tỉnh Hưng Yên", False, tmp_path / "một", False, Language.vi)
    cards = {link for link in Page((tmp_path / "bao-cao-2025.html").read_text(encoding="utf-8")).links if not link.startswith("#")}
    assert cards == {f"phieu-don-vi/{path.name}" for path in (tmp_path / "phieu-don-vi").iterdir()}
    assert sum("So-Noi-vu" in card for card in cards) == 2
    (one,) = (tmp_path / "một").iterdir()
    assert f"phieu-don-vi/{one.name}" in cards and "hung-yen" in one.name


def test_a_long_name_gives_a_card_too(publishing_home: Home, tmp_path: Path) -> None:
    file = publishing_home.release_file.resolve()
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute("UPDATE mart.par_index SET unit_name = repeat('Bộ rất dài ', 500) WHERE unit_code = 'BYT'")
    report(2023, "BYT", False, tmp_path / "phiếu", False, Language.vi)
    assert len(list((tmp_path / "phiếu").iterdir())) == 1
