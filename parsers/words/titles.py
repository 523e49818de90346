"""The title of a report, and the year and body it names.

The year stands in the title, in the period of the text, and follows from the day of publication (`reportyears`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.document import Document
from parsers.numerals import read_chinese
from parsers.report import Finding
from parsers.words.dates import read_date, read_period, read_sign_date, torn_date
from parsers.words.narrative import Joined, read_narrative
from parsers.words.outline import Outline, outline_of
from parsers.words.reportyears import settle_year, year_finding, year_of

LONGEST_TITLE = 70
HEAD_LINES = 12
"""The title stands among the first lines of a document; a page may show its path and its metadata before it."""

_Y = r"(?:20(?<![\d〔\[]20)\d{2}(?!\d)|二[〇○零Oo]{1}[一二三四五六七八九〇○零]{2})"
_REPORT = re.compile(
    r"(?:信息|政务|情况)公开.{0,16}(?:报告|年报)|公开(?:工作)?年度?(?:工作)?报告|年度报告$|工作年?报告$|年报$"
)
_END = re.compile(r"(?P<title>.{0,60}(?:报告|年报))(?:的函|的报告|的公告)?(?:[（(].{1,14}[)）])?")
_YEAR_PART = re.compile(rf"(?P<year>{_Y})\s*年?\s*度?(?P<day>\d{{1,2}}月(?:\d{{1,2}}日)?)?[至到]?")
_NOT_ITS_YEAR = re.compile(r"发布|公布|印发|上报|报送|填报|编制")
"""Behind a year of the title, says that it is when the report was made."""
_DAMAGED_YEAR = re.compile(r"(?:^|(?<!\d))\d{2,5}年度?(?=$)")
_KIND = re.compile(
    r"(?:关于)?(?:报送|上报|印发|发布|公布|公开|开展|做好)?(?:年度)?(?:(?<!人民)政府|政务)?信息(?:依法|主动)*公开.*$"
    r"|(?:依法)?(?:主动)?公开(?:政府|政务)信息.*$"
    r"|(?:关于)?(?:政府|政务)公开.*$|(?:年度)?(?:工作)?年?度?报告$|年报$"
)
_FILLER = re.compile(
    r"^(?:关于|报送|上报|印发|发布|公布|转发|更正|勘误|修订|重新|[:：]|的|《)+|(?:关于|的|开展|报送|上报|公布|发布|编制|年度|本级|《)+$"
)
_LABEL = re.compile(r"^(?:附件?\d?[:：]|[【\[][^】\]]{1,12}[】\]])+")
_CALLED = re.compile(r"^(?:标\s?题|(?:信息)?名\s?称)\s*[:：]\s*")
"""The field of a page's metadata that gives the title."""
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_CODE = re.compile(r"^.*[\"'`=;{}<>|\\](?=\w)|^[A-Za-z0-9_,]*,(?=[一-鿿])|^(?:\d{1,4}[:：.、]|[+>#*•·]+)")
"""Source text, names of fields, and numbers or marks of lines before a title."""
_NOBODY = frozenset("部门 单位 各部门 各单位 机关 乡镇 街道 镇街 乡镇街道 县直部门 区直部门 市直部门".split())
"""Names of a column that lists the reports of many (部门信息公开年报)."""
_SELF = re.compile(r"(?:我|本)(?:局|委|办|镇|乡|县|市|区|厅|单位|机关|部门|街道|中心|院|校)")
_FURNITURE = re.compile(
    r"[>＞»]|当前位置|首页|索引号|发布时间|发布日期|发布机构|来源[:：]|字号|字体|浏览|点击|打印|分享|时间[:：]"
)
_NOT_TITLE = re.compile(r"[。；，>＞/]|如下|^首页|位置[:：]|^[上下]一[篇条]|专栏")
_BARE_YEAR = re.compile(rf"\s*{_Y}\s*年?度?\s*")
_YEAR_BELOW = re.compile(rf"\s*[（(]\s*{_Y}\s*年?\s*度?\s*[)）]\s*")
_LEADER = re.compile(r"(?<![….\s])[….\s]+\d{1,3}")
"""Dots and a page, as an entry of a table of contents ends."""
_NUMBERED = re.compile(r"[〔\[【]\s*20\d\d\s*[〕\]】]\s*\d*\s*号?$")
"""The number of a document above its title (清民发〔2024〕3号)."""
_DATE_FIELD = re.compile(r"pub|date|发布|日期|时间", re.IGNORECASE)
QUOTED_TITLE = re.compile(
    r"《\s*(?!中华人民共和国|国务院)([^《》]{4,50}?公开[^《》]{0,16}(?:报告|年报))\s*》"
)
"""The report's own title as its first sentences give it."""
CITED = re.compile(r"《[^《》]*(?:关于|通知|意见)[^《》]*》")
"""What another body demanded; neither its name nor its year is that of the report."""
_NAMES_ITSELF = re.compile(
    r"(?<!做好)(?<!关于)(?P<year>20\d\d)年度?[^，。,;；《》\d]{0,24}?(?:政府|政务)信息公开(?:工作)?年度(?:工作)?报告"
)
_SIDES = re.compile(r"[_|｜]|\s[-–—]+\s|--")


