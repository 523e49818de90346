"""Do the tools of the standard read what we write? They are processes of their own, in an environment of their own."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from gxcrawl.cli import main
from gxcrawl.exits import Exit
from pipelines.warc.vault_writer import VaultWriter
from tests import chromium
from tests.archives import HOST, answer, changing, warcs
from tests.archives import page as words
from tests.generator.layouts import layouts, load
from tests.generator.truths import truths

pywb = pytest.mark.skipif(
    shutil.which("wayback") is None, reason="pywb is not on the PATH: `make test` installs it aside"
)


def package(archive: Path, out: Path) -> Path:
    done = CliRunner().invoke(main, ["export", "--wacz", str(out), "--archive", str(archive)])
    assert done.exit_code == Exit.OK, done.output
    return out


@pytest.mark.skipif(
    shutil.which("wacz") is None, reason="py-wacz is not on the PATH: `make test` installs it aside"
)
def test_the_standard_s_own_tool_accepts_the_package(tmp_path: Path) -> None:
    out = package(changing(tmp_path / "archive"), tmp_path / "all.wacz")
    subprocess.run(["wacz", "validate", "-f", out], check=True)


def is_listening(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def replaying(folder: Path, *files: str | Path) -> Iterator[str]:
    """The address under which pywb replays what is in the files, given as `wb-manager add` takes them."""
    for command in (["init", "gx"], ["add", "gx", *files]):
        subprocess.run(["wb-manager", *command], cwd=folder, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["wayback", "-b", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        while "Starting Gevent Server" not in server.stderr.readline():
            assert server.poll() is None
        while not is_listening(port):  # it says so a moment before it does
            assert server.poll() is None
        try:
            yield f"http://127.0.0.1:{port}/gx"
        finally:
            server.terminate()


@pywb
def test_pywb_replays_every_answer(tmp_path: Path) -> None:
    """The WARC files as they are, answers and revisits, byte for byte."""
    with replaying(tmp_path, *warcs(changing(tmp_path / "archive"))) as address:
        for path, at, body in (
            ("0.html", "20260101000000", words(0)),
            ("0.html", "20260201000000", words(0)),
            ("2.html", "20260101000000", words(2)),
            ("2.html", "20260201000000", words(22)),
            ("copy.html", "20260301000000", words(1)),
        ):
            with urlopen(f"{address}/{at}id_/{HOST}/{path}") as replayed:
                assert replayed.read() == body, (path, at)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium.opened() as browser:
        yield browser


REPORTS = ("html", "html_gb2312", "html_nested", "html_word")


@pywb
@pytest.mark.browser
@chromium.needed
def test_a_reader_sees_in_the_package_the_page_that_was_fetched(tmp_path: Path, browser: Any) -> None:
    """A WACZ replayed by pywb and opened in a browser, beside the page as the server sent it: the same picture."""
    load()
    written = {each.name: each for each in layouts()}
    (truth,) = truths(1, start=3)
    pages = {f"{name}.html": written[name].render(truth).body for name in REPORTS}
    archive = tmp_path / "archive"
    with VaultWriter(archive) as vault:
        for path, body in pages.items():
            vault.put(answer(path, body, headers=(("Content-Type", "text/html"),)), "text/html")
    out = package(archive, tmp_path / "all.wacz")
    with replaying(tmp_path, "--unpack-wacz", out) as address:
        for path, body in pages.items():
            (tmp_path / path).write_bytes(body)
            fetched = seen(browser, (tmp_path / path).as_uri())
            replayed = seen(browser, f"{address}/20260101000000/{HOST}/{path}")
            assert "政府信息公开" in fetched[0]
            assert replayed == fetched, path


def seen(browser: Any, url: str) -> tuple[str, bytes]:
    """What a reader has before them: the words, and the picture of the whole page, without pywb's banner above it."""
    opened = browser.new_page(viewport={"width": 1000, "height": 8000})
    try:
        opened.goto(url, wait_until="load")
        inside = opened.frame(name="replay_iframe") or opened
        inside.wait_for_load_state("load")
        body = inside.locator("body")
        return body.inner_text(), body.screenshot()
    finally:
        opened.close()
