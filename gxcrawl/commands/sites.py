"""`gxcrawl sites`: the registry, and what stands behind its addresses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import click

from gxcrawl import blocks
from gxcrawl.bar import bar
from gxcrawl.commands.crawl import choose
from gxcrawl.exits import Exit
from gxcrawl.fetching.territory import is_replica
from gxcrawl.refusal import Refusal
from gxcrawl.registering import checking, discover, drafting, visiting
from gxcrawl.registering.checking import Check
from gxcrawl.registering.visiting import Look, Visit
from gxcrawl.registering.wording import in_words
from gxcrawl.settings import GXCRAWL_CONTACT
from gxcrawl.walking.barriers import judge
from pipelines.items import Page, Site

FOLDER = click.option(
    "--sites",
    "folder",
    type=click.Path(path_type=Path),
    envvar="GXCRAWL_SITES",
    help="Folder of site files to use.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def command() -> None:
    """The registered sites: list, show, check, new, discover.

    \b
    Example:
      gxcrawl sites list
      gxcrawl sites check huzhu
    """


@command.command(name="list")
@FOLDER
@AS_JSON
def list_(folder: Path | None, as_json: bool) -> None:
    """List the registered sites, one line each.

    \b
    Example:
      gxcrawl sites list --json | jq '.[] | select(.channels == 0)'
    """
    rows = [
        {
            "id": site.id,
            "name": site.name,
            "host": site.host,
            "region": site.region,
            "level": site.level,
            "channels": len(site.channels),
            "families": sorted({channel.family for channel in site.channels}),
            "live_verified": site.live_verified,
        }
        for site in choose((), folder)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        families = ",".join(row["families"]) or "-"  # type: ignore[arg-type]  # a list of names
        click.echo(
            f"{row['id']:<18} {row['region']} {row['level']:<10} {families:<10} {row['host']:<28} {row['name']}"
        )
    with_channels = sum(1 for row in rows if row["channels"])
    click.echo(
        f"{len(rows)} sites, {with_channels} of them with channels; none was verified live"
        if rows
        else "no sites"
    )


@command.command()
@click.argument("site_id", metavar="ID")
@FOLDER
def show(site_id: str, folder: Path | None) -> None:
    """Show one site with its channels, as JSON.

    \b
    Example:
      gxcrawl sites show henan-wlt
    """
    (site,) = choose((site_id,), folder)
    click.echo(json.dumps(asdict(site), ensure_ascii=False, indent=1))


@command.command()
@click.argument("names", nargs=-1, metavar="[ID]...")
@FOLDER
@AS_JSON
def check(names: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """Visit each channel once and say whether it is still there: ok, moved, gone, blocked, changed_family, silent.

    Each is told as soon as it is known. Exit code 4 when any is not ok.

    \b
    Example:
      gxcrawl sites check qiaokou
    """
    sites = choose(names, folder)
    channels = [(site, channel) for site in sites for channel in site.channels]
    checks: list[Check] = []
    with bar("looking", len({channel.url for _, channel in channels}), quiet=as_json) as done:

        def tell(seen: Visit) -> Iterable[str]:
            found = [checking.check(*each, seen) for each in channels if each[1].url == seen.asked]
            checks.extend(found)
            for one in () if as_json else found:
                click.echo(_line(one))
            done()
            return ()

        _visits([channel.url for _, channel in channels], sites, tell)
    if as_json:
        places = {(site.id, channel.id): place for place, (site, channel) in enumerate(channels)}
        checks.sort(key=lambda one: places[one.site, one.channel])
        click.echo(json.dumps([asdict(one) for one in checks], ensure_ascii=False, indent=1))
    else:
        states = Counter(one.state for one in checks)
        told = ", ".join(f"{count} {state}" for state, count in states.most_common())
        click.echo(
            f"{len(checks)} of {len(channels)} channels: {told}" if checks else "no channel to look at"
        )
    if any(one.state != "ok" for one in checks):
        raise SystemExit(Exit.SOURCES_FAILED)


def _line(one: Check) -> str:
    return f"{one.site}/{one.channel}: {one.state}" + (f": {in_words(one.detail)}" if one.detail else "")


@command.command()
@click.argument("url")
@click.option(
    "--page",
    "saved",
    type=click.Path(exists=True, path_type=Path),
    help="A saved page of it; nothing is asked.",
)
@click.option(
    "--samples", type=click.Path(path_type=Path), help="Save page and expectation below this folder."
)
@click.option(
    "--write", "target", type=click.Path(path_type=Path), help="Append the block to this site file."
)
def new(url: str, saved: Path | None, samples: Path | None, target: Path | None) -> None:
    """Recognise the family of the list at URL and draft its registry block and its sample.

    \b
    Example:
      gxcrawl sites new http://www.example.gov.cn/zwgk/xxgknb/ --samples tests/samples/listings
    """
    if not _is_address(url):
        raise Refusal(Exit.USAGE, f"{url!r} is no address such as http://www.example.gov.cn/zwgk/xxgknb/")
    page = Page(url, saved.read_bytes()) if saved else _page(url)
    made = drafting.draft(page, url)
    if not made.guess.family:
        raise Refusal(Exit.NOTHING_READ, f"{url}: no family reads it: {in_words(made.guess.evidence)}")
    click.echo(made.block)
    for doubt in made.untold:
        click.echo(f"could not tell {doubt}", err=True)
    if drafting.UNKNOWN in made.block:
        click.echo(f"fill in every {drafting.UNKNOWN!r}: a person has to know these", err=True)
    if samples:
        click.echo(f"sample: {drafting.save_sample(samples, made, page)}", err=True)
    if target:
        try:
            with target.open("a", encoding="utf-8") as file:
                file.write("\n" + made.block)
        except OSError as error:
            raise Refusal(Exit.USAGE, f"{target}: {error.strerror}") from error
        click.echo(
            f"block appended to {target}; no crawl starts before every {drafting.UNKNOWN!r} is filled in",
            err=True,
        )


@command.command(name="discover")
@click.argument("host")
@click.option("--scheme", type=click.Choice(["http", "https"]), default="https", show_default=True)
@click.option("--pages", default=40, show_default=True, help="At most this many pages are asked for.")
@AS_JSON
def discover_(host: str, scheme: str, pages: int, as_json: bool) -> None:
    """Walk from the home page of HOST towards annual reports and propose channels, with evidence, for you to accept.

    \b
    Example:
      gxcrawl sites discover www.example.gov.cn
    """
    if "://" in host and _is_address(host):
        scheme, host = urlsplit(host).scheme, urlsplit(host).netloc
    if scheme not in ("http", "https") or blocks.host(host):
        raise Refusal(Exit.USAGE, f"{host!r} is no host such as www.example.gov.cn")
    name = host.partition(":")[0]
    proposals: dict[str, discover.Proposal] = {}
    hosts = frozenset({name})

    place = Site("discovered", host, host, "000000", "county", ())
    with bar("looking", None, quiet=as_json) as done:

        def look(seen: Visit) -> Iterable[str]:
            done()
            if seen.page is None or seen.page.status != HTTPStatus.OK:
                return ()
            one = discover.propose(seen.page)
            if one and one.url not in proposals:
                proposals[one.url] = one
                if not as_json:
                    click.echo(_proposed(one))
            return discover.leads(seen.page, hosts) if seen.depth < discover.DEPTH else ()

        seen = _visits([f"{scheme}://{host}/"], (place,), look, pages)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in proposals.values()], ensure_ascii=False, indent=1))
    else:
        click.echo(
            f"{len(proposals)} proposals after {len(seen)} pages; none is registered until you write it down"
        )
    if not proposals:
        raise Refusal(Exit.NOTHING_READ, f"{host}: {_nothing(seen, scheme)}")


def _proposed(one: discover.Proposal) -> str:
    head = f"{one.url}\n  family {one.family} ({one.evidence}), column {one.column or '?'}"
    return "\n".join([head, *(f"  {title}" for title in one.titles[:3])])


def _nothing(seen: list[Visit], scheme: str) -> str:
    """Why a walk from a home page found nothing."""
    pages = [one.page for one in seen if one.page and one.page.status == HTTPStatus.OK]
    if pages:
        return (
            f"no list of annual reports within {discover.DEPTH} links of the home page, on {len(pages)} pages"
        )
    told = ", ".join(sorted({in_words(_failure(one)) for one in seen}))
    other = "http" if scheme == "https" else "https"
    is_silent = all(one.page is None and one.reason != "refused_robots_denied" for one in seen)
    return f"{told}; it may answer over --scheme {other}" if is_silent else told


def _failure(seen: Visit) -> str:
    """Why a visit brought no page: the reason, or the barrier, or the status of the answer."""
    if seen.page is None:
        return seen.reason
    barrier = judge(seen.page.status, seen.page.headers, seen.page.body)
    return str(barrier) if barrier else f"status_{seen.page.status}"


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url and parts.port != 0
        )
    except ValueError:
        return False


def _visits(
    urls: list[str], sites: tuple[Site, ...], look: Look | None = None, most: int = 1000
) -> list[Visit]:
    """The visits in the order they came. A contact is needed before this machine is left."""
    if not is_replica(sites) and not GXCRAWL_CONTACT:
        raise Refusal(
            Exit.CONFIG, "GXCRAWL_CONTACT is not set: an e-mail address or page where operators can reach you"
        )
    seen: list[Visit] = []

    def keep(one: Visit) -> Iterable[str]:
        seen.append(one)
        return look(one) if look else ()

    visiting.visit(urls, sites, keep, most=most)
    return seen


def _page(url: str) -> Page:
    host = urlsplit(url).netloc
    (seen,) = _visits([url], (Site("new", host, host, "000000", "county", ()),))
    if seen.page is None or seen.page.status != HTTPStatus.OK:
        raise Refusal(Exit.NOTHING_READ, f"{url}: {in_words(_failure(seen))}")
    return seen.page
