"""Files that hold files: ZIP archives in which a body publishes its report with its annexes.

Office formats are ZIP packages too, but documents, and left whole. RAR, 7z and gzip are recognised and
`unsupported`: what unpacks them is an outside program, which this package never starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import normpath
from struct import unpack_from
from zipfile import ZipInfo

from parsers import limits
from parsers.document import Unreadable
from parsers.office.packages import Package

ZIP = b"PK\x03\x04"
FOREIGN = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z", b"\x1f\x8b": "gzip"}
DOCUMENTS = ("[Content_Types].xml", "OFD.xml", "mimetype")
"""Members that make a ZIP a document: OOXML, OFD, OpenDocument."""
UTF8_NAME, UNICODE_PATH = 0x800, 0x7075


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive; `name` is its path within, `refused` the reason why its body is empty."""

    name: str
    body: bytes
    refused: str = ""

    def __repr__(self) -> str:
        return f"Member({self.name!r}, {len(self.body)} bytes, refused={self.refused!r})"


def members(body: bytes) -> tuple[Member, ...]:
    """All files of an archive, those of archives within it under its name, in the order stored.

    A damaged or locked member is given with the reason. Raises `Unreadable` for the archive as a whole:
    `unsupported`, `bomb`, `too_deep`, `too_large`, `truncated`, `corrupt`.
    """
    for magic, kind in FOREIGN.items():
        if body.startswith(magic):
            raise Unreadable("unsupported", f"a {kind} archive; unpack it with an outside program")
    found = tuple(_members(body, "", 1))
    unpacked = sum(len(member.body) for member in found)
    if unpacked > limits.PACKAGE_BYTES or len(found) > limits.ENTRIES:
        raise Unreadable("bomb", f"{len(found)} files of {unpacked} bytes")
    return found


def _members(body: bytes, prefix: str, depth: int) -> list[Member]:
    package = Package(body)
    found: list[Member] = []
    for own, info in package.infos.items():
        name = safe_name(stored_name(info))
        if not name or name.startswith("__MACOSX/") or name.rpartition("/")[2] in ("Thumbs.db", ".DS_Store"):
            continue
        try:
            content = package.read(own)
        except Unreadable as error:
            if error.reason == "bomb":
                raise
            found.append(Member(prefix + name, b"", error.reason))
            continue
        if is_bundle(content):
            if depth >= limits.NESTING:
                raise Unreadable("too_deep", f"archives within archives, {prefix + name} the deepest")
            try:
                found += _members(content, f"{prefix}{name}/", depth + 1)
            except Unreadable as error:
                if error.reason in ("bomb", "too_deep"):
                    raise
                found.append(Member(prefix + name, content, error.reason))
        else:
            found.append(Member(prefix + name, content))
    return found


def is_bundle(body: bytes) -> bool:
    """Whether a file is a ZIP that is no document of its own."""
    if not body.startswith(ZIP):
        return False
    try:
        package = Package(body)
    except Unreadable:
        return not any(name.encode() in body for name in DOCUMENTS)
    return not any(name in package for name in DOCUMENTS)


def stored_name(info: ZipInfo) -> str:
    """Name of a member. Chinese Windows writes GBK without saying so, which zipfile reads as cp437.

    >>> stored_name(ZipInfo("年报.doc".encode("gbk").decode("cp437")))
    '年报.doc'
    """
    if info.flag_bits & UTF8_NAME:
        return info.filename
    extra, at = info.extra, 0
    while at + 4 <= len(extra):
        kind, size = unpack_from("<HH", extra, at)
        if kind == UNICODE_PATH and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "replace")
        at += 4 + size
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def safe_name(name: str) -> str:
    """A name as a path below the archive: no root, no drive, nothing that climbs out; "" when nothing is
    left.

    >>> safe_name("..\\\\..\\\\etc/passwd"), safe_name("C:\\\\附件\\\\年报.doc"), safe_name("a/../../b"), safe_name("/")
    ('etc/passwd', '附件/年报.doc', 'b', '')
    """
    path = name.replace("\\", "/").replace("\0", "")
    if path[1:2] == ":":
        path = path[2:]
    path = normpath("/" + path.lstrip("/")).lstrip("/")
    return "" if path == "." else path
