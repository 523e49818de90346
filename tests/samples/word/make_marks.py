"""Writes marks.docx here as plain WordprocessingML; LibreOffice made marks.doc from it (see make.py for the command).

    python -m tests.samples.word.make_marks

Kept in it: lists of three levels (一、 （一） 1.), a list that counts through a table, a text box with a table, deleted,
inserted and hidden text, a field, a row that starts one column late.
"""

from pathlib import Path

from tests.ooxml import docx, p, tbl, tc, tr

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
BY = 'w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"'


def numbered(text: str, depth: int) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def parts() -> dict[str, str]:
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(LEVELS)
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("numbering", "numbering"))
    )
    return {
        "word/numbering.xml": '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
        "word/_rels/document.xml.rels": relation("numbering", "numbering.xml"),
        "_rels/.rels": relation("officeDocument", "word/document.xml"),
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    }


def relation(kind: str, target: str) -> str:
    return f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{KIND}/{kind}" Target="{target}"/></Relationships>'


def body() -> str:
    framed = p("框内文字") + tbl(tr(tc("框表"), tc("6")), widths=(1000, 1000)) + p("框尾")
    shape = '<v:shape style="width:100pt;height:50pt;position:absolute"><v:textbox>'
    box = f"<w:r><w:pict>{shape}<w:txbxContent>{framed}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    deleted = f"<w:del {BY}><w:r><w:delText>5</w:delText></w:r></w:del>"
    changed = run("共") + deleted + f"<w:ins {BY}>{run('6')}</w:ins>" + run("件") + run("77", "<w:vanish/>")
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    field = f"{begin}<w:r><w:instrText> =1+2 </w:instrText></w:r>{middle}{run('3')}{end}"
    table = tbl(
        tr(tc(numbered("列一", 1)), tc(numbered("列二", 1)), tc("数")),
        tr(tc("甲", '<w:gridSpan w:val="2"/>'), tc("")),
        tr(tc("乙"), tc("丙"), tc(p("1") + p("2"))),
        widths=(1500, 1500, 900),
    )
    late = tbl(
        tr(tc("晚"), properties='<w:gridBefore w:val="1"/>'), tr(tc("早"), tc("晚")), widths=(1000, 1000)
    )
    heads = (("总体情况", 0), ("主动公开", 1), ("其一", 2), ("其二", 2), ("管理", 1), ("其三", 2))
    return (
        "".join(numbered(text, depth) for text, depth in heads)
        + f"<w:p>{run('锚')}{box}</w:p><w:p>{changed}</w:p><w:p>{run('合计')}{field}</w:p>"
        + table + numbered("申请", 0) + late + p("尾")
    )  # fmt: skip


if __name__ == "__main__":
    (Path(__file__).parent / "marks.docx").write_bytes(docx(body(), parts()))
