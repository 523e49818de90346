"""What this machine has and lacks for a night of crawling. Each probe answers with the command that mends it."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import sqlite3
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

from gxcrawl import registry
from pipelines.warc.ledger import NAME, Ledger, NoArchive

GIB = 1 << 30
DISK_LOW = 10 * GIB
DISK_FULL = GIB
PYTHON = (3, 11)
SQLITE = (3, 37)
"""The first with strict tables."""

State = Literal["ok", "warning", "missing"]


@dataclass(frozen=True, slots=True)
class Probe:
    """One answer. `missing` stops a night, `warning` narrows what can be read or who can be asked."""

    name: str
    state: State
    said: str
    mend: str = ""


def probes(archive: Path, environment: Mapping[str, str], now: datetime) -> Iterator[Probe]:
    """Everything there is to ask, in the order in which one would mend it."""
    yield python()
    yield from packages()
    yield sqlite()
    yield tls()
    yield program("libreoffice", ("soffice", "libreoffice"), _OFFICE, _OFFICE_MEND)
    yield ocr()
    yield fonts()
    yield disk(archive)
    yield permissions(archive)
    yield clock(archive, now)
    yield sites(environment)
    yield contact(environment)
    yield proxy(environment)
    yield cluster(environment)


_OFFICE = "conversion of damaged and rare office files"
_OFFICE_MEND = "apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui"


def python() -> Probe:
    said = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info >= PYTHON:
        return Probe("python", "ok", said)
    return Probe("python", "missing", f"{said}, 3.11 or newer is needed", "apt-get install python3.11")


def packages() -> Iterator[Probe]:
    """The packages gxcrawl itself names, each with a version it accepts."""
    wanted = [Requirement(line) for line in requires("gxcrawl") or ()]
    faults = []
    for requirement in wanted:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            faults.append(f"{requirement.name} is not installed")
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            faults.append(f"{requirement.name} {found}, wanted {requirement.specifier}")
    if faults:
        mend = "python -m pip install --require-hashes -r requirements.lock"
        yield Probe("packages", "missing", "; ".join(faults), mend)
    else:
        yield Probe("packages", "ok", f"gxcrawl {version('gxcrawl')} and all it needs")


def sqlite() -> Probe:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("pragma compile_options")}
    said = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < SQLITE:
        return Probe("sqlite", "missing", f"{said}, 3.37 or newer is needed", "use a newer Python build")
    if "ENABLE_FTS5" not in options:
        return Probe(
            "sqlite", "missing", f"{said} without FTS5, the search index", "use a newer Python build"
        )
    return Probe("sqlite", "ok", f"{said} with FTS5")


def tls() -> Probe:
    paths = ssl.get_default_verify_paths()
    bundle = next((path for path in (paths.cafile, paths.capath) if path and Path(path).exists()), None)
    if bundle:
        return Probe("tls", "ok", f"{ssl.OPENSSL_VERSION}, authorities in {bundle}")
    return Probe("tls", "warning", "no certificate authorities", "apt-get install ca-certificates")


def program(name: str, commands: tuple[str, ...], purpose: str, mend: str) -> Probe:
    """A program that is called when it is there."""
    found = next(filter(None, map(shutil.which, commands)), None)
    if found:
        return Probe(name, "ok", found)
    return Probe(name, "warning", f"not installed: {purpose} will be marked as not done", mend)


def ocr() -> Probe:
    if find_spec("rapidocr_onnxruntime"):
        return Probe("ocr", "ok", f"rapidocr-onnxruntime {version('rapidocr-onnxruntime')}")
    said = "not installed: scanned reports will be stored without figures"
    return Probe("ocr", "warning", said, "python -m pip install 'gxcrawl[ocr]'")


def fonts() -> Probe:
    """Conversions and pictures of pages want one font with Chinese letters."""
    lister = shutil.which("fc-list")
    mend = "apt-get install fontconfig fonts-wqy-zenhei"
    if lister is None:
        return Probe("fonts", "warning", "fontconfig is not installed", mend)
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)  # noqa: S603
    families = sorted({line.split(",")[0] for line in listed.stdout.splitlines() if line.strip()})
    if families:
        return Probe("fonts", "ok", families[0])
    return Probe("fonts", "warning", "no font with Chinese letters", mend)


def disk(archive: Path) -> Probe:
    """Free space where the archive is, or will be."""
    place = nearest(archive)
    free = shutil.disk_usage(place).free
    said = f"{free / GIB:.1f} GiB free at {place}"
    mend = f"free space at {place}, or choose another place with GXCRAWL_ARCHIVE"
    state: State = "missing" if free < DISK_FULL else "warning" if free < DISK_LOW else "ok"
    return Probe("disk", state, said, "" if state == "ok" else mend)


def permissions(archive: Path) -> Probe:
    """May this user write the archive, and everything in it that is written again?"""
    if not archive.exists():
        place = nearest(archive)
        if os.access(place, os.W_OK | os.X_OK):
            return Probe("permissions", "ok", f"{archive} can be created")
        return Probe(
            "permissions", "missing", f"{place} is not writable", f"install -d -o {user()} {archive}"
        )
    written = [archive, archive / "warc", archive / "locks", *archive.glob("*.db")]
    closed = [str(path) for path in written if path.exists() and not os.access(path, os.R_OK | os.W_OK)]
    if closed:
        said = f"not writable by {user()}: {', '.join(closed)}"
        return Probe("permissions", "missing", said, f"chown -R {user()} {archive}")
    return Probe("permissions", "ok", f"{archive} is writable by {user()}")


def clock(archive: Path, now: datetime) -> Probe:
    """A clock that was set back would make old captures newer than new ones."""
    said = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    latest = latest_sighting(archive)
    if latest > said:
        mend = "timedatectl set-ntp true   # then wait until the clock is right"
        return Probe("clock", "missing", f"{said}, but the archive has seen {latest}", mend)
    return Probe("clock", "ok", said)


def sites(environment: Mapping[str, str]) -> Probe:
    folder = Path(environment.get("GXCRAWL_SITES") or registry.SITES)
    try:
        found = registry.load(folder)
    except registry.RegistryError as error:
        return Probe("sites", "missing", str(error), f"mend the key in {folder / error.source}")
    if not found:
        return Probe("sites", "warning", f"{folder} names no site", "gxcrawl sites new --help")
    return Probe("sites", "ok", f"{len(found)} sites, {sum(len(site.channels) for site in found)} channels")


def contact(environment: Mapping[str, str]) -> Probe:
    given = environment.get("GXCRAWL_CONTACT", "")
    if given:
        return Probe("contact", "ok", given)
    said = "not set: real sites will not be asked"
    return Probe("contact", "warning", said, "export GXCRAWL_CONTACT=you@example.org")


def proxy(environment: Mapping[str, str]) -> Probe:
    """Values are not printed: a proxy's address may hold a password."""
    names = sorted(
        name
        for name in environment
        if re.fullmatch(r"(http|https|all)_proxy", name, re.I) and environment[name]
    )
    if not names:
        return Probe("proxy", "ok", "none")
    said = f"{', '.join(names)} set: requests go through it, and the guard cannot see private addresses"
    return Probe("proxy", "warning", said, f"unset {' '.join(names)}")


def cluster(environment: Mapping[str, str]) -> Probe:
    address = environment.get("GXCRAWL_SCHEDULER", "")
    if not address:
        return Probe("cluster", "ok", "none: documents are read by processes of this machine")
    if find_spec("distributed"):
        return Probe("cluster", "ok", f"Dask scheduler at {address}")
    said = f"GXCRAWL_SCHEDULER is {address}, but Dask is not installed"
    return Probe("cluster", "missing", said, "python -m pip install 'gxcrawl[cluster]'")


def latest_sighting(archive: Path) -> str:
    """UTC time of the newest fetch the ledger knows; empty when there is no ledger to ask."""
    if not (archive / NAME).is_file():
        return ""
    try:
        with Ledger(archive) as ledger:
            return str(ledger.rows("select coalesce(max(at), '') as at from fetches")[0]["at"])
    except (NoArchive, sqlite3.Error):
        return ""  # `gxcrawl verify` is the verb that says what is wrong with an archive


def nearest(path: Path) -> Path:
    """The path itself or its closest ancestor that exists."""
    return next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())


def user() -> str:
    return getpass.getuser()
