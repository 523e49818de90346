"""Is it such a report at all? The channels of annual reports carry much else.

Statutory tables with numbers in them make a report, whatever the title says. Without them the title and the sections decide;
a decoy is named for what it is, and no figure is ever read from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Document
from parsers.words.bodytypes import type_of
from parsers.words.narrative import Joined, read_narrative
from parsers.words.outline import Outline, outline_of
from parsers.words.titles import Title, split_title, titles_in

ENOUGH_NUMBERS = 10
"""So many numbers in statutory tables are a form that was filled in; table 二 alone has ten."""
ENOUGH_TEXT = 200
"""Characters of narrative that make a report of prose."""
ENOUGH_REPORTS = 20
"""So many reports in one file are named; more need not be told apart."""

_TABLES = frozenset({"rules", "requests", "disputes", "indicators"})
_DECOYS = (
    ("website_report", re.compile(r"政府网站.{0,6}(?:工作)?.{0,6}报表|网站工作年度(?:报表|报告)")),
    ("rule_of_law_report", re.compile(r"法治政府建设|依法行政工作")),
    ("other", re.compile(r"第三方评估|评估报告|(?:报告|年报)(?:的)?解读|解读材料|考核(?:结果|办法)")),
    ("guide", re.compile(r"信息公开(?:工作)?指南|依?申请公开.{0,4}指南")),
    ("catalogue", re.compile(r"(?:信息公开|主动公开|标准)(?:基本|事项)?目录")),
    ("gazette", re.compile(r"政府公报|公报(?:\d{4}|第)")),
    ("notice", re.compile(r"(?:的通知|的函|的公告|的通报)$|编制说明|填报说明|工作要点|实施方案")),
    ("regulation", re.compile(r"信息公开.{0,8}(?:条例|办法|规定|制度|规则)(?:[（(].*[)）])?$")),
)
_REPORT = re.compile(r"(?:信息|政务)公开.{0,16}(?:报告|年报)|公开.{0,6}年度?报告")
_LETTER = re.compile(r"年度?报告的函$")
_PARTIAL = re.compile(r"[上下]半年|第?[一二三四1-4]季度|(?<!1[-—~至到])(?<!\d)\d{1,2}月份")
_ORDER = re.compile(
    r"(?:做好|开展|组织|编制|编报|编写|填报|(?:格式|样[例表本]|示例|范[例本]|模板)的).{0,60}(?:通知|函)$|(?:填[报写表]|编[制写])(?:样[例表本]|示例|范[例本]|模板)$"
)
_OTHER_WORK = re.compile(r"自[查评]|整改|督[查导]|迎检|调研")
_TEMPLATE = re.compile(r"模板|样表|格式|空白|范本|填报")
_PLACEHOLDER = re.compile(
    r"[×XＸ]{2,4}年|[×XＸ]{2,6}(?:局|委|办|单位|部门|镇|乡)|[×XＸ*]{2,6}[（(](?:单位|机关|部门)|_{3,}年|（单位名称）|\(单位名称\)"
)
_ERROR = re.compile(
    r"40[34]|50[023]|找不到|不存在|无法(?:访问|显示)|Not Found|Forbidden|Bad Gateway|访问(?:被拒绝|受限)|系统(?:繁忙|错误)",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r".{0,40}(?:信息公开).{0,14}(?:报告|年报)"
    r"(?:\s*[\[(（【]?\s*20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*[\])）】]?|\.(?:pdf|docx?|wps|html?)|下载|\s)*"
)


def read_kind(document: Document, title: Title) -> tuple[str, str]:
    """The kind of document and why: `report`, or one of `website_report` `rule_of_law_report` `guide` `catalogue` `gazette`
    `notice` `regulation` `blank_form` `compilation` `error_page` `empty` `other`."""
    paragraphs = read_narrative(document)
    return kind_of(document, paragraphs, outline_of(paragraphs), title)


def partial_of(title: Title, caption: str = "") -> tuple[str, str] | None:
    """A report of a half-year, quarter or month may use the same tables; its figures are none of the year's.

    So says its title, or the caption of a list without one.
    """
    found = _PARTIAL.search(title.text or caption)
    return ("other", f"a report of part of a year: {found[0]}") if found is not None else None


def order_of(title: Title) -> tuple[str, str] | None:
    """A letter that tells others to make their reports may bring the form, and an example of it filled in."""
    found = _ORDER.search(title.text)
    return ("notice", f"title: {found[0]}") if found is not None else None


def several_of(paragraphs: Sequence[Joined]) -> tuple[str, str] | None:
    """A file that holds several filled reports: at least two titles of other bodies or years, each with tables of its own.

    Their figures must not be mixed, so such a file is a `compilation`, and the archive keeps it.
    """
    titles = list(titles_in(paragraphs))
    if len(titles) < 2:
        return None
    bounds = [*(index for index, _ in titles[1:]), len(paragraphs)]
    filled: list[tuple[int | None, str]] = []
    for (start, title), end in zip(titles, bounds, strict=True):
        year, name = split_title(title)
        has_tables = any(line.table in _TABLES and line.numbers for line in paragraphs[start:end])
        if has_tables and not any(_same(year, name, *other) for other in filled):
            filled.append((year, name))
        if len(filled) == ENOUGH_REPORTS:
            break
    if len(filled) < 2:
        return None
    names = "、".join(f"{name}{year or ''}" for year, name in filled)
    count = f"{len(filled)} or more" if len(filled) == ENOUGH_REPORTS else f"{len(filled)}"
    return "compilation", f"{count} filled reports in one file: {names[:200]}"


def _same(year: int | None, name: str, other_year: int | None, other_name: str) -> bool:
    """Whether two titles may head one report: what a page's header leaves out contradicts nothing, and no body, no name."""
    if year is not None and other_year is not None and year != other_year:
        return False
    named = type_of(name) != "other" and type_of(other_name) != "other" if name and other_name else False
    return not named or name in other_name or other_name in name


