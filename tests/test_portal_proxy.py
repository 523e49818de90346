"""Behind nginx that strips a prefix: every page, link and download is found under the prefix and nowhere else."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from pipelines.publishing.release import release
from tests.known_database import outcomes
from tests.reading_room import built, listening

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx here: apt-get install nginx-light")

SETTINGS = """
daemon off; master_process off; pid {folder}/pid; error_log stderr notice;
events {{ }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location /data/ {{ proxy_pass {reader}/; proxy_set_header Host $http_host; }}
  }}
}}
"""
START = (
    "/",
    "/years",
    "/questions",
    "/download",
    "/-/find?q=培训",
    "/gxcrawl",
    "/gxcrawl/reports",
    "/gxcrawl/q17-one-type",
)


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the reading room as its readers behind nginx see it."""
    assert NGINX
    folder = tmp_path_factory.mktemp("proxy")
    database = built(folder / "archive", outcomes())
    dist = folder / "dist"
    release(database, dist)
    with listening(database, folder / "archive", dist=dist, base_url="/data/") as reader:
        port = _free_port()
        settings = folder / "nginx.conf"
        settings.write_text(SETTINGS.format(folder=folder, port=port, reader=reader))
        running = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(settings)], stderr=subprocess.PIPE)
        try:
            assert running.stderr
            assert b"event method" in running.stderr.readline()  # said once the port is open
            yield f"http://127.0.0.1:{port}/data"
        finally:
            running.terminate()
            running.wait(30)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_every_link_of_every_kind_of_page_is_answered_under_the_prefix(proxied: str) -> None:
    """All links of the start pages, one of each shape."""
    todo = [proxied + path for path in START]
    seen: dict[str, int] = {}
    shapes = set()
    with httpx.Client(timeout=60) as client:
        for step in range(2):
            found = []
            for address in todo:
                answer = client.get(address)
                seen[address] = answer.status_code
                if answer.headers["content-type"].startswith("text/html") and step < 1:
                    found += [
                        urljoin(address, unescape(link))
                        for link in re.findall(r'(?:href|src)="([^"#]+)', answer.text)
                    ]
            todo = []
            for address in found:
                parts = urlsplit(address)
                shape = (
                    re.sub(r"/q\d+-[\w-]+|\d+|[0-9a-f]{16,}|(?<=/csv/).*|(?<=/parquet/).*", "N", parts.path),
                    bool(parts.query),
                )
                if parts.netloc == urlsplit(proxied).netloc and shape not in shapes:
                    assert parts.path.startswith("/data/"), address
                    assert not parts.path.startswith("/data/data/"), address
                    shapes.add(shape)
                    todo.append(address)
    # The archive of this test has no documents, so an original is the one thing that is rightly missing.
    bad = [(a, status) for a, status in seen.items() if status not in (200, 302)]
    assert [one for one in bad if not ("/-/original/" in one[0] and one[1] == 404)] == []
    assert len(seen) > 40


def test_redirections_and_the_next_page_stay_under_the_prefix(proxied: str) -> None:
    chosen = httpx.get(f"{proxied}/-/language/en?back=/data/years")
    assert (chosen.status_code, chosen.headers["location"]) == (302, "/data/years")
    following = httpx.get(f"{proxied}/gxcrawl/figures.json?_size=2").json()["next_url"]
    assert following.startswith(f"{proxied}/gxcrawl/figures.json?")
    assert httpx.get(following).status_code == 200


def test_a_page_the_reader_has_is_not_sent_again_through_the_proxy(proxied: str) -> None:
    tag = httpx.get(f"{proxied}/years").headers["etag"]
    assert httpx.get(f"{proxied}/years", headers={"if-none-match": tag}).status_code == 304
