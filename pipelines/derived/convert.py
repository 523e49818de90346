"""Old Word files that our reader refuses (Word 95 and older), turned into DOCX by LibreOffice.

LibreOffice is an outside program and old files are hostile: it runs with a profile of its own, macros and links off, limits
of memory, time and output, and is killed with all its children. Starting it costs as much as 300 of our own readings, so
documents are converted in batches.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from parsers.document import Unreadable

BATCH = 40
"""Documents for one start of LibreOffice."""
START_SECONDS, DOCUMENT_SECONDS = 60, 20
MEMORY_KIB = 4 << 20  # of address space; LibreOffice maps 1 GiB before it opens anything
OUTPUT_BLOCKS = 200 << 11  # of 512 bytes: 100 MiB a file

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"
oor:op="fuse"><value>3</value></prop></item> <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop
oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item> <item
oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""
"""Settings: macros never run, links to other files and servers are never followed."""


def office() -> str | None:
    """The program that converts, or None: `doctor` says so, and documents that need it stay `unsupported`."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(documents: Sequence[bytes], suffix: str = "doc") -> list[bytes | Unreadable]:
    """Each document as DOCX, or why not: `unsupported` without LibreOffice, `corrupt` when it cannot read the file either.

    A batch that does not end in time is killed; what it had not reached is tried one by one, so a document that hangs
    LibreOffice costs itself.
    """
    program = office()
    if program is None:
        return [Unreadable("unsupported", "LibreOffice is not installed") for _ in documents]
    converted: list[bytes | Unreadable] = []
    for start in range(0, len(documents), BATCH):
        batch = dict(enumerate(documents[start : start + BATCH]))
        done = _converted(program, batch, suffix)
        for number, body in batch.items():
            if number not in done and len(batch) > 1:
                done |= _converted(program, {number: body}, suffix)
        missing = Unreadable("corrupt", "LibreOffice cannot read it either")
        converted += [done.get(number, missing) for number in batch]
    return converted


def _converted(program: str, batch: Mapping[int, bytes], suffix: str) -> dict[int, bytes]:
    """What LibreOffice made of a batch, by number."""
    with tempfile.TemporaryDirectory(prefix="gxcrawl-office-") as name:
        folder = Path(name)
        settings = folder / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(PROFILE, encoding="utf-8")
        sources = []
        for number, body in batch.items():
            sources.append(folder / f"{number}.{suffix}")
            sources[-1].write_bytes(body)
        _run(program, folder, [str(source) for source in sources])
        made = {number: folder / f"out/{number}.docx" for number in batch}
        return {number: path.read_bytes() for number, path in made.items() if path.exists()}


def _run(program: str, folder: Path, sources: Sequence[str]) -> None:
    seconds = START_SECONDS + DOCUMENT_SECONDS * len(sources)
    limits = f'ulimit -v {MEMORY_KIB} -t {seconds} -f {OUTPUT_BLOCKS} -c 0; exec "$@"'
    command = [
        "/bin/sh", "-c", limits, "sh", program, "--headless", "--norestore", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), *sources,
    ]  # fmt: skip
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
    }
    process = subprocess.Popen(  # noqa: S603 - the program is found by us, the arguments are paths of ours
        command, env=environment, cwd=folder, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):  # soffice starts soffice.bin: the whole session goes
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
