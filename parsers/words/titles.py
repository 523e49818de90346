"""The title of a report, and the year and body it names.

The year stands in the title, in the period of the text, and follows from the day of publication; where they disagree the
title decides and a finding says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mode

from parsers.document import Document
from parsers.report import Finding
from parsers.words.dates import read_date, read_period, read_sign_date, read_year, torn_date
from parsers.words.narrative import Joined, read_narrative
from parsers.words.numerals import half_width, read_chinese
from parsers.words.outline import Outline, outline_of

LONGEST_TITLE = 70
HEAD_LINES = 12
"""The title stands among the first lines of a document; a page may show its path and its metadata before it."""

_Y = r"(?:20\d{2}|二[〇○零Oo]{1}[一二三四五六七八九〇○零]{2})"
_REPORT = re.compile(
    r"(?:信息|政务|情况)公开.{0,16}(?:报告|年报)|公开(?:工作)?年度?(?:工作)?报告|年度报告$|工作年?报告$|年报$"
)
_END = re.compile(r"(?P<title>.{0,60}(?:报告|年报))(?:的函|的报告|的公告)?(?:[（(].{1,14}[)）])?")
_YEAR_PART = re.compile(rf"(?P<year>{_Y})\s*年?\s*度?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?[至到]?")
_KIND = re.compile(
    r"(?:关于)?(?:报送|上报|印发|发布|公布|公开|开展|做好)?(?:年度)?(?:(?<!人民)政府|政务)?信息(?:依法|主动)*公开.*$"
    r"|(?:依法)?(?:主动)?公开(?:政府|政务)信息.*$"
    r"|(?:关于)?(?:政府|政务)公开.*$|(?:年度)?(?:工作)?年?度?报告$|年报$"
)
_FILLER = re.compile(
    r"^(?:关于|报送|上报|印发|发布|公布|的|《)+|(?:关于|的|开展|报送|上报|公布|发布|编制|年度|本级|《)+$"
)
_LABEL = re.compile(r"^(?:附件?\d?[:：]|[【\[][^】\]]{1,12}[】\]])+")
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_SELF = re.compile(r"(?:我|本)(?:局|委|办|镇|乡|县|市|区|厅|单位|机关|部门|街道|中心|院|校)")
_FURNITURE = re.compile(
    r"[>＞»]|当前位置|首页|索引号|发布时间|发布日期|发布机构|来源[:：]|字号|字体|浏览|点击|打印|分享|时间[:：]"
)
_NOT_TITLE = re.compile(r"[。；，>＞/]|如下|^首页|位置[:：]")
_DATE_FIELD = re.compile(r"pub|date|发布|日期|时间", re.IGNORECASE)
_BODY_YEAR = re.compile(r"20(?<![\d〔\[（(第]20)\d{2}(?=\s*年(?!\s*\d{1,2}\s*月))")
QUOTED_TITLE = re.compile(
    r"《\s*(?!中华人民共和国|国务院)([^《》]{4,50}?公开[^《》]{0,16}(?:报告|年报))\s*》"
)
"""The report's own title as its first sentences give it."""
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
    text = _printed(paragraphs) or _declared(declared)
    year, name = split_title(text)
    period = read_period(preamble) or (
        read_period(outline.sections[0].text[:600]) if outline.sections else None
    )
    signed = read_sign_date(outline.signature[-1]) if outline.signature else None
    if not name and hints_title:
        name = split_title(hints_title)[1]
    published = published or _published(document.metadata)
    body = (
        "\n".join(line for line in outline.preamble if line not in text)
        + "\n"
        + "\n".join(section.text for section in outline.sections[:1])
    )
    settled, findings = _settle_year(year, text, body, period, signed, published)
    if period is None and (torn := torn_date(body[:2000])):
        findings = (
            *findings,
            _finding(
                "date_torn",
                "note",
                f"{torn} 不是日期，缺数字或“年” / {torn} is no date: a digit or 年 was lost",
            ),
        )
    return Title(text, settled, name, findings, period, signed or "")


def split_title(text: str) -> tuple[int | None, str]:
    """Year and body of a title.

    >>> split_title("2023年高新区（新市区）司法局政府信息公开工作年度报告")
    (2023, '高新区（新市区）司法局')
    >>> split_title("关于2021年度政府信息公开工作的年度报告")
    (2021, '')
    """
    squashed = _LABEL.sub("", "".join(text.split()).translate(_DIGITS))
    match = _YEAR_PART.search(squashed)
    year = _year(match["year"]) if match else None
    rest = _YEAR_PART.sub("\n", squashed)
    parts = [_FILLER.sub("", _KIND.sub("", _FILLER.sub("", part))) for part in rest.split("\n")]
    name = max(parts, key=len, default="") if _REPORT.search(squashed) else ""
    name = _FILLER.sub("", name).strip("，,、:：（(《》")
    return year, "" if _SELF.fullmatch(name) or len(name) < 2 else name


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else read_chinese(text.replace("O", "〇").replace("o", "〇"))