@dataclass(frozen=True, slots=True)
class Title:
    """What the head of the report says. `agency_name` is empty when the title names no body (我局).

    `period` and `signed` are what the text states about its time and its own date.
    """

    text: str = ""
    year: int | None = None
    agency_name: str = ""
    findings: tuple[Finding, ...] = ()
    period: tuple[str, str] | None = None
    signed: str = ""


def read_title(document: Document, hints_title: str = "", published: str = "") -> Title:
    """The title as printed on the document, else as the file or the list calls it; see `Title`."""
    paragraphs = read_narrative(document)
    return title_of(document, paragraphs, outline_of(paragraphs), hints_title, published)


def title_of(
    document: Document,
    paragraphs: Sequence[Joined],
    outline: Outline,
    hints_title: str = "",
    published: str = "",
) -> Title:
    """The same of paragraphs and an outline that were already read."""
    preamble = "\n".join(outline.preamble)
    declared = (document.title, hints_title, *document.metadata.values(), *QUOTED_TITLE.findall(preamble))
    period = read_period(preamble) or (
        read_period(outline.sections[0].text[:600]) if outline.sections else None
    )
    text = _printed(paragraphs, (document.title, hints_title), year_of(period)) or _declared(declared)
    year, name = split_title(text)
    if not text:
        opening = outline.sections[0].text[:600] if outline.sections else ""
        said = _year_of_sentence(f"{preamble}\n{opening}")
        year = (
            said if said is not None and said > (year_of(period) or 0) else None
        )  # what is copied is of the past
    signed = read_sign_date(outline.signature[-1]) if outline.signature else None
    if not name and hints_title:
        name = split_title(hints_title)[1]
    published = published or _published(document.metadata)
    body = (
        "\n".join(line for line in outline.preamble if line not in text)
        + "\n"
        + "\n".join(section.text for section in outline.sections[:1])
    )
    settled, findings = settle_year(year, text, body, period, signed, published, named=_years(text))
    if period is None and (torn := torn_date(body[:2000])):
        findings = (
            *findings,
            year_finding(
                "date_torn",
                "note",
                f"{torn} 不是日期，缺数字或“年” / {torn} is no date: a digit or 年 was lost",
            ),
        )
    return Title(text, settled, name, findings, period, signed or "")


def _year_of_sentence(text: str) -> int | None:
    """The year of 编制了2021年政府信息公开工作年度报告 where no title is printed; papers that ask for reports name others."""
    found = _NAMES_ITSELF.search(CITED.sub("", text))
    return int(found["year"]) if found is not None else None


def split_title(text: str) -> tuple[int | None, str]:
    """Year and body of a title.

    >>> split_title("2023年高新区（新市区）司法局政府信息公开工作年度报告")
    (2023, '高新区（新市区）司法局')
    >>> split_title("关于2021年度政府信息公开工作的年度报告")
    (2021, '')
    """
    squashed = _LABEL.sub("", "".join(text.split()).translate(_DIGITS))
    year = _own_year(squashed)
    rest = _YEAR_PART.sub("\n", squashed)
    parts = [_FILLER.sub("", _KIND.sub("", _FILLER.sub("", part))) for part in rest.split("\n")]
    name = max(parts, key=len, default="") if _REPORT.search(squashed) else ""
    name = _DAMAGED_YEAR.sub("", _FILLER.sub("", _CODE.sub("", name)).strip("，,、:：（(《》-—_"))
    return year, "" if _SELF.fullmatch(name) or len(name) < 2 or name in _NOBODY else name


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else read_chinese(text.replace("O", "〇").replace("o", "〇"))


