"""The pictures of the README, taken from the running demonstration: `python -m docs.pictures`.

Needs the test extra and a Chromium. Demonstration and reading room run on loopback; nothing else is asked.
"""

from __future__ import annotations

import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

IMAGES = Path(__file__).parent / "images"
GXCRAWL = [sys.executable, "-m", "gxcrawl"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--force-color-profile=srgb", "--hide-scrollbars"]
SIZE = {"width": 1200, "height": 860}

REPORT = "select id from reports where preferred = 1 order by grade = 'C' desc, year desc limit 1"
"""The one whose publisher miscounted, because its page shows most."""


def pages(database: Path) -> Iterator[tuple[str, str, str]]:
    """Name of a picture, language of the reader, path of the page it shows."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        report = connection.execute(REPORT).fetchone()[0]
    for name, path in (("home", "/"), ("report", f"/report/{report}")):
        yield f"{name}-zh", "zh", path
        yield f"{name}-en", "en", path


@contextmanager
def room(archive: Path) -> Iterator[str]:
    """The address of a reading room over a demonstration archive."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    subprocess.run([*GXCRAWL, "demo", "--no-serve", "--archive", str(archive)], check=True)  # noqa: S603
    server = subprocess.Popen([*GXCRAWL, "serve", "--archive", str(archive), "--port", str(port)])  # noqa: S603
    try:
        address = f"http://127.0.0.1:{port}"
        _awake(address)
        yield address
    finally:
        server.terminate()
        server.wait()


@retry(retry=retry_if_exception_type(urllib.error.URLError), wait=wait_fixed(0.2), stop=stop_after_delay(30))
def _awake(address: str) -> None:
    urllib.request.urlopen(address).close()  # noqa: S310 - our own address


def main() -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        archive = Path(folder)
        with room(archive) as address:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for name, language, path in pages(archive / "gxcrawl.db"):
                page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
                page.goto(f"{address}/-/language/{language}?back={path}")
                page.screenshot(path=IMAGES / f"{name}.png")
            browser.close()


if __name__ == "__main__":
    main()
