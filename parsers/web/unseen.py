"""What of a web page no reader sees: taken out, so that it joins no number.

An old digit beside a new one makes a third number, which no sum proves wrong in table 二. Outside of tables only what is
surely hidden goes; in a cell also what is merely made invisible there.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers.text import HIDDEN, value_like
from parsers.web.sheets import selectors

DISPLAY = re.compile(r"(?<![-\w])display\s*:\s*none", re.IGNORECASE)
_STRUCK = re.compile(r"(?<![-\w])text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_BLOCK = re.compile(r"(?<![-\w])display\s*:\s*(?:inline-)?(?:block|flex|grid|table)", re.IGNORECASE)
_OVERRIDDEN = re.compile(r"(?<![-\w])unicode-bidi\s*:[^;]*override", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"(?<![-\w])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*(?:0+\.?0*|\.0+)\s*(?![\d.])"
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)|(?:left|top)\s*:\s*-\d{3,}|text-indent\s*:\s*-\d{4,}|font-size\s*:\s*0(?:\.0+)?(?:px|pt|r?em|%)?\s*(?![\d.\w%]))",
    re.IGNORECASE,
)
_MAY_HIDE = (
    "visibility",
    "opacity",
    "rect(",
    "font-size:0",
    "font-size: 0",
    "-999",
    "text-indent:-",
    "text-indent: -",
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))",
    re.IGNORECASE,
)
_WHITE_NAMES = frozenset({"#fff", "#ffffff", "white"})
_MAY_WHITEN = ("#fff", "white", "255", "transparent")
_PERHAPS_WHITE = ", ".join(
    [f'{cell}[style*="{word}" i]' for cell in ("td", "th", "td ", "th ") for word in _MAY_WHITEN]
    + ["td font[color]", "th font[color]"]
)
_PAINTED = re.compile(r"(?<![-\w])background(?:-color|-image)?\s*:\s*([^;]+)", re.IGNORECASE)
_PAPER = re.compile(
    r"\s*(?:#fff(?:fff)?|white|transparent|none|inherit|initial|unset|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:!important\s*)?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_CELLS = frozenset({"td", "th"})
_Kinds = dict[int, set[tuple[str | None, str | None, bool]]]
"""The looks that the rows within an element have, by the element."""


def drop_unseen(tree: LexborHTMLParser, text: str) -> list[LexborNode]:
    """What no reader sees, or sees struck out, is not printed: old digits and rows left by an editor.

    A hidden block with tables stays and is returned, for tabs that a script opens look like that; a table found twice with
    other numbers is withheld later. `text` is the page as it came, with its style sheets.
    """
    kept = []
    kinds: _Kinds = {}
    _drop_other_choices(tree)
    for node in tree.css('del, s, strike, [style*="line-through"]'):
        node.decompose()
    for node in tree.css('[style*="display" i], [hidden]'):
        if not DISPLAY.search(node.attributes.get("style") or "") and "hidden" not in node.attributes:
            continue
        if (
            node.tag in _CELLS
            or _is_left_out(node, kinds)
            or not any(value_like(cell.text()) for cell in node.css("td, th, input"))
        ):
            # a cell takes no place in its row then, nor a row in its table; a form nobody filled in is no second opinion
            node.decompose()
        else:
            kept.append(node)
    _drop_in_cells(tree, text, kinds)
    return kept


def _drop_other_choices(tree: LexborHTMLParser) -> None:
    """A list to choose from shows one of its lines; what stands beside a field is no part of what stands in it."""
    for field in tree.css("select, textarea"):
        field.insert_before(" ")
        field.insert_after(" ")
        choices = field.css("option")
        chosen = [choice for choice in choices if "selected" in choice.attributes][-1:] or choices[:1]
        for choice in choices:
            if choice not in chosen:
                choice.decompose()


def _drop_in_cells(tree: LexborHTMLParser, text: str, kinds: _Kinds) -> None:
    lowered = text.lower()
    if any(word in lowered for word in _MAY_HIDE):
        _drop(
            node for node in tree.css("td [style], th [style], td[style], th[style]") if _is_invisible(node)
        )
    for selector in selectors(text, DISPLAY, _INVISIBLE, _STRUCK):
        _drop(iter(tree.css(f"td {selector}, th {selector}")))
        _drop(node for node in tree.css(selector) if node.tag in _CELLS or _is_left_out(node, kinds))
    if blocks := list(selectors(text, _BLOCK)):
        for node in tree.css(", ".join(f"td {name}, th {name}" for name in blocks)):
            node.insert_before(" ")
    if "bidi-override" in lowered or "<bdo" in lowered or "isolate-override" in lowered:
        backwards = ["bdo", '[style*="override" i]', *selectors(text, _OVERRIDDEN)]
        for node in tree.css(", ".join(f"td {name}, td{name}" for name in backwards)):
            mask_digits(node)
    if any(word in lowered for word in _MAY_WHITEN):
        for node in tree.css(_PERHAPS_WHITE):
            if _is_white(node) and not _is_on_ground(node):
                mask_digits(node)


def _drop(nodes: Iterator[LexborNode]) -> None:
    """Not a block with a table in it: one of its kind is kept everywhere else. A cell keeps its place."""
    for node in list(nodes):
        if node.tag in _CELLS:
            mask_digits(node)
        elif node.css_first("table") is None:
            node.decompose()


def _is_left_out(node: LexborNode, kinds: _Kinds) -> bool:
    """Whether a hidden row stands beside one that is not of its kind; rows that are all hidden wait for a script."""
    around = node.parent if node.tag == "tr" else None
    if around is None:
        return False
    if around.mem_id not in kinds:
        rows = (row.attributes for row in around.iter() if row.tag == "tr")
        kinds[around.mem_id] = {(row.get("class"), row.get("style"), "hidden" in row) for row in rows}
    return len(kinds[around.mem_id]) > 1


def _is_invisible(node: LexborNode) -> bool:
    """Text of no size may hold text of another size (a way to part inline blocks); only a leaf is sure to show none."""
    found = _INVISIBLE.search(node.attributes.get("style") or "")
    if found is None:
        return False
    return not found[0].lower().startswith("font-size") or next(node.iter(), None) is None


def _is_white(node: LexborNode) -> bool:
    attributes = node.attributes
    named = (attributes.get("color") or "").strip().lower() if node.tag == "font" else ""
    return named in _WHITE_NAMES or _WHITE.search(attributes.get("style") or "") is not None


def _is_on_ground(node: LexborNode | None) -> bool:
    """Whether the cell, its row or its table paints a ground on which white letters can be read."""
    while node is not None and node.tag != "body":
        attributes = node.attributes
        grounds = [*_PAINTED.findall(attributes.get("style") or ""), attributes.get("bgcolor") or "none"]
        if not all(map(_PAPER.match, grounds)):
            return True
        if node.tag == "table":
            return False
        node = node.parent
    return False


def mask_digits(node: LexborNode) -> None:
    for piece in list(node.traverse(include_text=True)):
        if piece.tag == "-text" and _DIGIT.search(piece.text_content or ""):
            piece.replace_with(_DIGIT.sub(HIDDEN, piece.text_content or ""))


def drop_behind_pictures(article: LexborNode, hidden: list[LexborNode]) -> None:
    """Hidden tables of an article that shows pictures and no table: the pictures are its tables, the hidden ones are older."""
    unseen = {node.mem_id for node in hidden}
    if not hidden or is_inside(article, unseen):
        return
    shown = [node for node in article.css("img[src], table") if not is_inside(node, unseen)]
    if shown and all(node.tag == "img" for node in shown):
        outermost = [node for node in hidden if not is_inside(node.parent, unseen)]
        for node in [node for node in outermost if is_inside(node.parent, {article.mem_id})]:
            node.decompose()


def is_inside(node: LexborNode | None, elements: Container[int]) -> bool:
    """Whether an element is one of some, or stands in one of them."""
    while node is not None and node.mem_id not in elements:
        node = node.parent
    return node is not None
