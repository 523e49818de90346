"""What all OOXML packages (DOCX, XLSX) share: relations between parts, and core properties."""

from __future__ import annotations

from parsers.document import Unreadable
from parsers.office.packages import Package, XmlElement, attribute, local, resolve


def relations(package: Package, part: str) -> dict[str, str]:
    """Relation id -> member name, for the members a part points to; links to other servers are left out."""
    return {key: target for key, (_, target) in _related(package, part).items()}


def related(package: Package, part: str, kind: str) -> str | None:
    """The member a part points to as its `styles`, `numbering`, `sharedStrings` …"""
    found = (target for name, target in _related(package, part).values() if name == kind)
    return next((target for target in found if target in package), None)


def main_part(package: Package, usual: str) -> str:
    """Name of the part that is the document. Raises `Unreadable` `not_a_document` when the package has
    none."""
    named = related(package, "", "officeDocument")
    if named is not None:
        return named
    if usual in package:
        return usual
    raise Unreadable("not_a_document", f"the package has no {usual}")


def _related(package: Package, part: str) -> dict[str, tuple[str, str]]:
    folder, _, name = part.rpartition("/")
    member = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    if member not in package:
        return {}
    return {
        attribute(element, "Id"): (attribute(element, "Type").rpartition("/")[2], resolve(part, target))
        for element in package.xml(member)
        if (target := attribute(element, "Target")) and attribute(element, "TargetMode") != "External"
    }


def core_properties(package: Package) -> dict[str, str]:
    """Author, dates, title … as docProps/core.xml states them; nothing when it is missing or damaged."""
    try:
        root = package.xml("docProps/core.xml")
    except Unreadable:
        return {}
    return {local(child): child.text.strip() for child in root if child.text and child.text.strip()}


def is_on(toggle: XmlElement | None) -> bool:
    """Whether a property such as bold or hidden is stated, and not stated as off."""
    return toggle is not None and attribute(toggle, "val", "1") not in ("0", "false", "off")