def _own_year(title: str) -> int | None:
    """The year a title is of: not that of the day it was made (2024年1月, 2024年发布), nor one behind its name."""
    kind = _REPORT.search(title)
    found = list(_YEAR_PART.finditer(title))
    own = [
        match
        for match in found
        if match["day"] is None
        and not _NOT_ITS_YEAR.match(title, match.end())
        and (kind is None or match.start() < kind.end())
    ]
    if len(own) > 1 and not _NOT_TITLE.search(title):
        nearest = own[-1] if _between(title, own[-2], own[-1]) else own[0]
        return _year(nearest["year"])
    return _year((own or found)[0]["year"]) if found else None


def _years(title: str) -> set[int | None]:
    return {_year(match["year"]) for match in _YEAR_PART.finditer("".join(title.split()))}


def _between(title: str, one: re.Match[str], two: re.Match[str]) -> bool:
    """Whether words stand between two years; in 2022-2023年 there are none."""
    return bool(re.search(r"\w", title[one.end() : two.start()]))


def _printed(paragraphs: Sequence[Joined], named: Sequence[str], year: int | None) -> str:
    """The title among the first lines; one broken over lines is put together again.

    A page may list its other reports, or hold one in a tab of its own: of several titles, the one the file or the list calls it
    by, or the one of the period the text states.
    """
    head = [line.text for line in paragraphs[: HEAD_LINES * 2] if line.text][:HEAD_LINES]
    titles = [_CALLED.sub("", title_at(head, index)) for index, line in enumerate(head) if _title_like(line)]
    whole = [title for title in titles if _complete(title)]
    if len({split_title(title) for title in titles}) > 1:
        called = ["".join(name.split()) for name in named if name]
        for title in whole:
            if any("".join(title.split()) in name for name in called):
                return title
    if whole and year and split_title(titles[0])[0] not in (None, year):
        others = (*whole, *filter(_complete, (_declared((name,)) for name in named)))
        return next((title for title in others if split_title(title)[0] == year), titles[0])
    if whole and titles and split_title(titles[0]) == (None, ""):
        return whole[0]  # the name of the column stands above it
    return titles[0] if titles else ""


def titles_in(paragraphs: Sequence[Joined]) -> Iterator[tuple[int, str]]:
    """Every line that is a report's title, with its index; a report in a file of several has one of its own."""
    lines = [_behind_contents(line.text) for line in paragraphs]
    for index, line in enumerate(lines):
        if line and _title_like(line):
            yield index, title_at(lines, index)


def _behind_contents(line: str) -> str:
    """A line without the entries of a table of contents, which name what stands elsewhere.

    >>> _behind_contents("清河县民政局年度报告……3 目录"), _behind_contents("公开……情况")
    (' 目录', '公开……情况')
    """
    if "…" not in line and ".." not in line:
        return line
    ends = [found.end() for found in _LEADER.finditer(line) if "…" in found[0] or ".." in found[0]]
    return line[ends[-1] :] if ends else line


def title_at(lines: Sequence[str], index: int) -> str:
    """The title a line ends, put together with the lines above that begin it, and the year in brackets below."""
    title = lines[index]
    before = lines[max(0, index - 3) : index]
    listed = sum(_BARE_YEAR.fullmatch(line) is not None for line in before) > 1
    for above in reversed(before):
        if not above or _complete(title) or not _part_of_title(above):
            break
        if listed and _BARE_YEAR.fullmatch(above):
            break  # one of the years a page offers
        title = above + title
    below = lines[index + 1] if index + 1 < len(lines) else ""
    return title + below.strip() if split_title(title)[0] is None and _YEAR_BELOW.fullmatch(below) else title


def _title_like(line: str) -> bool:
    """Whether a line may be a title; one whose letters are set apart is as long as it is without the blanks."""
    if len(line) > 3 * LONGEST_TITLE:
        return False
    line = "".join(line.split())
    return len(line) <= LONGEST_TITLE and bool(_REPORT.search(line)) and not _NOT_TITLE.search(line)


def _complete(title: str) -> bool:
    year, name = split_title(title)
    return year is not None and bool(name)


def _part_of_title(line: str) -> bool:
    return (
        len(line) <= 30
        and not re.search(r"[。，；：:、/]|专栏", line)
        and not _FURNITURE.search(line)
        and not _NUMBERED.search(line)
    )


def _declared(candidates: Iterator[str] | Sequence[str]) -> str:
    """The first that is a report's title, without the name of the site behind it."""
    for candidate in candidates:
        for part in _SIDES.split(candidate[:200]):
            if _REPORT.search(part) and (match := _END.search(part.strip())) is not None:
                return match[0].strip()
    return ""


def _published(metadata: Mapping[str, str]) -> str:
    for name, value in metadata.items():
        if _DATE_FIELD.search(name) and (found := read_date(value)):
            return found
    return ""
