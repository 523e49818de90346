"""A body's name taken apart into region and body, and put together again as its official name with code and level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.report import Agency
from parsers.words import regions
from parsers.words.bodytypes import type_of
from parsers.words.regions import COUNTRY, MUNICIPALITIES, Region

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
_AS_NAMED = re.compile(r"海关$|开发区|工业园|产业园|园区|度假区|保税区|自贸区")
"""Bodies whose official name begins with the stem of a region's: 苏州工业园区, 信阳海关."""
_GENERIC = re.compile(r"^(?:省|市|县|区|州|旗|自治区)(?=[一-鿿]{2,})")
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
class Located:
    """A name taken apart: the regions it may lie in, and the rest that says what body it is there."""

    candidates: tuple[Region, ...]
    rest: str


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
            standing = tuple(region for region in inner if region.stood(year))
            there = standing or tuple(region for region in inner if region.existed(year))
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


def placed(name: str, located: Located, region: Region | None, hint: str) -> Agency:
    """The agency a located name means in its region; without one, the region of the channel may place it."""
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
    if _VERTICAL.match(name) or _AS_NAMED.search(rest):
        return name
    above = regions.by_code().get(region.parent)
    named_with_city = region.name.endswith("区") and region.level == "county" and above is not None
    city = (
        above.name
        if named_with_city and above and (above.level == "prefecture" or above.code in MUNICIPALITIES)
        else ""
    )
    return f"{city}{region.name}{rest or '人民政府'}"


def _level(name: str, rest: str, region: Region | None) -> str:
    if _TOWN.match(rest):
        return "township"
    if region is None:
        return "province" if rest.endswith("厅") else ""
    if _ZONE.search(rest) and region.level == "prefecture":
        return "county"
    return region.level
