"""The yearly report and a unit card as a reader finds them: five questions answered by visible text, two languages, nothing that hinders.

After each test `browser_page` demands that no page put an error into the console or asked anything of another machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from assets.report.pdf import print_pdf
from pipelines.cli.report import report
from tests.browser import WatchedPage
from tests.needed_program import needed
from tests.pipelines.conftest import home_in_use
from warehouse.connection import open_release
from warehouse.home import Home
from warehouse.wording import Language, Wording

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]
VI = Wording("vi")


@pytest.fixture(scope="module")
def pages(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """report.html of 2024 and card.html of a ministry that lost places."""
    folder = tmp_path_factory.mktemp("pages")
    (unit,) = asked(demo_home, "SELECT unit_name FROM mart.par_index_change WHERE index_year = 2023 ORDER BY ranks_gained LIMIT 1")[0]
    with home_in_use(demo_home.root):
        report(2024, None, False, folder / "report.html", False, Language.vi)
        report(2024, unit, False, folder / "card.html", False, Language.vi)
    yield folder


def asked(home: Home, query: str) -> list[tuple[Any, ...]]:
    with open_release(home) as con:
        return con.execute(query).fetchall()


def answer_to(page: WatchedPage, question: str) -> str:
    """The visible text of the box that a question heads."""
    box = page.page.locator("ol.answers > li:visible", has_text=question)
    return re.sub(r"\s+", " ", box.inner_text())


def test_who_rose_and_who_fell_most(pages: Path, demo_home: Home, browser_page: WatchedPage) -> None:
    browser_page.open(pages / "report.html")
    told = answer_to(browser_page, "Ai tăng, ai giảm nhiều nhất?")
    moved = asked(
        demo_home,
        "SELECT n.unit_name, n.index_percent - b.index_percent FROM mart.par_index AS n JOIN mart.par_index AS b USING (panel, unit_id) "
        "WHERE n.panel = 'ministries' AND n.index_year = 2023 AND b.index_year = 2022 AND n.index_percent + b.index_percent IS NOT NULL "
        "ORDER BY 2",
    )
    for (unit, change), sign in ((moved[0], "−"), (moved[-1], "+")):
        assert f"{unit} ({sign}{VI.number(abs(change))} điểm %)" in told
    assert "Năm 2024, các tỉnh, thành phố: chưa có số liệu năm 2023 để so sánh" in told


def test_why_a_ministry_lost_its_places(pages: Path, demo_home: Home, browser_page: WatchedPage) -> None:
    """For each ministry that did, told where a reader gets by the link."""
    page = browser_page.open(pages / "report.html")
    page.locator("ol.answers > li:visible", has_text="Vì sao mất hạng?").get_by_role("link").click()
    losers = asked(
        demo_home,
        "SELECT unit_name, rank_before, rank, changed_performance, changed_appraisal FROM mart.par_index_change "
        "WHERE index_year = 2023 AND rank > rank_before",
    )
    for unit, before, now, performance, appraisal in losers:
        box = re.sub(r"\s+", " ", page.locator(".why:visible", has_text=f"{unit}:").inner_text())
        assert f"hạng {before} → {now} (mất {now - before} bậc)" in box
        for part, words in ((performance, VI.code("cause", "performance")), (appraisal, VI.code("cause", "appraisal"))):
            assert f"{words} {VI.number(part, signed=True).replace('-', '−')}" in box
        assert "Các dòng mất nhiều điểm nhất" in box and "Các đơn vị vượt lên trước" in box
    assert losers


def test_which_field_is_weakest(pages: Path, demo_home: Home, browser_page: WatchedPage) -> None:
    browser_page.open(pages / "report.html")
    told = answer_to(browser_page, "Lĩnh vực nào yếu nhất?")
    for panel, year in (("ministries", 2023), ("provinces", 2024)):
        ((field, mean),) = asked(
            demo_home,
            "SELECT f.field_name, sum(f.field_percent) / count(*) FROM mart.par_index_field AS f "
            "JOIN mart.par_index AS u USING (index_year, panel, unit_id) "
            f"WHERE u.rank IS NOT NULL AND panel = '{panel}' AND index_year = {year} GROUP BY f.field_name ORDER BY 2 LIMIT 1",
        )
        assert f"{field}, bình quân đạt {VI.percent(round(Decimal(mean), 1), 1)}" in told


def test_whose_data_are_doubtful(pages: Path, demo_home: Home, browser_page: WatchedPage) -> None:
    browser_page.open(pages / "report.html")
    told = answer_to(browser_page, "Số liệu của đơn vị nào còn đáng ngờ?")
    erring = asked(
        demo_home,
        "SELECT DISTINCT u.unit_name FROM quality.findings AS f JOIN mart.par_index AS u USING (index_year, unit_id) "
        "WHERE f.severity = 'error' AND NOT f.superseded AND f.index_year = 2024",
    )
    assert erring and all(unit in told for (unit,) in erring)
    # and one that has nothing open
    clean = asked(demo_home, "SELECT unit_name FROM mart.par_index WHERE index_year = 2024 AND rank = 1")
    assert clean[0][0] not in told


def test_which_published_figures_do_not_close(pages: Path, browser_page: WatchedPage) -> None:
    browser_page.open(pages / "report.html")
    told = answer_to(browser_page, "Số liệu công bố nào không khớp?")
    for misfit in ("64 khác 18 + 3 + 42 = 63", "664 khác 68 + 396 = 464", "49% khác 350 / 699 = 50,07%", "18.300.000 khác 12.200.000"):
        assert misfit in told
    assert "4 trong 114 phát biểu không khớp" in told


def test_a_reader_chooses_english_and_comes_back(pages: Path, browser_page: WatchedPage) -> None:
    page = browser_page.open(pages / "report.html")
    assert page.get_by_role("heading", level=1).locator("visible=true").inner_text() == "Báo cáo chỉ số cải cách hành chính năm 2024"
    page.get_by_text("English", exact=True).click()
    assert page.get_by_role("heading", level=1).locator("visible=true").inner_text() == "Public administration reform: report of 2024"
    assert not page.get_by_text("Năm câu hỏi, năm câu trả lời").first.is_visible()
    browser_page.see("Which field is weakest?", "Justice", "MADE-UP DATA")
    page.keyboard.press("ArrowLeft")
    browser_page.see("Lĩnh vực nào yếu nhất?")
    browser_page.picture("report")
    browser_page.picture("report_whole", whole=True)


def test_the_contents_lead_to_each_section(pages: Path, browser_page: WatchedPage) -> None:
    page = browser_page.open(pages / "report.html")
    links = page.locator("main.vi nav a")
    assert links.count() >= 6
    for number in range(links.count()):
        links.nth(number).click()
        box = page.locator(str(links.nth(number).get_attribute("href"))).bounding_box()
        assert box is not None and -5 <= box["y"] <= 900, links.nth(number).inner_text()
        page.evaluate("window.scrollTo(0, 0)")


@pytest.mark.parametrize("name", ["report.html", "card.html"])
@pytest.mark.parametrize("language", ["Tiếng Việt", "English"])
def test_contrast_headers_and_all_else_that_axe_looks_at(pages: Path, browser_page: WatchedPage, name: str, language: str) -> None:
    page = browser_page.open(pages / name)
    page.get_by_text(language, exact=True).click()
    found = Axe().run(page).response
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    looked_at = {rule["id"] for rule in found["passes"]}
    assert {"color-contrast", "image-alt", "html-has-lang"} <= looked_at and looked_at & {"td-headers-attr", "th-has-data-cells"}


def test_a_unit_card_tells_place_fields_losses_steps_and_deadlines(pages: Path, browser_page: WatchedPage) -> None:
    page = browser_page.open(pages / "card.html")
    browser_page.see("Lĩnh vực, so với nhóm và đơn vị cao nhất", "Điểm bị mất", "Bước gần nhất để thêm điểm", "Nộp bài: hạn và trạng thái")
    browser_page.see("khoảng hạng", "Theo nguyên nhân", "Cần đạt", "Phiếu chất lượng số liệu")
    widths = page.evaluate("[...document.images].map(each => each.naturalWidth)")
    assert widths and all(width > 600 for width in widths), "every chart is there"
    browser_page.picture("unit_card", whole=True)


def test_it_prints_on_pages_of_a4(pages: Path) -> None:
    needed("chromium")
    printed = print_pdf(pages / "report.html")
    boxes = set(re.findall(rb"/MediaBox ?\[([^\]]+)\]", printed))
    assert printed.startswith(b"%PDF") and len(re.findall(rb"/Type ?/Page\b", printed)) > 8
    assert {tuple(round(float(side)) for side in box.split()) for box in boxes} <= {(0, 0, 595, 842), (0, 0, 594, 842), (0, 0, 595, 841)}
