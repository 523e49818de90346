"""ZIP packages (DOCX, XLSX, OFD, bundles) opened with limits; their XML parsed without entities or
network."""

from __future__ import annotations

import zipfile
import zlib
from functools import lru_cache
from io import BytesIO
from posixpath import join, normpath

from lxml import etree

from parsers import limits
from parsers.document import Unreadable

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What zipfile raises for a damaged member: bad CRC or stream, cut end, unknown compression, wanted
password."""

XmlElement = etree._Element
Properties = dict[str, XmlElement]


class Package:
    """The members of a ZIP file, each unpacked at most once per `read`, none beyond its limit.

    Raises `Unreadable`: `too_large`, `corrupt`, `truncated`, `encrypted`, `bomb`. Sizes in the directory
    are what the sender claims, so they are checked first (cheap) and the bytes are counted again while
    unpacking (true).
    """

    def __init__(self, body: bytes) -> None:
        if len(body) > limits.FILE_BYTES:
            raise Unreadable("too_large", f"{len(body)} bytes, at most {limits.FILE_BYTES} are read")
        try:
            self._zip = zipfile.ZipFile(BytesIO(body))
        except BROKEN as error:
            reason = "truncated" if body[:4] == b"PK\x03\x04" else "corrupt"
            raise Unreadable(reason, f"no readable ZIP directory: {error}") from error
        infos = self._zip.infolist()
        if len(infos) > limits.ENTRIES:
            raise Unreadable("bomb", f"{len(infos)} members, at most {limits.ENTRIES} are read")
        self.infos = {info.filename: info for info in infos if not info.is_dir()}
        self._folded = {name.lower().replace("\\", "/").lstrip("/"): name for name in self.infos}
        self._unpacked = 0

    def find(self, name: str) -> str | None:
        """The member's own spelling of a name: compared without case, with or without the leading slash."""
        return self._folded.get(normpath(name.replace("\\", "/")).lstrip("/").lower())

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def size(self, name: str) -> int:
        """Bytes a member says it has; 0 when there is none of the name."""
        own = self.find(name)
        return self.infos[own].file_size if own is not None else 0

    def read(self, name: str) -> bytes:
        """Unpack one member. Raises `Unreadable`: `corrupt` when missing or damaged, `bomb` beyond limits."""
        own = self.find(name)
        if own is None:
            raise Unreadable("corrupt", f"the package has no member {name!r}")
        info = self.infos[own]
        if info.flag_bits & 1:
            raise Unreadable("encrypted", f"member {own!r} wants a password")
        refuse_bomb(own, info.file_size, info.compress_size)
        try:
            with self._zip.open(info) as stream:
                body = stream.read(limits.MEMBER_BYTES + 1)
        except BROKEN as error:
            raise Unreadable("corrupt", f"member {own!r} cannot be unpacked: {error}") from error
        refuse_bomb(own, len(body), info.compress_size)
        self._unpacked += len(body)
        if self._unpacked > limits.PACKAGE_BYTES:
            raise Unreadable("bomb", f"more than {limits.PACKAGE_BYTES} bytes unpacked")
        return body

    def xml(self, name: str) -> XmlElement:
        """Root element of an XML member."""
        return parse_xml(self.read(name), name)


def refuse_bomb(name: str, unpacked: int, packed: int) -> None:
    """Raise `Unreadable` `bomb` when a member is too large, or grows too much while being unpacked."""
    if unpacked > limits.MEMBER_BYTES:
        raise Unreadable("bomb", f"member {name!r} unpacks to {unpacked} bytes")
    if unpacked > limits.PACKING_FREE and unpacked > limits.PACKING * max(packed, 1):
        raise Unreadable("bomb", f"member {name!r} unpacks to {unpacked // max(packed, 1)} times its size")


def parse_xml(body: bytes, name: str = "xml") -> XmlElement:
    """Root of an XML text; entities stay unexpanded, nothing is fetched, depth and growth are libxml2's
    limits.

    >>> parse_xml(b"<a><b/></a>").tag
    'a'
    """
    # A parser per document: libxml2's dictionary of names lives as long as the parser and would only grow.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True,
        remove_pis=True, remove_blank_text=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        text = str(error)
        if "depth" in text:
            raise Unreadable("too_deep", f"{name}: {text}") from error
        if "amplification" in text or "entity loop" in text or "entities" in text:
            raise Unreadable("bomb", f"{name}: {text}") from error
        raise Unreadable("corrupt", f"{name}: {text}") from error
    if root is None:
        raise Unreadable("corrupt", f"{name} is empty")
    return root


def resolve(base: str, target: str) -> str:
    """Member name that `target` means when written in member `base`.

    >>> resolve("word/document.xml", "media/image1.png"), resolve("word/document.xml", "/word/styles.xml")
    ('word/media/image1.png', 'word/styles.xml')
    """
    if target.startswith("/"):
        return normpath(target).lstrip("/")
    return normpath(join(base.rpartition("/")[0], target)).lstrip("/")


def local(element: XmlElement) -> str:
    """Tag without its namespace: transitional and strict OOXML differ only there.

    >>> local(parse_xml(b"<w:p xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'/>"))
    'p'
    """
    return local_name(element.tag)


@lru_cache(maxsize=4096)
def local_name(tag: object) -> str:
    """The part of a tag behind its namespace; "" for what is no element."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def parts(element: XmlElement | None) -> Properties:
    """Children by local name, of several the last: how properties are stored."""
    return {} if element is None else {local_name(child.tag): child for child in element}


def attribute(element: XmlElement, name: str, default: str = "") -> str:
    """Attribute by local name, whatever its namespace."""
    value = element.get(name)
    if value is not None:
        return value
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return default
