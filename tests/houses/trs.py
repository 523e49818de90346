"""TRS and its relatives."""

from __future__ import annotations

from gxcrawl.demo.server import NOT_FOUND
from gxcrawl.demo.themes import plain, trs
from tests.houses.house import LIST, PROMISED, SEVEN, House, Tree, body, edited, html


def written(bm: bool) -> Tree:
    """海淀: every entry is written by a script; one points to another host, one has no date of its own."""
    tree = trs.column(SEVEN, "x", per_page=4, name="index_bm", ext="shtml")
    for path in (LIST + "index_bm.shtml", LIST + "index_bm_1.shtml"):
        text = body(tree, path)
        head, _, rest = text.partition('<ul class="list">')
        list_, _, tail = rest.partition("</ul>")
        lines = "".join(
            "<li><script>var strLink='';if(!strLink){document.write('"
            + line.partition("<span>")[0]
            + "')}else{document.write('<a href=\"'+strLink+'\">')}</script><span>"
            + line.partition("<span>")[2]
            for line in list_.split("<li>")[1:]
        )
        tree[path] = html(f'{head}<ul class="list">{lines}</ul>{tail}' if bm else text)
    return tree


def national(tree: Tree, path: str) -> Tree:
    return edited(
        tree,
        path,
        ('<ul class="list">', '<div class="zfxxgk_zdgkc"><ul>'),
        ("<span>", "<b>"),
        ("</span>", "</b>"),
    )


FOUR_PAGES = trs.column(SEVEN, "x", per_page=2)

TRS = {
    "third-is-first": House(
        {**FOUR_PAGES, f"{LIST}index_2.html": FOUR_PAGES[LIST]}, LIST, "trs", PROMISED, 4
    ),
    "third-is-first-silently": House(
        {
            **(FOUR := trs.column(SEVEN, "x", per_page=2, pager="var countPage = {pages};")),
            f"{LIST}index_2.html": FOUR[LIST],
        },
        LIST,
        "trs",
        PROMISED,
        4,
    ),
    "written-by-scripts": House(written(True), f"{LIST}index_bm.shtml", "trs"),
    "national-template": House(national(trs.column(SEVEN, "x"), LIST), LIST, "trs"),
    "stub": House(
        {**FOUR_PAGES, f"{LIST}index_3.html": html("<html><body>" + " " * 300 + "</body></html>")},
        LIST,
        "trs",
        PROMISED,
        6,
    ),
    "sliced-by-script": House(
        edited(
            plain.single(SEVEN, "x"),
            plain.FOLDER,
            ("</ul>", "</ul><script>var totalCount=7,perSize=2,pageTotal=4</script>"),
        ),
        plain.FOLDER,
        "single",
    ),
    "declares-one-page": House({**trs.column(SEVEN, "x"), f"{LIST}index_1.html": NOT_FOUND}, LIST, "trs"),
    "other-words-in-the-folder": House(
        edited(trs.column(SEVEN, "x", per_page=7), LIST, ("./2025", "../xxgknb/./2025")), LIST, "trs"
    ),
}