def _printed(paragraphs: Sequence[Joined]) -> str:
    """The title among the first lines; one broken over lines is put together again."""
    head = [line.text for line in paragraphs[: HEAD_LINES * 2] if line.text][:HEAD_LINES]
    return next((title_at(head, index) for index, line in enumerate(head) if _title_like(line)), "")


def titles_in(paragraphs: Sequence[Joined]) -> Iterator[tuple[int, str]]:
    """Every line that is a report's title, with its index; a report in a file of several has one of its own."""
    lines = [line.text for line in paragraphs]
    for index, line in enumerate(lines):
        if line and _title_like(line):
            yield index, title_at(lines, index)


def title_at(lines: Sequence[str], index: int) -> str:
    """The title a line ends, put together with the lines above that begin it."""
    title = lines[index]
    for above in reversed(lines[max(0, index - 3) : index]):
        if not above or _complete(title) or not _part_of_title(above):
            break
        title = above + title
    return title


def _title_like(line: str) -> bool:
    return len(line) <= LONGEST_TITLE and bool(_REPORT.search(line)) and not _NOT_TITLE.search(line)


def _complete(title: str) -> bool:
    year, name = split_title(title)
    return year is not None and bool(name)


def _part_of_title(line: str) -> bool:
    return len(line) <= 30 and not re.search(r"[。，；：:、/]", line) and not _FURNITURE.search(line)


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


def _settle_year(
    year: int | None,
    title: str,
    body: str,
    period: tuple[str, str] | None,
    signed: str | None,
    published: str,
) -> tuple[int | None, tuple[Finding, ...]]:
    """The report year, and every disagreement about it."""
    findings = []
    stated = int(period[0][:4]) if period else None
    years = [int(found) for found in _BODY_YEAR.findall(half_width(body))]
    if year is None:
        year = stated or read_year(title)
    if year is None:
        year, how = _guess(years, signed, published)
        if year is not None:
            findings.append(_finding("year_inferred", "note", how))
    if year is None:
        return None, (
            _finding(
                "year_missing", "warning", "标题、正文和日期都没有年度 / no year in title, text or dates"
            ),
        )
    if stated is not None and stated != year:
        findings.append(
            _finding(
                "year_disagrees",
                "warning",
                f"标题 {year} 年，正文的统计期自 {stated} 年起"
                f" / title: {year}; the period of the text begins in {stated}",
            )
        )
    elif years and year not in years and str(year) not in body:
        findings.append(
            _finding(
                "year_disagrees",
                "warning",
                f"标题 {year} 年，正文说的是 {mode(years)} 年 / title: {year}; the text speaks of {mode(years)}",
            )
        )
    findings += _dates_against(year, signed or "", ("落款", "signed"))
    findings += _dates_against(year, published, ("发布", "published"))
    return year, tuple(findings)


def _guess(years: Sequence[int], signed: str | None, published: str) -> tuple[int | None, str]:
    if years:
        year = mode(years)
        return year, (
            f"标题没有年度，{year} 是正文中最多的年份"
            f" / the title names no year; {year} is the year the text speaks of most"
        )
    for day, zh, en in ((signed, "落款", "signature"), (published, "发布", "publication")):
        if day:
            year = int(day[:4]) - 1
            return year, (
                f"标题没有年度，{year} 是{zh}（{day}）的上一年"
                f" / the title names no year; {year} is the year before the {en} ({day})"
            )
    return None, ""


def _dates_against(year: int, day: str, what: tuple[str, str]) -> list[Finding]:
    """A report is made after its year has ended; one dated before that names a wrong year or a wrong date."""
    if not day or day[:4] > str(year) or day >= f"{year}-12-15":
        return []
    zh, en = what
    message = (
        f"标题 {year} 年，{zh}于 {day}，当年尚未结束 / title: {year}; {en} {day}, before that year was over"
    )
    return [_finding("year_disagrees", "warning", message)]


def _finding(check: str, level: str, message: str) -> Finding:
    kind = "parser" if level == "note" else "publisher"
    return Finding(check, kind, level, "fail", message)  # type: ignore[arg-type]  # both are members of the Literal
