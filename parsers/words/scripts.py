"""Reposts in traditional characters, some with Taiwan's words too (規範性檔案 for 规范性文件), are recognised and marked.

Text is stored as found. Only what is matched against the vocabulary is converted, by `simplified`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from parsers.document import Document, Grid
from parsers.report import Finding

_HAN = re.compile(r"[一-鿿]")
_PHONETIC = re.compile(r"[一-鿿]\([a-zà-ÿ]{1,6}\)")
_SAMPLE = 2000
_WORDS = ("檔案", "入口網站", "民眾", "資訊", "程式", "網路")
"""Words Taiwan uses where the mainland's text has another one, not only another shape."""


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def read_script(text: str) -> str:
    """`simplified`, `traditional`, `traditional_words` (words were exchanged too), `mixed` or `other` (hardly any Han).

    >>> read_script("政府信息公开"), read_script("政府資訊公開"), read_script("政府信息公開報告")
    ('simplified', 'traditional_words', 'traditional')
    """
    sample = text[:_SAMPLE]
    if len(_HAN.findall(sample[:400])) * 4 < len(sample[:400].strip()) or not sample.strip():
        return "other"
    turned = _converter("t2s").convert(sample)
    if turned == sample:
        return "simplified"
    changed = sum(before != after for before, after in zip(sample, turned, strict=False))
    if any(word in sample for word in _WORDS):
        return "traditional_words"
    back = _converter("s2t").convert(sample)
    kept = sum(before != after for before, after in zip(sample, back, strict=False))
    return "traditional" if changed > 4 * kept else "mixed" if changed > 2 else "simplified"


def read_script_finding(text: str) -> Finding | None:
    """A note that a text is a repost in another script than mainland bodies write, or None."""
    script = read_script(text)
    if script in {"simplified", "other"}:
        return None
    return Finding(
        "script", "publisher", "note", "fail", f"the text is {script}: a repost, not the body's own page"
    )


def simplified_document(document: Document) -> Document:
    """A document to match against the vocabulary; the one in the archive stays as found."""
    blocks = tuple(
        replace(block, cells=tuple(replace(cell, text=simplified(cell.text)) for cell in block.cells))
        if isinstance(block, Grid)
        else replace(block, text=simplified(block.text))
        for block in document.blocks
    )
    return replace(document, blocks=blocks, title=simplified(document.title))


def simplified(text: str) -> str:
    """The text as the vocabulary spells it: simplified characters, the mainland's words, no phonetic notes (報(bào)告)."""
    turned: str = _converter("tw2sp").convert(_PHONETIC.sub(lambda found: found[0][0], text))
    return turned
