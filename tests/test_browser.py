"""The reading room in headless Chromium: it works without the internet, and its pages can be read."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from parsers.document import Place
from pipelines.archive import ArchiveStage
from pipelines.items import Entry, Fetched
from pipelines.portal.evidence import NARROW, RED
from pipelines.publishing.release import release
from pipelines.warc.vault_writer import VaultWriter
from tests import chromium
from tests.known_database import outcomes, report
from tests.reading_room import built, listening
from tests.test_portal_evidence import BOX, drawn, placed

pytestmark = [pytest.mark.browser, chromium.needed]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    database = built(folder, outcomes())
    release(database, folder / "dist")
    with listening(database, folder, folder / "dist") as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium.opened() as browser:
        yield browser


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


@pytest.mark.parametrize(("width", "view"), [(1280, "close"), (390, "narrow")])
def test_the_number_is_framed_in_the_picture_of_its_page(
    browser: Any, tmp_path: Path, width: int, view: str
) -> None:
    with VaultWriter(tmp_path) as vault:
        entry = Entry("heqiao", "annual", "http://gk.example.cn/1.pdf", "1", "2024-01-20")
        known = ArchiveStage(vault).run(Fetched(entry, entry.url, 200, (), "2024-02-01T00:00:00Z", drawn()))
    database = built(tmp_path, [(known, report(figures=placed(Place(page=1, box=BOX))))])
    with listening(database, tmp_path) as address:
        page = browser.new_page(viewport={"width": width, "height": 844})
        _, path, _ = of_report(page, address)
        page.goto(address + path)
        page.click("table.statutory td a >> text=6")
        shown = page.locator(".evidence img").first
        assert shown.evaluate("image => image.decode().then(() => image.currentSrc)").endswith(f"view={view}")
        picture = Image.open(io.BytesIO(shown.screenshot()))
        assert RED in {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []}
        letters = picture.width / (NARROW if view == "narrow" else 595)
        assert letters > 1, "a letter of the page is at least as large as on paper"
        page.click("main >> text=整页")
        whole = page.locator(".evidence details img")
        assert whole.evaluate("image => image.decode().then(() => image.naturalHeight)") > 1000
        page.close()


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
