"""Smallest files of OpenDocument and of the XML of Excel 2003 for tests."""

from __future__ import annotations

import zipfile
from io import BytesIO

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("manifest", "manifest"),
    )
)  # fmt: skip
MEDIA_TYPE = "application/vnd.oasis.opendocument."
EXCEL = "urn:schemas-microsoft-com:office:spreadsheet"


def flat(body_kind: str, body: str, styles: str = "", kind: str = "", prolog: str = "") -> bytes:
    """A file in one XML text whose body is of that kind (`text`, `spreadsheet`) and which calls itself `kind`."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}'
        f'<office:document {NAMESPACES} office:mimetype="{MEDIA_TYPE}{kind or body_kind}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{body_kind}>{body}</office:{body_kind}></office:body></office:document>"
    ).encode()


def packed(kind: str, body: str, styles: str = "", manifest: str = "") -> bytes:
    """A package with content and styles apart."""
    content = f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    named = f"<office:styles>{styles}</office:styles>"
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in (
            ("mimetype", MEDIA_TYPE + kind),
            ("content.xml", f"<office:document-content {NAMESPACES}>{content}</office:document-content>"),
            ("styles.xml", f"<office:document-styles {NAMESPACES}>{named}</office:document-styles>"),
            ("META-INF/manifest.xml", f"<manifest:manifest {NAMESPACES}>{manifest}</manifest:manifest>"),
        ):
            package.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def workbook(rows: str, styles: str = "", more: str = "", prolog: str = "") -> bytes:
    """The XML of Excel 2003 with one sheet of these rows; `more` follows its table."""
    return (
        f'<?xml version="1.0"?>{prolog}<?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{EXCEL}" xmlns:ss="{EXCEL}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="表"><Table>{rows}</Table>{more}</Worksheet></Workbook>'
    ).encode()
