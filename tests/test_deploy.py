"""What an operator installs: units that systemd accepts, containers that copy what is there, nothing secret."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from gxcrawl.cli import main

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("gxcrawl-*.*"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="no systemd-analyze here: apt-get install systemd")
EXPOSURE = 20
"""Tenths of systemd's scale from 0 (safe) to 10 (exposed)."""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units, calling the program of this environment and a user this machine has."""
    for name in UNITS:
        text = (DEPLOY / name).read_text("utf-8")
        text = text.replace("/opt/gxcrawl/.venv/bin/gxcrawl", str(Path(sys.executable).parent / "gxcrawl"))
        (tmp_path / name).write_text(re.sub("^(User|Group)=gxcrawl", r"\1=daemon", text, flags=re.M), "utf-8")
    return tmp_path


@needs_systemd
def test_systemd_has_nothing_to_say_about_the_units(installed: Path) -> None:
    assert ANALYZE
    units = [str(installed / name) for name in UNITS]
    said = subprocess.run([ANALYZE, "verify", *units], capture_output=True, text=True, check=False)
    own = [line for line in said.stderr.splitlines() if "gxcrawl" in line and "man page" not in line]
    assert own == []


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_services_are_little_exposed(installed: Path, name: str) -> None:
    assert ANALYZE
    limit = [f"--threshold={EXPOSURE}", "--offline=true", "--no-pager"]
    said = subprocess.run(
        [ANALYZE, "security", *limit, str(installed / name)], capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout[-300:] + said.stderr


@needs_systemd
def test_timers_name_a_time_systemd_understands() -> None:
    assert ANALYZE
    for name in (name for name in UNITS if name.endswith(".timer")):
        [time] = re.findall(r"^OnCalendar=(.+)$", (DEPLOY / name).read_text("utf-8"), re.M)
        subprocess.run([ANALYZE, "calendar", time], check=True, capture_output=True)


def commands() -> list[str]:
    """Every call of gxcrawl in units, cron lines, containers and the handbook, without its path."""
    texts = "\n".join((DEPLOY / name).read_text("utf-8") for name in [*SERVICES, "gxcrawl.cron"])
    found = re.findall(r"bin/gxcrawl ([^>\n]+)", texts)
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    return found + [" ".join(one["command"]) for one in services.values() if "command" in one]


@pytest.mark.parametrize("line", commands())
def test_every_call_is_one_the_program_understands(line: str) -> None:
    told = CliRunner().invoke(main, [*shlex.split(line), "--help"])
    assert told.exit_code == 0, told.output


def test_the_container_copies_what_is_there() -> None:
    text = (DEPLOY / "Containerfile").read_text("utf-8")
    for line in re.findall(r"^COPY (.+) \S+$", text, re.M):
        for source in line.split():
            assert (ROOT / source).exists(), source


def test_the_compose_file_names_files_volumes_and_networks_that_exist() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (DEPLOY / source).exists() if source.startswith(".") else source in compose["volumes"]
        assert set(service.get("networks", [])) <= compose["networks"].keys()
        build = service.get("build")
        assert build is None or (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_no_secret_is_written_into_what_is_installed() -> None:
    for path in DEPLOY.iterdir():
        for name, value in re.findall(
            r"(\w*(?:PASSWORD|SECRET|TOKEN)\w*)[=:][ ]?(\S*)", path.read_text("utf-8")
        ):
            assert value in ("", f"${{{name}:-}}"), f"{path.name}: {name}"
