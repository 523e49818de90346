"""The article of a web page: what of it a reader sees, found among navigation by the statutory headings."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ANCHOR = re.compile(
    r"总体情况|主动公开政府信息情况|收到和处理政府信息公开申请|行政复议、?行政诉讼情况|存在的主要问题|其他需要报告的事项"
)


def drop_hidden(tree: LexborHTMLParser) -> list[LexborNode]:
    """What no reader sees, or sees struck out, is not printed: old digits and rows left by an editor.

    A hidden block with tables stays and is returned, for tabs that a script opens look like that; a table found twice with
    other numbers is withheld later.
    """
    kept = []
    for node in tree.css('del, s, strike, [style*="line-through"]'):
        node.decompose()
    for node in tree.css('[style*="display"], [hidden]'):
        style = (node.attributes.get("style") or "").replace(" ", "").lower()
        if "display:none" not in style and "hidden" not in node.attributes:
            continue
        if node.css_first("table") is None:
            node.decompose()
        else:
            kept.append(node)
    return kept


def drop_behind_pictures(article: LexborNode, hidden: list[LexborNode]) -> None:
    """Hidden tables of an article that shows pictures and no table: the pictures are its tables, the hidden ones are older."""
    unseen = {node.mem_id for node in hidden}
    if not hidden or _is_inside(article, unseen):
        return
    shown = [node for node in article.css("img[src], table") if not _is_inside(node, unseen)]
    if shown and all(node.tag == "img" for node in shown):
        outermost = [node for node in hidden if not _is_inside(node.parent, unseen)]
        for node in [node for node in outermost if _is_inside(node.parent, {article.mem_id})]:
            node.decompose()


def _is_inside(node: LexborNode | None, elements: set[int]) -> bool:
    """Whether an element is one of some, or stands in one of them."""
    while node is not None and node.mem_id not in elements:
        node = node.parent
    return node is not None


def find_article(tree: LexborHTMLParser) -> LexborNode:
    """The smallest element that holds every statutory heading of the page; the body when there are fewer than two."""
    body = tree.body
    assert body is not None
    anchors = [
        node
        for node in body.traverse(include_text=True)
        if node.is_text_node and len(text := node.text_content or "") < 200 and _ANCHOR.search(text)
    ]
    if len(anchors) < 2:
        return body
    paths = [_ancestors(anchor) for anchor in anchors]
    common = body
    for level in zip(*paths, strict=False):
        if len({node.mem_id for node in level}) > 1:
            break
        common = level[0]
    return _whole_table(common, body)


def _ancestors(node: LexborNode) -> list[LexborNode]:
    chain = []
    parent = node.parent
    while parent is not None and parent.tag != "html":
        chain.append(parent)
        parent = parent.parent
    return chain[::-1]


def _whole_table(node: LexborNode, body: LexborNode) -> LexborNode:
    """An article laid out in table rows begins at the table's parent, not between two of its rows."""
    chain = [body, *_ancestors(node), node]
    for ancestor in chain[1:]:
        if ancestor.tag == "table" and ancestor.parent is not None:
            return ancestor.parent
    return node
