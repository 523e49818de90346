"""Smallest DOCX and XLSX packages for tests."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_SHEETS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(body: str, parts: dict[str, str] | None = None, namespace: str = W, prolog: str = "") -> bytes:
    """A DOCX whose body is that WordprocessingML; `parts` maps member names to XML texts."""
    document = (
        f'{prolog}<w:document xmlns:w="{namespace}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<w:body>{body}</w:body></w:document>"
    )
    return package({"word/document.xml": document, **(parts or {})})


def package(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these members, the same bytes every time."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def sheet(
    rows: str, more: str = "", namespace: str = STRICT_SHEETS, prolog: str = "", workbook: str = ""
) -> bytes:
    """A package with one sheet of that SpreadsheetML."""
    sheets = '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets>'
    main = f'<workbook xmlns="{namespace}" xmlns:r="{R}">{sheets}{workbook}</workbook>'
    relations = '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    data = f"<sheetData>{rows}</sheetData>{more}"
    return package(
        {
            "xl/workbook.xml": main,
            "xl/_rels/workbook.xml.rels": relations,
            "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{namespace}">{data}</worksheet>',
        }
    )
