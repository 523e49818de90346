"""A paper as the body of a web page."""

from __future__ import annotations

from html import escape

from gxcrawl.demo.paper import Block, Box, Paper

TAGS = {"title": "h2", "heading": "h3", "paragraph": "p"}


def body(paper: Paper, *, title: bool = False) -> str:
    """The blocks as HTML; sites print the title themselves, so it is left out unless asked for."""
    return "\n".join(_block(block) for block in paper.blocks if title or block.kind != "title")


def _block(block: Block) -> str:
    if block.kind == "grid":
        rows = "\n".join(f"<tr>{''.join(_cell(box) for box in row)}</tr>" for row in block.grid)
        return f'<table border="1" cellspacing="0" align="center"><tbody>\n{rows}\n</tbody></table>'
    tag = TAGS[block.kind]
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _cell(box: Box) -> str:
    spans = (f' rowspan="{box.rows}"' if box.rows > 1 else "") + (
        f' colspan="{box.columns}"' if box.columns > 1 else ""
    )
    return f"<td{spans}>{escape(box.text)}</td>"
