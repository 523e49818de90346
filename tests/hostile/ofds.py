"""OFD: distances and shapes without end, pages and composites that contain themselves, paths that climb out."""

from __future__ import annotations

from tests.hostile import hostile, truncated
from tests.ofdfiles import NS, document, ofd, page, path, root, text
from tests.ooxml import package


@hostile("read")
def a_thousand_million_distances() -> bytes:
    return ofd(page(text(20, 30, "规章", "g 1000000000 1") + text(20, 40, "6", "g -5 1 g x g")))


@hostile("read", "corrupt")
def numbers_that_are_none() -> bytes:
    objects = text(20, 30, "规章", more='CTM="nan inf 0 1 1e999 0"') + path(
        0, 0, "M nan 1 L 1e999 1 L L A 1 2 C Z"
    )
    return ofd(
        page(
            objects
            + '<ofd:TextObject Boundary="a b" Size="1e308"><ofd:TextCode X="x">6</ofd:TextCode></ofd:TextObject>'
        )
    )


@hostile("bomb")
def a_path_of_a_million_corners() -> bytes:
    return ofd(page(path(0, 0, "M 0 0 " + "L 1 1 " * 500_000)))


@hostile("bomb")
def a_hundred_thousand_objects() -> bytes:
    return ofd(page(path(0, 0, "M 0 0 L 9 0") * 70_000))


@hostile("bomb")
def a_million_characters() -> bytes:
    return ofd(page(text(0, 0, "6" * 1_000_000, "g 1000000 0.1")))


def composites(*bodies: str) -> bytes:
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>{body}</ofd:Content></ofd:CompositeGraphicUnit>'
        for n, body in enumerate(bodies)
    )
    resources = f"<ofd:Res {NS}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    members = {
        "OFD.xml": root("D/Document.xml"),
        "D/Document.xml": document(1, "<ofd:PublicRes>R.xml</ofd:PublicRes>"),
        "D/R.xml": resources,
        "D/P0.xml": page('<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="0"/>'),
    }
    return package(members)


@hostile("read", "bomb")
def a_composite_that_holds_itself() -> bytes:
    return composites('<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="0"/>' * 20)


@hostile("read", "bomb")
def composites_that_double() -> bytes:
    return composites(*[f'<ofd:CompositeObject ResourceID="{n + 1}"/>' * 30 for n in range(24)])


@hostile("read")
def a_template_that_uses_itself() -> bytes:
    use = '<ofd:Template TemplateID="7"/>'
    members = {
        "OFD.xml": root("D/Document.xml"),
        "D/Document.xml": document(1, '<ofd:TemplatePage ID="7" BaseLoc="P0.xml"/>'),
        "D/P0.xml": page(text(20, 30, "规章"), use * 3),
    }
    return package(members)


@hostile("corrupt")
def a_document_outside_of_the_package() -> bytes:
    return package({"OFD.xml": root("../../../../etc/passwd", "file:///etc/passwd")})


@hostile("too_many_pages", "bomb")
def one_page_a_hundred_thousand_times() -> bytes:
    listed = '<ofd:Page ID="1" BaseLoc="P0.xml"/>' * 100_000
    body = f"<ofd:Document {NS}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>"
    return package({"OFD.xml": root("D/Document.xml"), "D/Document.xml": body, "D/P0.xml": page("")})


@hostile("bomb", "corrupt", "read")
def laughs_in_a_page() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return ofd(f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>' + page(text(0, 0, "&e11;")))


@hostile("bomb")
def a_page_that_unpacks_to_80_megabytes() -> bytes:
    return ofd(" " * (80 << 20) + page(""))


truncated("ofds", lambda: ofd(page(text(20, 30, "规章") * 99)), "truncated", "corrupt", "unsupported")
