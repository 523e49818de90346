"""The reading room in headless Chromium: it works without the internet, and its pages can be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

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
    with listening(built(folder, outcomes()), folder) as address:
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


def test_nothing_runs_off_the_side_of_a_phone(browser: Any, site: str) -> None:
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    for path in ("/", "/gxcrawl", "/gxcrawl/reports", "/gxcrawl/requests"):
        phone.goto(site + path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, path
    phone.close()
