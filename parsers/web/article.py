"""The article of a web page, found among navigation by the statutory headings."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_ANCHOR = re.compile(
    r"总体情况|主动公开政府信息情况|收到和处理政府信息公开申请|行政复议、?行政诉讼情况|存在的主要问题|其他需要报告的事项"
)


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
