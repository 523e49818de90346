"""DOCX and bare ZIP: bombs, entities, spans, depth, lies about sizes."""

from __future__ import annotations

import zipfile
from io import BytesIO

from tests.hostile import hostile, truncated
from tests.ooxml import W, docx, p, package, tbl, tc, tr


def entity(declarations: str, reference: str = "&e;") -> bytes:
    return docx(p(reference), prolog=f"<!DOCTYPE x [{declarations}]>")


@hostile("bomb")
def a_part_that_unpacks_to_1_gib() -> bytes:
    out = BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
        target.open("word/document.xml", "w") as part,
    ):
        for _ in range(1024):
            part.write(b" " * (1 << 20))
    return out.getvalue()


@hostile("bomb", "corrupt")
def a_part_that_lies_about_its_size() -> bytes:
    whole = package({"word/document.xml": " " * (80 << 20)})
    return whole.replace((80 << 20).to_bytes(4, "little"), (500).to_bytes(4, "little"))


@hostile("read")
def an_entity_that_is_a_file_of_ours() -> bytes:
    return entity('<!ENTITY e SYSTEM "file:///etc/passwd">')


@hostile("read", "corrupt")
def a_document_type_on_another_server() -> bytes:
    return docx(p("6"), prolog='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">')


@hostile("read", "bomb", "corrupt")
def a_billion_laughs() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return entity(f'<!ENTITY e0 "ha">{levels}', "&e11;")


@hostile("read", "bomb", "corrupt")
def one_long_entity_a_hundred_thousand_times() -> bytes:
    return entity(f'<!ENTITY e "{"6" * 100_000}">', "&e;" * 100_000)


@hostile("read", "bomb", "corrupt")
def entities_within_an_attribute() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return docx('<w:p a="&e11;"/>', prolog=f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>')


@hostile("too_deep", "corrupt")
def three_thousand_tables_in_each_other() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 3000 + p("6") + "</w:tc></w:tr></w:tbl>" * 3000)


@hostile("read", "too_deep")
def as_many_tables_in_each_other_as_xml_allows() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 80 + p("6") + "</w:tc></w:tr></w:tbl>" * 80)


@hostile("read", "too_deep")
def text_boxes_in_each_other() -> bytes:
    inner, outer = (
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent>",
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
    )
    return docx(inner * 40 + p("6") + outer * 40)


@hostile("read", "bomb")
def a_cell_that_spans_a_thousand_million_columns() -> bytes:
    return docx(tbl(tr(*[tc("6", '<w:gridSpan w:val="1000000000"/>')] * 100)))


@hostile("read", "bomb")
def a_grid_of_half_a_million_columns() -> bytes:
    return docx(tbl(tr(tc("6"), tc("7")), widths=(100,) * 500_000))


@hostile("bomb")
def a_row_of_fifty_thousand_cells() -> bytes:
    return docx(tbl(tr(*[tc(f"{n}") for n in range(50_000)])))


@hostile("read", "bomb")
def two_hundred_thousand_rows() -> bytes:
    return docx(tbl(*[f"<w:tr><w:tc><w:p/></w:tc><w:tc>{p(str(n))}</w:tc></w:tr>" for n in range(100_000)]))


@hostile("read", "bomb")
def half_a_million_paragraphs() -> bytes:
    return docx("".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(300_000)))


@hostile("bomb")
def a_hundred_thousand_members() -> bytes:
    return package({"word/document.xml": "", **{f"{n}": "" for n in range(65_000)}})


@hostile("read")
def styles_based_on_each_other() -> bytes:
    styles = f'<w:styles xmlns:w="{W}">' + "".join(
        f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("ab", "ba")
    )
    relations = '<Relationships><Relationship Id="1" Type="x/styles" Target="styles.xml"/></Relationships>'
    parts = {"word/styles.xml": styles + "</w:styles>", "word/_rels/document.xml.rels": relations}
    return docx(p("6", '<w:pStyle w:val="a"/>'), parts)


@hostile("read", "corrupt", "not_a_document")
def a_part_outside_of_the_package() -> bytes:
    relations = '<Relationships><Relationship Id="1" Type="x/officeDocument" Target="../../../etc/passwd"/></Relationships>'
    return docx(p("6"), {"_rels/.rels": relations})


@hostile("read")
def macros() -> bytes:
    return docx(p("6"), {"word/vbaProject.bin": "Sub AutoOpen()"})


@hostile("corrupt", "encrypted")
def a_locked_part() -> bytes:
    whole = bytearray(docx(p("6")))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(magic) + offset] |= 1
    return bytes(whole)


@hostile("corrupt", "not_a_document", "unsupported")
def a_package_of_noise() -> bytes:
    return package({"word/document.xml": bytes((number * 7919) % 251 for number in range(50_000))})


@hostile("unsupported", "too_deep", "bomb")
def archives_within_archives() -> bytes:
    body = package({"report.txt": "6"})
    for _ in range(50):
        body = package({"inner.zip": body})
    return body


@hostile("unsupported", "bomb")
def an_archive_of_bombs() -> bytes:
    bomb = package({"0": bytes(40 << 20)})
    return package({f"{n}.zip": bomb for n in range(50)})


truncated(
    "packages",
    lambda: docx(p("6") * 500, {"word/media/1.png": "x" * 5000}),
    "truncated",
    "corrupt",
    "unsupported",
)
