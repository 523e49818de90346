"""Every CMS family reads its sample list pages as the JSON beside them says. A new family is a new folder of samples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gxcrawl import families
from gxcrawl.registering.drafting import summary
from gxcrawl.walking.sniffing import ORDER, Guess, guess
from pipelines.items import Channel, Page

SAMPLES = Path(__file__).parent / "samples" / "listings"
PAGES = sorted(path for path in SAMPLES.glob("*/*") if path.suffix != ".json" and path.is_file())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_is_read_as_expected(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    asked = expected.pop("asked")
    channel = Channel(
        "c", asked.get("channel", asked["url"]), path.parent.name, options=asked.get("options", {})
    )
    page = Page(asked["url"], path.read_bytes(), asked.get("number", 1))
    refused = expected.pop("refused", "")
    if refused:
        with pytest.raises(families.NotAList, match=refused):
            families.load(path.parent.name).read(page, channel)
    else:
        assert summary(families.load(path.parent.name).read(page, channel)) == expected


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_is_recognised_by_its_family(path: Path) -> None:
    asked = json.loads(path.with_suffix(".json").read_text("utf-8"))["asked"]
    if asked.get("recognised", True):
        assert families.load(path.parent.name).recognise(path.read_text("utf-8", "replace"), asked["url"])


def test_every_family_has_a_sample() -> None:
    assert {path.parent.name for path in PAGES} == set(families.names())


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_sniffer_finds_the_family_among_all(path: Path) -> None:
    asked = json.loads(path.with_suffix(".json").read_text("utf-8"))["asked"]
    if asked.get("recognised", True):
        expected = asked.get("sniffed", path.parent.name)
        assert guess(path.read_text("utf-8", "replace"), asked["url"]).family == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "<form><input name='__VIEWSTATE'><a href=\"javascript:__doPostBack('p','2')\">2</a></form>",
            "needs_postback",
        ),
        ('<html><body><div id="app"></div><script src="a.js"></script></body></html>', "js_shell"),
        ("<html><body>" + "<a href='/x'>x</a>" * 9 + "</body></html>", "no_rows"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, reason: str) -> None:
    assert guess(text, "http://site.test/") == Guess("", reason)


def test_the_sniffer_asks_every_family_but_the_tree() -> None:
    assert sorted([*ORDER, "tree"]) == list(families.names())
