"""Reposts in traditional characters, some with Taiwan's words too (規範性檔案 for 规范性文件), are recognised and marked.

Text is stored as found (`parsers.words.printed`). Only what is matched against the vocabulary is converted, by `simplified`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from parsers.document import Document, Grid
from parsers.report import Finding
from parsers.text import simplified as plainly_simplified

_HAN = re.compile(r"[一-鿿]")
_PHONETIC = re.compile(r"[一-鿿]\([a-zà-ÿ]{1,6}\)")
_MAINLAND = {
    "资讯": "信息",
    "入口网站": "门户网站",
    "网际网路": "互联网络",
    "网路": "网络",
    "释出": "发布",
    "影片": "视频",
    "小程式": "小程序",
    "反覆": "反复",
    "答覆": "答复",
    "回覆": "回复",
    "覆议": "复议",
    "线上访谈": "在线访谈",
    "本列资料": "本列数据",
    "大资料": "大数据",
    "稽核": "审核",
    "连结": "链接",
    "简讯": "短信",
    "点选": "点击",
    "软体": "软件",
    "萤幕": "屏幕",
    "设定": "设置",
    "档案": "文件",
}
"""Words that reposts exchange, each for one of the same length. OpenCC's own list is of another trade: it makes 文档 of 文件
and 查找 of 查询, and a row of the form would be lost."""
_EXCHANGED = re.compile(
    "|".join(word for word in _MAINLAND if word != "档案") + r"|(?<=[性策关发台止公])档案(?![馆局室])"
)
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
        "script",
        "publisher",
        "note",
        "fail",
        f"文字为 {script}：转载，不是机关自己的页面 / the text is {script}: a repost, not the body's own page",
    )


def simplified_document(document: Document) -> Document:
    """A document to match against the vocabulary; the one in the archive stays as found."""
    blocks = tuple(
        replace(block, cells=tuple(cell._replace(text=simplified(cell.text)) for cell in block.cells))
        if isinstance(block, Grid)
        else replace(block, text=simplified(block.text))
        for block in document.blocks
    )
    return replace(document, blocks=blocks, title=simplified(document.title))


def simplified(text: str) -> str:
    """The text as the vocabulary spells it: simplified characters, the mainland's words, no phonetic notes (報(bào)告)."""
    return turned(text)[0]


def turned(text: str) -> tuple[str, tuple[int, ...]]:
    """The simplified text, and for each of its characters where in the original its own begins.

    >>> turned("報(bào)告")
    ('报告', (0, 6))
    """
    kept = tuple(at for start, end in _between_notes(text) for at in range(start, end))
    plain = plainly_simplified("".join(text[at] for at in kept) if len(kept) < len(text) else text)
    return _EXCHANGED.sub(lambda found: _MAINLAND[found[0]], plain), kept


def _between_notes(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for note in _PHONETIC.finditer(text):
        yield start, note.start() + 1
        start = note.end()
    yield start, len(text)