def kind_of(
    document: Document, paragraphs: Sequence[Joined], outline: Outline, title: Title
) -> tuple[str, str]:
    """The same of paragraphs and an outline that were already read."""
    tables = {line.table for line in paragraphs if line.table in _TABLES}
    numbers = sum(line.numbers for line in paragraphs if line.table in _TABLES)
    if numbers >= ENOUGH_NUMBERS:
        return "report", f"statutory tables with {numbers} numbers: {', '.join(sorted(tables))}"
    length = sum(len(line.text) for line in paragraphs)
    if not paragraphs or (length == 0 and not tables):
        return (
            ("report", "no text, but a title and pictures")
            if _pictured(document, title)
            else ("empty", "no text")
        )
    if length < ENOUGH_TEXT * 2 and not tables and (found := _error(document, paragraphs)):
        return "error_page", found
    if tables and _is_blank(title, paragraphs):
        return "blank_form", "statutory tables without numbers, and no body or year"
    return _without_tables(document, paragraphs, outline, title, length, bool(tables))


def _without_tables(
    document: Document,
    paragraphs: Sequence[Joined],
    outline: Outline,
    title: Title,
    length: int,
    tables: bool,
) -> tuple[str, str]:
    named = title.text or document.title
    listed = [line for line in paragraphs if 8 < len(line.text) < 60 and _ITEM.fullmatch(line.text)]
    if len(listed) >= 5 and len(outline.sections) < 2:
        return "compilation", f"a list of {len(listed)} reports"
    decoy = next(
        (
            (kind, found[0])
            for kind, pattern in _DECOYS
            if (found := pattern.search(_head(document, named, paragraphs)))
        ),
        None,
    )
    is_titled = _REPORT.search(named) is not None
    if (work := _OTHER_WORK.search(title.text)) is not None:
        return "other", f"title: {work[0]}"
    if decoy is not None and not (is_titled and (len(outline.sections) >= 2 or _LETTER.search(named))):
        return decoy[0], f"title: {decoy[1]}"
    if len(outline.sections) >= 3 or (is_titled and len(outline.sections) >= 1 and length >= ENOUGH_TEXT):
        return "report", "tables without numbers" if tables else "sections, but no tables"
    if is_titled and (length >= ENOUGH_TEXT or document.links):
        return "report", "title, but neither sections nor tables"
    return "other", "neither tables, nor sections, nor the title of a report"


def _head(document: Document, named: str, paragraphs: Sequence[Joined]) -> str:
    """What may name a document that has no report's title: its own title, else its first line."""
    if named:
        return named
    return next((line.text[:80] for line in paragraphs if line.text), document.title)


def _is_blank(title: Title, paragraphs: Sequence[Joined]) -> bool:
    if _TEMPLATE.search(title.text):
        return True
    return (title.year is None and not title.agency_name) or any(
        _PLACEHOLDER.search(line.text) for line in paragraphs[:30]
    )


def _error(document: Document, paragraphs: Sequence[Joined]) -> str:
    text = document.title + "\n" + "\n".join(line.text for line in paragraphs)
    found = _ERROR.search(text)
    return f"says {found[0]}" if found is not None and not _REPORT.search(text) else ""


def _pictured(document: Document, title: Title) -> bool:
    return bool(document.links) and _REPORT.search(title.text) is not None
