"""Ways to damage files of every format, for fuzzing.

Packages and compound files are damaged inside, member by member; a flipped bit in a ZIP itself would only ever test its
checksum, and a byte more in a compound file shifts all sectors.
"""

from __future__ import annotations

import traceback
import zipfile
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from random import Random

from lxml import etree

from parsers.document import Unreadable
from parsers.normalize import normalize
from parsers.office.bundles import members
from parsers.office.compound import MAGIC, Compound
from parsers.parse import parse
from tests.oldword import compound
from tests.ooxml import package

NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
KINDS = ("flip", "set", "cut", "repeat", "swap", "number", "digits", "empty")


@dataclass(frozen=True)
class Mutation:
    """One damage: where (0 to 1, of the length), of how many bytes, with what number."""

    kind: str
    where: float
    size: int
    value: int


def damaged(body: bytes, mutations: list[Mutation]) -> bytes:
    """The sample with its damages; in packages the damage goes into members, in compound files mostly."""
    if body.startswith(b"PK\x03\x04") and mutations:
        return _repacked(body, mutations)
    if body.startswith(MAGIC) and mutations and mutations[0].value % 4:
        return _restreamed(body, mutations)
    for mutation in mutations:
        body = _anywhere(body, mutation)
    return body


def _anywhere(body: bytes, mutation: Mutation) -> bytes:
    return (_element if body.startswith(b"<") and mutation.size < 40 else _once)(body, mutation)


def _once(body: bytes, mutation: Mutation) -> bytes:
    at = min(int(mutation.where * len(body)), max(0, len(body) - 1))
    end = min(len(body), at + mutation.size)
    piece = body[at:end]
    number = NUMBERS[mutation.value % len(NUMBERS)]
    if mutation.kind == "flip":
        piece = bytes(byte ^ (1 << mutation.value % 8) for byte in piece)
    elif mutation.kind == "set":
        piece = bytes((mutation.value % 256,)) * len(piece)
    elif mutation.kind == "cut":
        piece = b""
    elif mutation.kind == "repeat":
        piece *= 2 + mutation.value % 40
    elif mutation.kind == "swap":
        piece = piece[len(piece) // 2 :] + piece[: len(piece) // 2]
    elif mutation.kind == "number":
        piece = number.to_bytes(4, "little")
    elif mutation.kind == "digits":  # markup writes its numbers out
        piece = str(number - mutation.value % 3).encode()
    else:
        return body[:at]
    return body[:at] + piece + body[end:]


def _repacked(body: bytes, mutations: list[Mutation]) -> bytes:
    with zipfile.ZipFile(BytesIO(body)) as source:
        inside = {name: source.read(name) for name in source.namelist()}
    return package(_with_damages(inside, mutations))


def _restreamed(body: bytes, mutations: list[Mutation]) -> bytes:
    source = Compound(body)
    inside = {name: source.read(name) for name in source.names if "/" not in name}
    return compound(_with_damages(inside, mutations))


def _with_damages(inside: dict[str, bytes], mutations: list[Mutation]) -> dict[str, bytes]:
    names = sorted(inside)
    for mutation in mutations:
        name = names[mutation.value % len(names)]
        inside[name] = _anywhere(inside[name], mutation)
    return inside


def _element(body: bytes, mutation: Mutation) -> bytes:
    """XML that stays well-formed, with one element lost, repeated, moved or stating something else."""
    try:
        root = etree.fromstring(body, etree.XMLParser(huge_tree=False, resolve_entities=False))
    except etree.XMLSyntaxError:
        return _once(body, mutation)
    elements = [element for element in root.iterdescendants() if isinstance(element.tag, str)]
    if not elements:
        return body
    element = elements[min(int(mutation.where * len(elements)), len(elements) - 1)]
    parent = element.getparent()
    assert parent is not None
    number = str(NUMBERS[mutation.value % len(NUMBERS)] - mutation.value % 3)
    if mutation.kind == "cut":
        parent.remove(element)
    elif mutation.kind == "repeat":
        for _ in range(1 + mutation.value % 40):
            parent.append(deepcopy(element))
    elif mutation.kind == "swap":
        elements[mutation.value % len(elements)].append(deepcopy(element))
    elif mutation.kind in ("number", "digits") and element.attrib:
        element.set(sorted(element.attrib, key=str)[mutation.value % len(element.attrib)], number)
    elif mutation.kind == "empty":
        element.clear()
    else:
        element.text = number
    return etree.tostring(root)


def drawn(seed: int) -> list[Mutation]:
    random = Random(seed)
    return [
        Mutation(random.choice(KINDS[:-1] if random.random() < 0.9 else KINDS), random.random(),
                 random.choice((1, 1, 1, 2, 4, 8, 40, 400)), random.randrange(1 << 16))
        for _ in range(random.choice((1, 1, 2, 3, 5, 10, 30)))
    ]  # fmt: skip


def attempt(body: bytes) -> str:
    """What becomes of a file: `read`, the reason it is refused for, or the traceback of a defect."""
    try:
        if body.startswith(b"PK\x03\x04"):
            refused = _members(body)
            if refused:
                return refused
        parse(normalize(body))
    except Unreadable as error:
        return error.reason
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - that is what we are looking for
        return f"defect\n{traceback.format_exc(limit=-6)}"
    return "read"


def _members(body: bytes) -> str:
    try:
        members(body)
    except Unreadable:
        return ""
    except Exception:  # noqa: BLE001 - see above
        return f"defect\n{traceback.format_exc(limit=-6)}"
    return ""
