"""The registry of sites: what is registered, and what a mistake in it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxcrawl import registry
from gxcrawl.registry import RegistryError

SITE = """
[[site]]
id = "example"
name = "示例县人民政府"
host = "www.example.gov.cn"
region = "990001"
level = "county"

[[site.channel]]
id = "annual"
url = "http://www.example.gov.cn/zwgk/xxgknb/"
family = "trs"
"""


def test_a_block_becomes_a_site_with_its_channels() -> None:
    (site,) = registry.read(SITE, "example.toml")
    assert (site.id, site.host, site.live_verified) == ("example", "www.example.gov.cn", "none")
    assert [channel.family for channel in site.channels] == ["trs"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (('family = "trs"', 'family = "tsr"'), "channel annual: family: 'tsr' is none of"),
        (('region = "990001"', 'region = "99"'), "site example: region: '99' is not a six-digit region code"),
        (('level = "county"', 'level = "big"'), "site example: level: 'big' is none of"),
        (("http://www.example.gov.cn/", "http://www.other.gov.cn/"), "neither the site's host nor a sibling"),
        (('family = "trs"', 'family = "trs"\nfamly = "x"'), "channel annual: famly: is not a known key"),
        (
            ('family = "trs"', 'family = "trs"\noptions = {rows = "li"}'),
            "options.rows: is no option of family trs",
        ),
        (('name = "示例县人民政府"\n', ""), "site example: name: is missing"),
        (("[[site]]", "[[sites]]"), "sites: is not a key of a site file"),
        (('id = "annual"', "id = 7"), "is a int"),
        (('host = "www', "host = www"), "is not TOML"),
        (('url = "http', 'url = "ftp'), "is no http or https address"),
    ],
)
def test_a_mistake_is_reported_with_file_and_key(change: tuple[str, str], says: str) -> None:
    text = SITE.replace(*change)
    assert text != SITE
    with pytest.raises(RegistryError, match=r"^example\.toml: ") as caught:
        registry.read(text, "example.toml")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("access = { window = [22] }", "access: window: [22] is not two hours of the day"),
        ("access = { window = [25, 3] }", "access: window: [25, 3] is not two hours"),
        (
            "access = { budget = { reqests = 5 } }",
            "access: budget: reqests is none of requests, bytes, minutes",
        ),
        ('access = { budget = { requests = "many" } }', "budget: requests = 'many' is no number"),
        ('access = { robots = "yes" }', "access: robots: 'yes' is neither strict nor"),
        ("access = { delay = -1 }", "access: delay: -1 is less than 0"),
        (
            'access = { tls = { pin = "zz", by = "a", on = "2025-01-01" } }',
            "access.tls: pin: is not the SHA-256",
        ),
        ('access = { tls = { by = "a", on = "lately" } }', "access.tls: on: 'lately' is no date"),
        ("siblings = [1]", "siblings: 1 is no host name"),
        ('siblings = ["http://a.gov.cn/"]', "siblings: 'http://a.gov.cn/' is no host name"),
        ('live_verified = "yesterday"', "live_verified: 'yesterday' is neither none nor a date"),
    ],
)
def test_a_value_of_a_site_that_cannot_be_is_reported(line: str, says: str) -> None:
    with pytest.raises(RegistryError) as caught:
        registry.read(SITE.replace('level = "county"', f'level = "county"\n{line}'), "example.toml")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("family", "line", "says"),
    [
        ("trs", "agencies = [1]", "channel annual: agencies: 1 is no name"),
        ("trs", 'years = ["2023"]', "channel annual: years: '2023' is no year"),
        ("trs", "options = { row = 5 }", "options.row: '5' is no CSS selector"),
        ("trs", 'options = { row = "li[[" }', "options.row: 'li[[' is no CSS selector"),
        ("trs", 'options = { include = "(" }', "options.include: '(' is no regular expression"),
        ("tree", 'options = { leaf = "tree" }', "options.leaf: 'tree' is no family of lists"),
        ("tree", 'options = { leaf = "tsr" }', "options.leaf: 'tsr' is no family of lists"),
        ("query", 'options = { first = "one" }', "options.first: 'one' is no whole number"),
        ("query", 'options = { pages = "共3页" }', "options.pages: '共3页' has no group"),
        ("jpage", 'options = { mode = "nope" }', "options.mode: 'nope' is none of records, uid"),
        ("jpage", 'options = { post = "yes" }', "options.post: 'yes' is neither true nor false"),
        ("json_list", "options = { total = [3] }", "options.total: [3] is no text"),
    ],
)
def test_a_value_of_a_channel_that_cannot_be_is_reported(family: str, line: str, says: str) -> None:
    text = SITE.replace('family = "trs"', f'family = "{family}"\n{line}')
    with pytest.raises(RegistryError, match=r"^example\.toml: site example: channel annual: ") as caught:
        registry.read(text, "example.toml")
    assert says in str(caught.value)


def test_an_id_is_used_once_in_the_whole_folder(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(SITE, "utf-8")
    (tmp_path / "b.toml").write_text(SITE, "utf-8")
    with pytest.raises(RegistryError, match=r"b\.toml: site example: id: is already in a\.toml"):
        registry.load(tmp_path)


def test_every_shipped_site_has_a_proof_and_claims_nothing_live() -> None:
    sites = registry.load()
    assert all(site.proof for site in sites)
    assert {site.live_verified for site in sites} <= {"none"}


def test_unknown_ids_are_named() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        registry.select(registry.read(SITE, "example.toml"), ["example", "nowhere"])
