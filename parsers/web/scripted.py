"""Articles whose body is text inside a script: `window._CONFIG = {DETAIL: {"content": "\\u003Cp\\u003E…"}}` of gkmlpt.

A browser shows it; a reader of the page's elements would find an empty article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from parsers.limits import HTML_BYTES

_CONTENT = re.compile(r"""\bDETAIL["']?\s*:\s*\{.*?"content"\s*:\s*("(?:[^"\\]|\\.)*")""", re.DOTALL)
_FILES = re.compile(r""""attachment"\s*:\s*(\[[^\]]*\])""")
_TAG = re.compile(r"<[^>]*>|&nbsp;|\s+")
_SHOWN = 40
"""So many characters of the body in the page itself mean that the page shows it without the script, too."""


def unfolded(text: str) -> str:
    """The page with the body of its script at its end, as a browser would show it; any other page as it is."""
    match = _CONTENT.search(text) if "DETAIL" in text else None
    body = _string(match[1]) if match else ""
    words = _TAG.sub("", body)[:_SHOWN]
    if not match or not words or words in _TAG.sub("", text[: match.start()] + text[match.end() :]):
        return text
    at = text.lower().rfind("</body>")
    before, after = (text[:at], text[at:]) if at >= 0 else (text, "")
    return f'{before}<div class="article-content">{body}{"".join(_links(text[match.start() :]))}</div>{after}'


def has_body(text: str) -> bool:
    """Whether a page that shows nothing without its script holds an article all the same."""
    return unfolded(text) != text


def _string(literal: str) -> str:
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return ""


def _links(text: str) -> Iterator[str]:
    """The files the same object names beside the body."""
    match = _FILES.search(text, 0, HTML_BYTES)
    try:
        files = json.loads(match[1], strict=False) if match else []
    except ValueError:
        return
    for file in files:
        if isinstance(file, dict) and file.get("url"):
            yield f'<p>附件：<a href="{file["url"]}">{file.get("name") or ""}</a></p>'
