"""Whose numbers a report adds up, where its first sentences list them: 本报告汇总了县公安局、县教育局等单位的数据."""

from __future__ import annotations

import re

_LISTS = re.compile(
    r"(?:汇总|本报告[^。；，]{0,16}(?:涵盖|包括|包含|含)|(?:统计|数据)范围(?:为|涵盖|包括|包含)?)"
    r"[^。；]{0,24}?(?P<names>[一-鿿（）()]{2,20}(?:[、和及][一-鿿（）()]{2,20})+)"
)
_BODY = re.compile(
    r"[一-鿿（）()]{1,16}?(?:局|委|办|厅|委员会|办公[厅室]|中心|医院|学院|大学|集团|公司|支队|大队|人民政府|管委会|办事处|街道|[镇乡]|苏木|[县市区旗])"
)
_APART = re.compile(r"、|以及|(?<=[局委办厅心院镇乡道会县市区司])[和及]")
_LEAD = re.compile(r"^(?:.*?(?:包括|包含|涵盖|汇总了?|含|为|[:：])|了)")
_TAIL = re.compile(r"(?:等|共)[一-鿿\d]*$|(?:的)?(?:政府信息公开|数据|情况|信息).*$")


def read_members(text: str) -> tuple[str, ...]:
    """The bodies named, in the order of the text; empty where fewer than two are.

    >>> read_members("本报告汇总了县公安局、县教育局和城关镇等单位的数据。")
    ('县公安局', '县教育局', '城关镇')
    """
    for found in _LISTS.finditer(text):
        names = [_TAIL.sub("", _LEAD.sub("", name)) for name in _APART.split(found["names"])]
        members = tuple(name for name in names if _BODY.fullmatch(name))
        if len(members) >= 2 and len(members) >= len(names) - 1:
            return members
    return ()
