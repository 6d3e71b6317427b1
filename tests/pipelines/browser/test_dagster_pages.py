"""What people see in Dagster, in a real browser: groups, graphs, a table's page, its years, its checks, runs that end well and badly.

After each test `browser_page` demands that no page put an error into the console or asked anything of another machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import dagster as dg
import pytest

from pipelines.runs import open_instance, run_job
from tests.browser import WatchedPage
from tests.pipelines.browser.dagster_pages import Pages, served
from tests.pipelines.conftest import home_in_use
from warehouse.connection import open_work
from warehouse.content_hash import keep
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]
RELEASE = dg.AssetKey(["release", "reform_index"])


@dataclass(frozen=True)
class Shown:
    """A demo home in Dagster's web server: the run that ended well, and one that a rule stopped."""

    pages: Pages
    good_run: str
    stopped_run: str


@pytest.fixture(scope="module")
def shown(demo_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    root = tmp_path_factory.mktemp("shown") / "home"
    shutil.copytree(demo_home.root, root, symlinks=True)
    with home_in_use(root) as home:
        with open_instance(home) as instance:
            event = instance.get_latest_materialization_event(RELEASE)
        assert event is not None
        with open_work(home) as con:
            con.execute("UPDATE mart.par_index SET rank = 5 WHERE index_year = 2023 AND rank = 1")
            keep(con, "mart.par_index")  # as if a run had written it
        stopped = run_job(home, "build_index_tables", [2023])
        assert not stopped.success
        with served(home, tmp_path_factory.mktemp("server")) as pages:
            yield Shown(pages, event.run_id, stopped.run_id)


def test_groups_and_the_graph_of_one_group(shown: Shown, browser_page: WatchedPage) -> None:
    browser_page.open(shown.pages.groups())
    browser_page.see("reference", "intake", "quality", "core", "mart", "release")
    browser_page.picture("dagster_groups")
    browser_page.open(shown.pages.group("mart"))
    browser_page.see("par_index")
    browser_page.picture("dagster_mart_graph")


def test_a_tables_page_begins_with_words_and_columns(shown: Shown, browser_page: WatchedPage) -> None:
    page = browser_page.open(shown.pages.asset("mart.par_index"))
    browser_page.see("PAR INDEX theo năm: điểm, chỉ số, thứ hạng và nhóm của từng đơn vị", "Chỉ số CCHC [%] / PAR INDEX", "par-index")
    browser_page.see("mart.par_index_field.index_year", "Source code")
    assert not page.get_by_text("WITH summed AS").is_visible(), "the SQL stands below, to be opened"
    description, columns = page.get_by_text("PAR INDEX theo năm").first, page.get_by_text("Column name").first
    first, second = description.bounding_box(), columns.bounding_box()
    assert first is not None and second is not None and first["y"] < second["y"] < 600
    browser_page.picture("dagster_par_index")


def test_a_tables_page_shows_its_ends_a_chart_and_the_change(shown: Shown, browser_page: WatchedPage) -> None:
    page = browser_page.open(shown.pages.asset("mart.par_index", "partitions", "&partition=2024"))
    browser_page.see("Đầu và cuối bảng", "Cần Thơ", "94,24", "dòng ở giữa", "dòng chưa có", "So với lần trước", "Lần đầu: 63 dòng.")
    browser_page.picture("dagster_par_index_2024")
    page.get_by_text("[Show Markdown]").first.click()
    picture = page.locator("img[src^='data:image/png']").first
    picture.wait_for(state="visible")
    width, height = picture.evaluate("each => [each.naturalWidth, each.naturalHeight]")
    shown_at = picture.bounding_box()
    assert shown_at is not None and width > 400 and height > 300
    assert shown_at["width"] > 0.9 * width, "the chart is shown at the size at which it was drawn"
    browser_page.picture("dagster_par_index_chart")


def test_years_are_made_missing_or_failed(shown: Shown, browser_page: WatchedPage) -> None:
    browser_page.open(shown.pages.asset("mart.task_overdue", "partitions"))
    browser_page.see("Failed (0)", "Materialized (3)", "Missing (")
    browser_page.picture("dagster_years")
    browser_page.open(shown.pages.asset("mart.par_index_region", "partitions", "&partition=2023"))
    browser_page.see("Failed (1)", "Materialized (2)")  # it comes after the table that a rule stopped
    browser_page.picture("dagster_years_after_a_stopped_table")


def test_a_checks_page_shows_the_first_findings(shown: Shown, browser_page: WatchedPage) -> None:
    browser_page.open(shown.pages.check("quality.line_findings", "numbers_readable"))
    browser_page.see("NUMBER-TEXT", "Phát hiện đầu tiên", "Nội dung", "Cách sửa", "2024_30_Hai_Duong_tham_dinh.xlsx")
    browser_page.picture("dagster_check")


def test_a_run_ends_with_its_story(shown: Shown, browser_page: WatchedPage) -> None:
    browser_page.open(shown.pages.asset("release.reform_index", "events"))
    browser_page.see("Tóm tắt lượt chạy", "Tiếp nhận từ bản phát hành trước", "Bị từ chối", "SỐ LIỆU GIẢ LẬP")
    browser_page.picture("dagster_release_event")
    browser_page.open(shown.pages.run(shown.good_run))
    browser_page.see("Success", "RUN_SUCCESS", "Tóm tắt lượt chạy", "Tiếp nhận từ bản phát hành trước")
    browser_page.picture("dagster_run")


def test_a_stopped_run_says_what_to_do(shown: Shown, browser_page: WatchedPage) -> None:
    browser_page.open(shown.pages.run(shown.stopped_run))
    browser_page.see("Failure", "RUN_FAILURE", "bị quy tắc chặn", "Việc cần làm", "cchc rebuild")
    browser_page.picture("dagster_stopped_run")


def test_jobs_and_what_starts_them_are_described(shown: Shown, browser_page: WatchedPage) -> None:
    browser_page.open(shown.pages.automation())
    browser_page.see("landing_sensor", "nightly", "check_folder_sensor")
    browser_page.picture("dagster_automation")
    browser_page.open(f"{shown.pages.base}/locations/reform_index/jobs/yearly_index")
    browser_page.see("yearly_index")
    browser_page.picture("dagster_job")
