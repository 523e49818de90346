"""The reading room in headless Chromium: it works without the internet, and its pages can be read."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from pipelines.publishing.release import release
from tests.known_database import outcomes
from tests.reading_room import built, listening

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine: apt-get install chromium"),
]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    database = built(folder, outcomes())
    release(database, folder / "dist")
    with listening(database, folder, folder / "dist") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any, site: str) -> Iterator[Any]:
    """A page that fails the test when it asks anybody but us, or complains in its console."""
    opened = browser.new_page()
    troubles: list[str] = []
    opened.on(
        "request", lambda request: None if request.url.startswith(site) else troubles.append(request.url)
    )
    opened.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    yield opened
    opened.close()
    assert troubles == []


def test_from_home_to_a_table_to_a_row(page: Any, site: str) -> None:
    page.goto(site)
    assert "政府信息公开工作年度报告" in page.inner_text("h1")
    page.click("nav >> text=数据 Data")
    page.click("main >> text=年度报告 Reports")
    assert page.locator("tbody tr").count() == 6
    page.locator("tbody tr td a").first.click()
    assert "sha256" in page.inner_text("table.record")


def test_searching_in_the_box_marks_the_hits(page: Any, site: str) -> None:
    page.goto(f"{site}/gxcrawl/sections")
    page.fill("#_search", "培训")
    with page.expect_navigation():
        page.press("#_search", "Enter")
    assert page.locator("td mark").count() == 6


def test_the_language_switch_is_remembered(page: Any, site: str) -> None:
    page.goto(site)
    page.click(".languages >> text=English")
    assert page.inner_text("h1") == "Annual disclosure reports of China's government bodies"
    page.goto(f"{site}/gxcrawl/reports")
    assert page.inner_text("h1") == "Reports"


PAGES = (
    "/",
    "/years",
    "/regions",
    "/region/41",
    "/questions",
    "/dictionary",
    "/download",
    "/-/find?q=培训",
    "/gxcrawl",
)
TABLES = (
    "/gxcrawl/reports",
    "/gxcrawl/requests",
    "/gxcrawl/q17-one-type",
    "/gxcrawl?sql=select+1",
    "/nothing",
)


def of_report(page: Any, site: str) -> list[str]:
    """The pages of one report, its body, and one of its cells."""
    page.goto(f"{site}/-/find?q=河桥县司法局")
    agency = page.get_attribute("main ul.plain a", "href")
    page.goto(site + agency)
    report = page.get_attribute("main table a[href*='/report/']", "href")
    return [agency, report, f"{report}/cell/requests/received/total"]


def test_from_a_body_to_a_report_to_the_evidence(page: Any, site: str) -> None:
    page.goto(site)
    page.fill("#q", "河桥县")
    with page.expect_navigation():
        page.press("#q", "Enter")
    page.click("main >> text=河桥县司法局")
    assert page.locator("svg.chart").count() >= 1
    page.locator("main table a[href*='/report/']").first.click()
    assert page.locator("table.statutory").count() == 5
    page.locator("table.statutory td a").first.click()
    assert "引用这个数字" in page.inner_text("main")


def test_a_download_has_the_sum_the_page_shows(page: Any, site: str) -> None:
    page.goto(f"{site}/download")
    line = page.locator("tr", has=page.get_by_role("link", name="gxcrawl.db", exact=True))
    with page.expect_download() as started:
        line.locator("a").click()
    content = started.value.path().read_bytes()
    assert hashlib.sha256(content).hexdigest() == line.locator("code").inner_text()


def test_nothing_runs_off_the_side_of_a_phone(browser: Any, site: str) -> None:
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    for path in (*PAGES, *TABLES, *of_report(phone, site)):
        phone.goto(site + path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
    phone.close()


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "both")])
def test_axe_finds_nothing_to_complain_about(browser: Any, site: str, width: int, language: str) -> None:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 - only where there is a browser

    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(f"{site}/-/language/{language}")
    faults = {}
    for path in (*PAGES, *TABLES, *of_report(page, site)):
        page.goto(site + path)
        if found := Axe().run(page).response["violations"]:
            faults[path] = [(fault["id"], fault["impact"], fault["nodes"][0]["html"][:90]) for fault in found]
    page.close()
    assert faults == {}


def test_pages_work_without_javascript(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in (*PAGES, *TABLES):
        page.goto(site + path)
        assert page.locator("main").inner_text().strip(), path
    page.goto(f"{site}/-/find")
    page.fill("#q", "培训")
    with page.expect_navigation():
        page.press("#q", "Enter")
    assert page.locator("mark").count() > 0
    context.close()
