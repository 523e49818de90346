"""A document of Word in one XML file: its parts in one package of XML, or the format of Word 2003 (WordprocessingML).

The second has other names for a few things (`vmerge`, `hlink`, `annotation`), which the reader of DOCX knows; its lists are
described in another way, so the numbers they print are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from zipfile import ZipInfo

from lxml import etree

from parsers import limits
from parsers.document import Unreadable
from parsers.office.packages import Package, XmlElement, attribute, local, parse_xml, parts

_MAIN = "word/document.xml"
_STYLES = b'<Relationships><Relationship Id="s" Type="x/styles" Target="styles.xml"/></Relationships>'


class FlatPackage(Package):
    """The parts of one XML file under the names they have in a DOCX; pictures are left out.

    Raises `Unreadable`: `too_large`, `not_a_document`, and what `parse_xml` raises.
    """

    def __init__(self, body: bytes) -> None:
        if len(body) > limits.FILE_BYTES:
            raise Unreadable("too_large", f"{len(body)} bytes, at most {limits.FILE_BYTES} are read")
        self._members = dict(_members(parse_xml(body)))
        self.infos = {name: ZipInfo(name) for name in self._members}
        self._folded = {name.lower(): name for name in self._members}

    def read(self, name: str) -> bytes:
        """The XML of one part."""
        return etree.tostring(self.xml(name))

    def xml(self, name: str) -> XmlElement:
        """Root element of a part. Raises `Unreadable` `corrupt` when it is missing."""
        own = self.find(name)
        if own is None:
            raise Unreadable("corrupt", f"the file has no part {name!r}")
        return self._members[own]


def _members(root: XmlElement) -> Iterator[tuple[str, XmlElement]]:
    if local(root) == "package":
        for part in root:
            data = parts(part).get("xmlData")
            if data is not None and len(data):
                yield attribute(part, "name").lstrip("/"), data[0]
    elif local(root) == "wordDocument":
        yield _MAIN, root
        if "styles" in (own := parts(root)):
            yield "word/styles.xml", own["styles"]
            yield "word/_rels/document.xml.rels", parse_xml(_STYLES)
    else:
        raise Unreadable("not_a_document", f"the XML of a {local(root)}")
