"""Which body reports: its names, region with code, level, kind and scope.

The title names it, else the signature, else the first sentences; the folder of the address and the page's 发布机构 do not
(one office publishes for a whole region). A name two regions bear is settled by the region of the channel or by what the
text says; if neither decides, there is a finding and no code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parsers import regions
from parsers.document import Document
from parsers.narrative import read_narrative
from parsers.outline import Outline, outline_of
from parsers.regions import COUNTRY, MUNICIPALITIES, Region
from parsers.report import Agency, Finding
from parsers.titles import QUOTED_TITLE, Title, split_title

_ORGAN = (
    r"(?:人民政府(?:办公[厅室])?|政府办公?[厅室]|委员会|管委会|办公[厅室]|办事处|司法部|银行|海关"
    r"|[一-鿿](?:局|厅|队|委|中心|镇|乡))"
)
_NAMED = re.compile(
    rf"[《“]?(?P<name>[一-鿿（）()]{{2,24}}?{_ORGAN})(?=\s*20\d{{2}}\s*年|关于20\d{{2}}|按照|根据|认真|严格|高度)"
)
_SELF = re.compile(r"^(?:我|本|该|各|全)")
_STATE = re.compile(
    r"^(?:中华人民共和国|国家(?!级)|国务院|中国(?:人民银行|证券|银行保险|气象|地震|民用航空)|海关总署|审计署)"
)
_MINISTRY = re.compile(
    r"^(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源(?:和)?社会保障|自然资源|生态环境|住房(?:和)?城乡建设|交通运输"
    r"|水利|农业|农业农村|商务|文化和旅游|退役军人事务|应急管理|环境保护|国土资源|文化|监察|铁道|卫生)部(?:办公厅)?$"
)
_VERTICAL = re.compile(
    r"^(?:国家税务总局|国家统计局|国家金融监督管理总局|中国气象局|中国人民银行|国家外汇管理局|国家矿山安全监察局|中国民用航空|国家粮食和物资储备局)"
)
_TOWN = re.compile(r"^[一-鿿]{1,12}?(?:民族乡|街道|[镇乡]|苏木)(?=人民政府|办事处|办公室|党|$)")
_ZONE = re.compile(
    r"开发区|高新区|经开区|工业园|产业园|园区|示范区|度假区|管理区|自贸区|保税区|新区$|管委会|管理委员会"
)
_GENERIC = re.compile(r"^(?:省|市|县|区|州|旗|自治区)(?=[一-鿿]{2,})")
_WHOLE = re.compile(
    r"(?:全[省市县区州旗]|全自治区)(?:各级|共|上下|范围|行政机关|.{0,6}(?:共?(?:收到|受理|办理|主动公开|发布|新收)))|汇总"
)
_LEVEL_WORD = {
    "省": "province",
    "自治区": "province",
    "市": "prefecture",
    "州": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}


@dataclass(frozen=True, slots=True)
class AgencyType:
    """A kind of reporting body, from `vocabulary/agency_types.toml`."""

    id: str
    label: str
    label_en: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Located:
    """A name taken apart: the regions it may lie in, and the rest that says what body it is there."""

    candidates: tuple[Region, ...]
    rest: str


@cache
def agency_types() -> tuple[AgencyType, ...]:
    """In the order they are tried."""
    text = files("parsers.vocabulary").joinpath("agency_types.toml").read_text(encoding="utf-8")
    return tuple(
        AgencyType(entry["id"], entry["label"], entry["label_en"], re.compile(entry["pattern"]))
        for entry in tomllib.loads(text)["type"]
    )


def type_of(rest: str) -> str:
    """The kind of body a name (without its region) tells, or `other`; a bare region is its government.

    >>> type_of("司法局"), type_of("七里坪镇人民政府"), type_of("")
    ('justice', 'township', 'government')
    """
    if not rest:
        return "government"
    return next((kind.id for kind in agency_types() if kind.pattern.search(rest)), "other")


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
            _finding("agency_unknown", "warning", "no title, signature or sentence names the body"),
        )
    located = locate(name, title.year)
    region, findings = _settle(located, head, region_hint, name)
    if region is not None and title.year is not None and not region.existed(title.year):
        findings.append(
            _finding("region_abolished", "note", f"{region.name} {region.code} was no more in {title.year}")
        )
    others = [("signature", signed), ("text", _quoted_name(head))]
    findings += [
        found for where, other in others if (found := _conflict(name, where, _squash(other), title.year))
    ]
    agency = _agency(name, located, region, region_hint)
    scope = "region" if agency.type in {"government", "government_office"} and _WHOLE.search(head) else "own"
    return Agency(agency.name, agency.full_name, agency.region, agency.level, agency.type, scope), tuple(
        findings
    )


def locate(name: str, year: int | None = None) -> Located:
    """The regions a name begins with, the innermost one, and what follows.

    >>> [region.code for region in locate("洛阳市偃师区司法局").candidates]
    ['410307']
    """
    if _STATE.match(name) and (vertical := _VERTICAL.match(name)) is None:
        return Located((), name)
    start = vertical.end() if (vertical := _VERTICAL.match(name)) else 0
    outer: tuple[Region, ...] = ()
    rest = name[start:]
    while (step := _next_region(rest, outer, year)) is not None:
        outer, rest = step
    return Located(outer, rest)


def _next_region(
    text: str, outer: tuple[Region, ...], year: int | None
) -> tuple[tuple[Region, ...], str] | None:
    for length, found in regions.prefixes(text):
        rest = text[length:]
        inner = tuple(region for region in found if _inside(region, outer))
        if inner and _plausible(text[:length], inner, rest):
            there = tuple(region for region in inner if region.existed(year))
            return there or inner, rest
    return None


def _inside(region: Region, outer: tuple[Region, ...]) -> bool:
    return not outer or any(
        region.code != above.code and regions.within(region.code, above.code) for above in outer
    )


def _plausible(said: str, found: Sequence[Region], rest: str) -> bool:
    """A bare stem (信阳, 城关) names a region only when a department follows, not 镇 or another name."""
    if any(said == region.name for region in found) or said[-1] in "省市县区州盟旗":
        return not rest.startswith(("镇", "街道")) or said[-1] in "市县区"
    return (
        bool(rest)
        and not rest.startswith(("镇", "乡", "街道"))
        and len(rest) <= 14
        and type_of(rest) != "other"
    )


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
    return None, [_finding("region_ambiguous", "warning", f"{name}: could be {codes}")]


def _outside(region: Region, hint: str, name: str) -> list[Finding]:
    if not hint or regions.within(region.code, hint) or regions.within(hint, region.code):
        return []
    return [
        _finding(
            "agency_outside_channel", "warning", f"{name} lies in {region.code}, the channel serves {hint}"
        )
    ]


def _agency(name: str, located: Located, region: Region | None, hint: str) -> Agency:
    rest = located.rest
    kind = type_of(rest)
    if _STATE.match(name) or _MINISTRY.match(name):
        if not located.candidates:
            return Agency(name, name, COUNTRY, "country", kind)
    elif region is None and not located.candidates and hint:
        return _by_hint(name, kind, hint)
    if region is None:
        return Agency(name, name, "", _level(name, rest, None), kind)
    return Agency(name, _full_name(name, rest, region), region.code, _level(name, rest, region), kind)


def _by_hint(name: str, kind: str, hint: str) -> Agency:
    """市司法局, 新九镇人民政府: a name that leaves its region to the site it stands on."""
    above = regions.chain(hint)
    rest = name
    generic = _GENERIC.match(name)
    region = above[-1] if above else None
    if generic is not None and region is not None:
        wanted = _LEVEL_WORD[generic[0]]
        region = next((one for one in above if one.level == wanted), region)
        if region.level == wanted or region.name.endswith(generic[0]):
            rest = name[generic.end() :]
    if region is None:
        return Agency(name, name, "", _level(name, name, None), kind)
    return Agency(
        name, _full_name(name, rest, region), region.code, _level(name, rest, region), type_of(rest)
    )


def _full_name(name: str, rest: str, region: Region) -> str:
    """Official name of the region and the rest; a district is named with its city."""
    vertical = _VERTICAL.match(name)
    front = vertical[0] if vertical else ""
    above = regions.by_code().get(region.parent)
    named_with_city = region.name.endswith("区") and region.level == "county" and above is not None
    city = (
        above.name
        if named_with_city and above and (above.level == "prefecture" or above.code in MUNICIPALITIES)
        else ""
    )
    return f"{front}{city}{region.name}{rest or '人民政府'}"


def _level(name: str, rest: str, region: Region | None) -> str:
    if _TOWN.match(rest):
        return "township"
    if region is None:
        return "province" if rest.endswith("厅") else ""
    if _ZONE.search(rest) and region.level == "prefecture":
        return "county"
    return region.level


def _signed_name(signature: Sequence[str]) -> str:
    names = [re.sub(r"[（(].{0,6}(?:章|盖章)[)）]", "", line) for line in signature[:-1]]
    return next((name for name in names if re.search(rf"{_ORGAN}$", _squash(name))), "")


def _named_in(text: str) -> str:
    """The body the first sentences speak of."""
    quoted = _quoted_name(text)
    if quoted:
        return quoted
    for match in _NAMED.finditer(text):
        name = re.sub(r"^.*(?:发布|现将|年|，)", "", match["name"])
        if len(name) >= 3 and not _SELF.match(name) and "国务院" not in name and "领导" not in name:
            return name
    return ""


def _quoted_name(text: str) -> str:
    """The body in 《X2023年政府信息公开工作年度报告》."""
    match = QUOTED_TITLE.search(text)
    name = split_title(match[1])[1] if match else ""
    return name if re.search(rf"{_ORGAN}$", name) else ""


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
    return _finding("agency_conflict", "warning", f"title: {name}; {where}: {other}")


def _squash(name: str) -> str:
    return re.sub(r"\s+", "", name)


def _finding(check: str, level: str, message: str) -> Finding:
    return Finding(check, "publisher", level, "fail", message)  # type: ignore[arg-type]  # a member of the Literal
