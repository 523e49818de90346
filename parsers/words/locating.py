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
    r"^(?:国家(?:税务总局|统计局|金融监督管理总局|外汇管理局|矿山安全监察局|粮食和物资储备局|能源局|邮政局|移民管理局|药品监督管理局)"
    r"|中国(?:气象局|人民银行|民用航空|证券监督管理委员会|证监会|银行保险监督管理委员会|银保监会|地震局)"
    r"|(?:财政|自然资源|生态环境|水利|交通运输|商务|应急管理|工业和信息化)部驻?(?!办公厅)(?=.)|审计署驻?(?=.)"
    r"|中华人民共和国(?=[^部署]{2,6}(?:海关|海事局)$))"
)
"""What stands in front of the place in the name of a central body's branch: 财政部山西监管局."""
_CORPS = re.compile(r"^新疆生产建设兵团")
_DIVISION = re.compile(r"第[一二三四五六七八九十]{1,2}师(?=[一-鿿]{2,4}市)")
_OF_DIVISION = re.compile(r"(?:新疆生产建设兵团)?第[一二三四五六七八九十]{1,2}师")
"""A division of the corps ranks with a prefecture; one with a city ranks as its city does."""
_TWO_NAMES = re.compile(
    r"^(?P<outer>[一-鿿]*?)[一-鿿]{2,8}?区[（(](?P<inner>[一-鿿]{2,8}[区县市])[)）](?P<rest>.*)$"
)
"""One office for a zone and a district: 高新区（新市区）司法局."""
_BRANCH = re.compile(r"(?:局|委员会)(?P<place>[一-鿿]{2,8}?)(?P<kind>[市区县]?)分局$")
"""A branch of a city's bureau in a district: 徐州市公安局鼓楼分局."""
_NO_PLACE = re.compile(
    r"^(?:高新|经济|经开|产业|工业|旅游|国家|综合|保税|物流|循环|现代|农业|科技|空港|临港|临空|化工|城乡|生态|示范|自贸|风景|度假|开发|高技术|新材料)"
)
"""How the name of a zone begins that says nothing about where it is."""
_TOWN = re.compile(r"^[一-鿿]{1,12}?(?:民族乡|街道|[镇乡]|苏木)(?=人民政府|办事处|办公室|党|$)")
_ZONE = re.compile(
    r"开发区|高新区|经开区|工业园|产业园|园区|示范区|度假区|管理区|自贸区|保税区|新区$|管委会|(?<!监督)管理委员会"
)
_AS_NAMED = re.compile(
    r"海关$|开发区|工业园|产业园|园区|度假区|保税区|自贸区|新区|试?实?验区|新片区|示范区|风景区|基地"
)
"""Bodies whose official name begins with the stem of a region's: 苏州工业园区, 信阳海关."""
_OTHER_PLACE = re.compile(r"^[山湖岛江河海港](?!洋|事|南|安)|海关$")
"""Behind the bare stem of a county: the place is another one. 长白山 is not 长白县, 黄埔海关 not a body of 黄埔区."""
_XINJIANG = "650000"
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
    if (two := _TWO_NAMES.match(name)) is not None and (found := _two_names(two, year)) is not None:
        return found
    vertical = _VERTICAL.match(name) or _DIVISION.match(name)
    if _STATE.match(name) and vertical is None:
        return Located((), name)
    if (corps := _CORPS.match(name)) is not None:
        city = _DIVISION.match(name, corps.end()) and locate(name[corps.end() :], year)
        return city or Located((regions.by_code()[_XINJIANG],), name)
    outer: tuple[Region, ...] = ()
    rest = name[vertical.end() :] if vertical else name
    while (step := _next_region(rest, outer, year, vertical is not None)) is not None:
        outer, rest = step
    if vertical is not None and not outer:
        return Located((), name)
    return Located(_branch(rest, outer, year) or outer, rest)


def _two_names(match: re.Match[str], year: int | None) -> Located | None:
    """The district in brackets, inside the city in front if one is named."""
    outer = regions.by_name().get(match["outer"], ())
    named = regions.by_name().get(match["inner"], ())
    inner = tuple(region for region in named if _inside(region, outer) and region.stood(year))
    return Located(inner, match["rest"]) if inner else None


def _branch(rest: str, outer: Sequence[Region], year: int | None) -> tuple[Region, ...]:
    """The district of a city's branch office, if it is one of that city's."""
    found = _BRANCH.search(rest)
    if found is None or not outer:
        return ()
    kinds = (found["kind"],) if found["kind"] else ("区", "县", "市")
    named = [one for kind in kinds for one in regions.by_name().get(found["place"] + kind, ())]
    return tuple(one for one in named if _inside(one, tuple(outer)) and one.stood(year))


def _next_region(
    text: str, outer: tuple[Region, ...], year: int | None, anything: bool = False
) -> tuple[tuple[Region, ...], str] | None:
    """The region a text begins with. `anything` may follow a place in the name of a central body's branch."""
    for length, found in regions.prefixes(text):
        rest = text[length:]
        inner = tuple(region for region in found if _inside(region, outer))
        plausible = (anything and rest) or _plausible(text[:length], inner, rest)
        if inner and plausible and not _elsewhere(text[:length], inner, rest):
            standing = tuple(region for region in inner if region.stood(year))
            there = standing or tuple(region for region in inner if region.existed(year))
            return there or inner, rest
    return None


def _inside(region: Region, outer: tuple[Region, ...]) -> bool:
    return not outer or any(
        region.code != above.code and regions.within(region.code, above.code) for above in outer
    )


def _elsewhere(said: str, found: Sequence[Region], rest: str) -> bool:
    """Whether a bare stem of counties is the beginning of another name."""
    if any(said == region.name or region.level != "county" for region in found) or said[-1] in "市县区旗":
        return False
    return _OTHER_PLACE.search(rest) is not None


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
    central = _STATE.match(name) or _MINISTRY.match(name) or _VERTICAL.match(name)
    kind = type_of(name if central else rest)
    if central:
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
    if _ZONE.search(name) and rest == name and not _NO_PLACE.match(name):
        return Agency(
            name, name, region.code, _level(name, rest, region), kind
        )  # 雄安新区, 西咸新区: places themselves
    return Agency(
        name, _full_name(name, rest, region), region.code, _level(name, rest, region), type_of(rest)
    )


def _full_name(name: str, rest: str, region: Region) -> str:
    """Official name of the region and the rest; a district is named with its city."""
    if _VERTICAL.match(name) or _CORPS.match(name) or _DIVISION.match(name) or _BRANCH.search(rest):
        return name
    if _AS_NAMED.search(rest) and not name.startswith(region.name):
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
    if region is not None and region.code == _XINJIANG and _OF_DIVISION.match(name):
        return "prefecture"
    if region is None:
        return "province" if rest.endswith("厅") else ""
    if _ZONE.search(rest) and region.level in {"province", "prefecture"}:
        return "prefecture" if region.level == "province" and region.code not in MUNICIPALITIES else "county"
    return region.level
