"""Boda."""

from __future__ import annotations

from gxcrawl.demo.server import Ask, Reply
from gxcrawl.demo.themes import boda
from gxcrawl.demo.themes.shell import File
from tests.houses.house import PDF, SEVEN, House, Tree, articles, body, html, query


def dynamic(param: str, template: str) -> Tree:
    """A Boda list that a script makes: the pager has real anchors."""
    tree = boda.column(SEVEN, "x", per_page=3)
    pages = [body(tree, f"/zfxxgk/{name}") for name in ("nb.htm", "nb/2.htm", "nb/1.htm")]

    def answer(ask: Ask) -> Reply:
        number = int(query(ask).get(param, "1"))
        text = pages[number - 1].replace("../../info", "/info").replace("../info", "/info")
        head = text.partition('<span class="p_pages">')[0]
        onward = (
            f'<span class="p_next p_fun"><a href="{template.format(number + 1)}">下页</a></span>'
            if number < 3
            else ""
        )
        return html(
            f'{head}<span class="p_pages"><span class="p_no_d">{number}</span>{onward}</span></main></body></html>'
        )

    return {**tree, "/list.jsp": answer, "/zfxxgk/nb.jsp": answer}


LOCKED = boda.column(articles(1, (File("年报.pdf", PDF),)), "x")

BODA = {
    "boda-dynamic": House(
        dynamic("PAGENUM", "list.jsp?totalpage=3&PAGENUM={}&urltype=tree.TreeTempUrl&wbtreeid=1005"),
        "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=1005",
        "boda",
    ),
    "boda-widget": House(dynamic("a9p", "?a9t=3&a9p={}&a9c=3"), "/zfxxgk/nb.jsp", "boda"),
    "boda-captcha": House(
        {
            path: html('<form>验证码<input name="codeValue"></form>') if "download.jsp" in path else answer
            for path, answer in LOCKED.items()
        },
        "/zfxxgk/nb.htm",
        "boda",
        held=1,
        outcomes={"captcha": 1},
    ),
}
