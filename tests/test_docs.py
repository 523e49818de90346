"""Documentation that can fail: links lead somewhere, commands exist, examples work, generated pages are fresh."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from docs import build
from gxcrawl import registry
from gxcrawl.cli import main
from gxcrawl.exits import Exit
from parsers import forms
from pipelines.nights import alert_settings

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "deploy" / "README.md"])
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(name), re.M | re.S)


def anchors(page: Path) -> set[str]:
    """Headings as GitHub and MkDocs name them."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.M | re.S), re.M
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", build.PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    assert text(f"docs/{name}") == build.written(name), "run: python -m docs.build"


def test_every_exit_code_has_its_sentence() -> None:
    assert [(code, name) for code, name, means in build.exit_codes() if means] == [
        (int(code), code.name) for code in Exit
    ]


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_files_and_headings_that_exist(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text(name))):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        found = page.parent / file if file else page
        assert found.exists(), f"{name}: {target}"
        if anchor:
            assert anchor in anchors(found), f"{name}: {target}"


def test_every_page_can_be_reached_from_the_index() -> None:
    seen, waiting = set(), [ROOT / "docs" / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
        waiting += [(page.parent / one).resolve() for one in targets if not re.match(r"https?:", one)]
    lost = {page.name for page in PAGES if page.parent.name == "docs"} - {page.name for page in seen}
    assert not lost, f"link {lost} from docs/index.md and name it in mkdocs.yml"


def calls(name: str) -> Iterator[list[str]]:
    """Every gxcrawl command a page shows, in blocks and between back-ticks."""
    page = text(name)
    shown = "\n".join(re.findall(r"^```(?:sh|console|toml)?\n(.*?)^```", page, re.M | re.S))
    lines = [*shown.splitlines(), *re.findall(r"`(gxcrawl [^`\n]+)`", page)]
    for line in lines:
        found = re.match(r"\s*(?:\$ )?(?:[A-Z_]+=\S+ )*gxcrawl (?!-)(.*)", line)
        if found:
            yield shlex.split(re.split(r"\s[|>;]\s|  +#| # ", found[1])[0])


@pytest.mark.parametrize("name", [name for name in NAMES if name != "docs/cli.md"])
def test_every_command_that_is_shown_exists_with_its_options(name: str) -> None:
    for words in calls(name):
        verb: click.Command = main
        context = click.Context(main)
        while isinstance(verb, click.Group) and words:
            found = verb.get_command(context, words.pop(0))
            assert found is not None, f"{name}: {words}"
            verb = found
        known = {option for parameter in verb.params for option in parameter.opts} | {"--help"}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, f"{name}: {words}"


def test_both_readmes_have_the_same_parts() -> None:
    english, chinese = text("README.md"), text("README.zh-CN.md")
    for pattern in (r"^#+ ", r"^\|", r"^- ", r"^```", r"!\["):
        assert len(re.findall(pattern, english, re.M)) == len(re.findall(pattern, chinese, re.M)), pattern
    commands = [
        [re.sub(r"\s*#.*", "", line) for block in blocks(name, "sh") for line in block.splitlines()]
        for name in ("README.md", "README.zh-CN.md")
    ]
    assert [line for line in commands[0] if "parse" not in line and "check" not in line] == [
        line for line in commands[1] if "parse" not in line and "check" not in line
    ]


def test_adding_a_site_goes_as_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [site] = blocks("docs/add-a-site.md", "toml")
    assert registry.read(site, "example.toml")[0].channels[0].family == "trs"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mine.toml").write_text(site, "utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "broken.toml").write_text(site.replace("411528", "4115"), "utf-8")
    samples = ROOT / "tests" / "samples" / "listings"
    shutil.copytree(samples / "trs", tmp_path / "tests" / "samples" / "listings" / "trs")
    monkeypatch.chdir(tmp_path)
    told = "".join(blocks("docs/add-a-site.md", "console"))
    for step in told.split("$ gxcrawl ")[1:]:
        command, *expected = step.strip().splitlines()
        output = CliRunner().invoke(main, shlex.split(command)).output
        for line in expected:
            assert line in output, f"{command}\n{output}"


def test_the_example_of_a_form_is_one() -> None:
    [example] = blocks("docs/add-a-form.md", "toml")
    form = forms._form(tomllib.loads(example), forms.load())
    assert [row.id for row in form.table("disputes").rows] == ["review", "suit_direct", "mediated"]


def test_the_example_of_receivers_is_understood(tmp_path: Path) -> None:
    [example] = blocks("docs/nightly.md", "toml")
    (tmp_path / "alerts.toml").write_text(example, "utf-8")
    settings = alert_settings.load(tmp_path / "alerts.toml")
    assert settings.mail and settings.webhook


def test_the_kinds_of_alerts_are_all_described() -> None:
    told = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| `.*$", text("docs/nightly.md"), re.M))))
    assert {rule.kind for rule in alert_settings.load().rules} < told
    assert {"silent", "gate_refused", "fixity", "disk_low", "no_run"} < told


def test_the_licence_is_the_one_that_is_declared() -> None:
    assert "Apache License" in text("LICENSE")
    assert tomllib.loads(text("pyproject.toml"))["project"]["license"] == "Apache-2.0"


def test_the_pages_build_into_a_site_that_asks_nobody(tmp_path: Path) -> None:
    """Every page is in the menu, every anchor exists, and a reader's browser fetches nothing from elsewhere."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    built = sorted(tmp_path.rglob("*.html"))
    assert len(built) >= len(list((ROOT / "docs").glob("*.md")))
    for page in built:
        fetched = re.findall(
            r"<(?:script|link|img)[^>]+(?:src|href)=\"?(https?://[^\"\s>]+)", page.read_text("utf-8")
        )
        assert fetched == [], page.name
