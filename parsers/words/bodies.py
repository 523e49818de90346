"""Whether the words in front of a number name another body than the one that reports (沭阳县民政局1件, 市级47期)."""

from __future__ import annotations

import re

_ACTS = r"(?=(?:共|累计|全年|主动)*(?:收到|新收|受理|办理|答复|制发|出台|收取|发布|公开|开展|举办|组织|召开|编发))"
_ORGAN = (
    r"(?:局|委员会|委(?<=[县市区]委)|街道(?:办事处)?|镇(?<=[一-鿿]镇)|乡(?<=[一-鿿]乡)|法院|人民政府(?!办|门户|网站|信息|公报)|政府办?(?:(?<=办)公[室厅])?(?!办|门户|网站|信息|公报)|中心)"
    + _ACTS
)
"""Every alternative begins with a character of its own, which lets the search skip all others at once."""
_ACTING = re.compile(_ORGAN)
_BODY = re.compile(rf"(?P<body>[一-鿿]{{1,12}}?{_ORGAN})")
_KIND = r"(?:成员|直属|市直|县直|区直|相关)?(?:部门|单位|镇街|乡镇|街道|行政机关|[县市区镇乡])"
_MANY = re.compile(
    rf"(?P<body>(?:全[省市县区州旗镇乡])?(?:(?:各级?|\d+[个家]|[下所]属各?){_KIND}[、和及]?){{1,4}}){_ACTS}"
    r"|^(?:20\d\d年度?)?(?P<region>全[省市县区州旗])(?!范围|[县市区]域|[各\d])"
)
"""Bodies that are counted or lumped together: 全区28个部门、9个镇街, 各镇街, 全市."""
_OF_MANY = frozenset("各个家全属")
_TOWARDS = re.compile(r"(?:对|向|给|为|由|与|组织|会同|联合|配合)[^,;。]{0,8}$")
"""对全区36个单位开展检查: what is done to them is the body's own."""
_OF_REGION = re.compile(r"人民政府(?:办公[厅室])?$|政府办公[厅室]$")
"""Who reports for a whole region: 全县各单位 are its own numbers."""
_GOVERNMENT = re.compile(r"^[本我全]?[县市区省州旗](?:人民)?政府(?:办(?:公[室厅])?)?$")
"""县政府 is the body itself where it, or its office, reports."""
_ALONE = re.compile(
    r"(?!.*(?:公开|建[成设]|设[置立]|[专园景社小片库院校辖城矿战灾地]区))"
    r"(?:[一-鿿]{1,10}(?:局|委员会|街道|[县市区旗镇乡]|法院|人民政府|中心)|[省市县区乡镇]级|[省市县区]本级|[县市区旗]{2,3}|各?[县市区](?:直(?:部门)?)?|各?(?:乡镇|镇街|街道)|其[他它](?:各)?(?:单位|部门|[县市区]|乡镇|街道)+)"
)
_ENDS = frozenset("局会道县市区旗镇乡院府心级直门街位")
_OWN = re.compile(
    r"^(?:我|本|全|该|各?平台|县|市|区|省)?(?:局|委|办|厅|单位|机关|部门|县|市|区|省|镇|乡|街道|人民政府)$"
)
_LEVELS = frozenset("省市县区州旗")
_BELOW = re.compile(r"[县市区旗]{2,3}")
"""县区 are those below, never the body itself."""
_TOGETHER = re.compile(r"(?:我|本)[局委办镇乡县市区厅][^,;]{0,4}(?:会同|联合|配合|组织)")
_TIME = re.compile(
    r"^.*(?:年度?|月份?|日|以来|期间|底|末|由|经|代|协助|指导|督促|帮助|在|向|对|于|及|和|与|通过|组织|配合|联合)(?=[一-鿿]{2})"
)


def other_body(text: str, agency: str) -> str:
    """The other body a clause or a label names, or nothing; `agency` is the one that reports."""
    if text[-1:] in _ENDS and _ALONE.fullmatch(text) is not None:
        return "" if _is_own(text, agency) else text
    if not _OF_MANY.isdisjoint(text) and (many := _MANY.search(text)) is not None:
        body = many["body"] or many["region"]
        own = body.startswith("全") and _OF_REGION.search(agency) is not None
        return "" if own or _TOWARDS.search(text, 0, many.start()) else body
    if _ACTING.search(text) is None or _TOGETHER.search(text) is not None:
        return ""
    found = _BODY.search(text)
    if found is None:
        return ""
    body = _TIME.sub("", found["body"])
    return "" if len(body) < 2 or _is_own(body, agency) else body


def _is_own(body: str, agency: str) -> bool:
    if _GOVERNMENT.search(body) is not None:
        return _OF_REGION.search(agency) is not None
    if agency and body[0] in _LEVELS and body[0] not in agency:
        return False  # 市局 is none of a county
    return _BELOW.fullmatch(body) is None and (
        _OWN.match(body) is not None
        or not agency
        or agency.endswith(body)
        or body.endswith(agency)
        or body in agency
    )
