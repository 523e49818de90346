"""Which body reports: its names, region with code, level, kind and scope.

The title names it, else the signature, else the first sentences; the folder of the address and the page's 发布机构 do not
(one office publishes for a whole region). A name two regions bear is settled by the region of the channel or by what the
text says; if neither decides, there is a finding and no code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from parsers.document import Document
from parsers.report import Agency, Finding
from parsers.words import regions
from parsers.words.bodytypes import type_of
from parsers.words.locating import Located, locate, placed
from parsers.words.members import read_members
from parsers.words.narrative import read_narrative
from parsers.words.outline import Outline, outline_of
from parsers.words.regions import Region
from parsers.words.titles import CITED, QUOTED_TITLE, Title, split_title

_ORGAN = (
    r"(?:人民政府(?:办公[厅室])?|政府办公?[厅室]|委员会|管委会|办公[厅室]|办事处|司法部|银行|海关"
    r"|[一-鿿](?:局|厅|队|委|中心|镇|乡))"
)
_NAMED = re.compile(
    rf"[《“]?(?P<name>[一-鿿（）()]{{1,24}}?{_ORGAN})(?=\s*20\d{{2}}\s*年|关于20\d{{2}}|按照|根据|认真|严格|高度|编制|(?:政府)?信息公开(?:工作)?年|以习近平|坚持以|[^。，,；;《》\n]{{0,24}}编制而成)"
)
_CONTACT = re.compile(rf"请(?:致电|联系|与)(?P<name>[一-鿿]{{2,24}}?{_ORGAN})(?=联系|[（(])")
_CENTRAL = re.compile(r"办公[厅室]$|公开|政务服务|数据")
"""Offices that are asked about the reports of other bodies too."""
_BEFORE_NAME = re.compile(r"^.*(?:发布|公布|现将|年度?|，|由|编制|结合)")
_SELF = re.compile(r"^(?:我|本|该|各|全)|[我本].$")
_WHOLE = re.compile(
    r"(?:全[省市县区州旗]|全自治区)(?:各级|共|上下|范围|行政机关|.{0,6}(?:共?(?:收到|受理|办理|主动公开|发布|新收)))|汇总"
)


def read_agency(
    document: Document, title: Title, region_hint: str = ""
) -> tuple[Agency, tuple[Finding, ...]]:
    """The reporting body. `region_hint` is the code of the region the channel serves, if it is known."""
    return agency_of(outline_of(read_narrative(document)), title, region_hint)


def agency_of(outline: Outline, title: Title, region_hint: str = "") -> tuple[Agency, tuple[Finding, ...]]:
    """The same of an outline that was already read."""
    overview = outline.sections[0].text if outline.sections else ""
    head = "\n".join(outline.preamble) + "\n" + overview[:1500]
    signed = _signed_name(outline.signature)
    named = _named_in(head)
    name = _squash(title.agency_name or signed or named)
    if not name:
        return Agency(), (
            _finding(
                "agency_unknown",
                "warning",
                "标题、落款和正文都没有写明机关 / no title, signature or sentence names the body",
            ),
        )
    located = locate(name, title.year)
    region, findings = _settle(located, head, region_hint, name)
    if region is not None and title.year is not None and not region.existed(title.year):
        findings.append(
            _finding(
                "region_abolished",
                "note",
                f"{region.name} {region.code} 在 {title.year} 年已撤销"
                f" / {region.name} {region.code} was no more in {title.year}",
            )
        )
    others = [("signature", signed), ("text", _quoted_name(head))]
    findings += [
        found for where, other in others if (found := _conflict(name, where, _squash(other), title.year))
    ]
    agency = placed(name, located, region, region_hint)
    if not agency.region and not findings:
        message = f"{name}：开头不是区划表中的地区 / {name} begins with no region the table knows"
        findings.append(_finding("region_unknown", "note", message))
    return replace(agency, **_scope(agency, head)), tuple(findings)


def _scope(agency: Agency, head: str) -> dict[str, Any]:
    """Whether the numbers are the body's own or of its whole region, and of whom if the text lists them."""
    if agency.type not in {"government", "government_office", "development_zone", "township"}:
        return {"scope": "own"}
    members = read_members(head)
    whole = members or (_WHOLE.search(head) and agency.type in {"government", "government_office"})
    return {"scope": "region" if whole else "own", "members": members}


