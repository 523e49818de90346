"""Lists and pagers that are values in the page's script."""

from __future__ import annotations

from gxcrawl.demo.themes import scripted
from tests.houses.house import PROMISED, SEVEN, House, Tree, edited

PAGED = scripted.addresses(SEVEN, "x", per_page=3)
SECOND = f"{scripted.COLUMN}_2.html"


def abroad() -> Tree:
    """All that page 2 lists belongs to others."""
    return edited(
        PAGED, SECOND, *((f'"/c/{entry.published}/', '"http://www.example.org/c/') for entry in SEVEN[3:6])
    )


IN_SCRIPT = {
    "records": House(scripted.records(SEVEN, "x"), scripted.FOLDER, "in_script"),
    "records-of-page-1": House(
        scripted.records(SEVEN, "x", pages=3),
        scripted.FOLDER,
        "in_script",
        'partial: pager_unread: pageTotal": 3',
    ),
    "records-cut-off": House(
        edited(scripted.records(SEVEN, "x"), scripted.FOLDER, ("}]}]", "}]")),
        scripted.FOLDER,
        "in_script",
        "failed: layout_unknown",
        0,
    ),
    "records-to-be-computed": House(
        edited(scripted.records(SEVEN, "x"), scripted.FOLDER, ('"daytime": "', '"daytime": now() + "')),
        scripted.FOLDER,
        "in_script",
        "failed: layout_unknown",
        0,
    ),
    "no-records": House(scripted.records([], "x"), scripted.FOLDER, "in_script", "failed: layout_unknown", 0),
    "page-2-of-others": House(abroad(), f"{scripted.COLUMN}.html", "in_script", held=4),
    "page-1-for-page-2": House(
        {**PAGED, SECOND: PAGED[f"{scripted.COLUMN}.html"]},
        f"{scripted.COLUMN}.html",
        "in_script",
        "failed: paging_ignored",
        3,
    ),
    "page-3-for-page-2": House(
        {**PAGED, SECOND: PAGED[f"{scripted.COLUMN}_3.html"]},
        f"{scripted.COLUMN}.html",
        "in_script",
        "failed: page_mismatch",
        3,
    ),
    "more-counted-than-listed": House(
        {
            path: edited({path: answer}, path, ('"total": 7', '"total": 9'))[path]
            if path.startswith(scripted.COLUMN)
            else answer
            for path, answer in PAGED.items()
        },
        f"{scripted.COLUMN}.html",
        "in_script",
        PROMISED,
    ),
}