def _settle(located: Located, text: str, hint: str, name: str) -> tuple[Region | None, list[Finding]]:
    """The one region meant, if something decides."""
    candidates = located.candidates
    if not candidates:
        return None, []
    if len(candidates) == 1:
        return candidates[0], _outside(candidates[0], hint, name)
    if hint:
        near = [
            region
            for region in candidates
            if regions.within(region.code, hint) or regions.within(hint, region.code)
        ]
        if len(near) == 1:
            return near[0], []
    told = [
        region
        for region in candidates
        if any(above.name in text for above in regions.chain(region.code)[:-1])
    ]
    if len(told) == 1:
        return told[0], []
    codes = "、".join(f"{region.name} {region.code}" for region in candidates[:6])
    message = f"{name}：可能是 {codes} / {name}: could be {codes}"
    return None, [_finding("region_ambiguous", "warning", message)]


def _outside(region: Region, hint: str, name: str) -> list[Finding]:
    if not hint or regions.within(region.code, hint) or regions.within(hint, region.code):
        return []
    return [
        _finding(
            "agency_outside_channel",
            "warning",
            f"{name}属 {region.code}，栏目属 {hint} / {name} lies in {region.code}, the channel serves {hint}",
        )
    ]


def _signed_name(signature: Sequence[str]) -> str:
    names = [re.sub(r"[（(].{0,6}(?:章|盖章)[)）]", "", line) for line in signature[:-1]]
    return next((name for name in names if re.search(rf"{_ORGAN}$", _squash(name))), "")


def _named_in(text: str) -> str:
    """The body the first sentences speak of."""
    quoted = _quoted_name(text)
    if quoted:
        return quoted
    for match in _NAMED.finditer(CITED.sub("", text)):
        name = _BEFORE_NAME.sub("", match["name"])
        if len(name) >= 3 and not _SELF.search(name) and "国务院" not in name and "领导" not in name:
            return name
    contact = _CONTACT.search(text)
    return contact["name"] if contact is not None and not _CENTRAL.search(contact["name"]) else ""


def _quoted_name(text: str) -> str:
    """The body in 《X2023年政府信息公开工作年度报告》."""
    match = QUOTED_TITLE.search(text)
    name = split_title(match[1])[1] if match else ""
    return name if re.search(rf"{_ORGAN}$", name) else ""


_PLACES = {"signature": "落款", "text": "正文"}


def _conflict(name: str, where: str, other: str, year: int | None) -> Finding | None:
    """A finding when two names cannot mean the same body: regions apart, or another kind of body."""
    if not other or other in name or name in other:
        return None
    here, there = locate(name, year), locate(other, year)
    kinds = {type_of(here.rest), type_of(there.rest)} - {"other"}
    apart = bool(here.candidates and there.candidates) and not any(
        regions.within(one.code, two.code) or regions.within(two.code, one.code)
        for one in here.candidates
        for two in there.candidates
    )
    if not apart and (len(kinds) < 2 or kinds == {"government", "government_office"}):
        return None
    return _finding(
        "agency_conflict",
        "warning",
        f"标题：{name}；{_PLACES[where]}：{other} / title: {name}; {where}: {other}",
    )


def _squash(name: str) -> str:
    return "".join(name.split())


def _finding(check: str, level: str, message: str) -> Finding:
    return Finding(check, "publisher", level, "fail", message)  # type: ignore[arg-type]  # a member of the Literal
