"""Section 五 as items: what a body says went wrong, and what it means to do (一是…；二是…；1.…)."""

from __future__ import annotations

import re
from itertools import pairwise

LONGEST_ITEM = 600

_ITEM = re.compile(
    r"(?:(?<=[\n。；;：:，,])|^)\s*"
    r"(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，、,]|其[一二三四五六七八九十][，、,]?"
    r"|[（(]?[一二三四五六七八九十]{1,2}[)）、]|[（(]?\d{1,2}[)）.、．](?!\d)"
    r"|(?:问题|不足|措施)[一二三四五六七八九十\d]{1,2}[:：、]|另?一方面[，,]?|(?:首先|其次|再次|最后)[，,])\s*|[①-⑳]\s*"
)
_PLAN = re.compile(
    r"改进(?:措施|情况|方向|意见)|整改(?:措施|情况)|(?<![及和与、])(?:改进|整改)[:：]|下一步|今后|针对(?:以上|上述|存在)|努力方向|工作打算"
)
_HEADING = re.compile(
    r"^[（(]?[一二三四五六七八九十]{0,2}[)）、]?\s*(?:存在的?(?:主要)?(?:问题|不足)|主要问题|改进(?:措施|情况)|整改措施|下一步.{0,6})[。：:]?$"
)
_COMPLAINT = re.compile(r"不[够足到能高强深严及全]|欠缺|缺[乏少]|有待|单一|滞后|薄弱|差距|仍需|不及时")
_PRAISE = re.compile(r"以下(?:几个|几方面|主要)?(?:方面)?的?(?:问题|不足)|存在(?:一些|以下).{0,6}$")
_END = " \n。；;，,"


def read_problems(section_text: str) -> tuple[str, ...]:
    """The problems named, one string each, without their numbers and before the plans begin.

    Where nothing is itemised, the sentences that complain are the items.

    >>> read_problems("主要问题：一是更新不及时；二是解读形式单一。下一步，一是加强培训。")
    ('更新不及时', '解读形式单一')
    """
    before = section_text[: _plan_at(section_text)]
    return _items(before) or tuple(
        one for one in _sentences(before) if _COMPLAINT.search(one) and not _PRAISE.search(one)
    )


def _sentences(text: str) -> list[str]:
    return [one.strip(_END) for one in re.split(r"[。；;\n]", text) if len(one.strip(_END)) >= 6]


def read_improvements(section_text: str) -> tuple[str, ...]:
    """What is to be done about them, itemised the same way."""
    return _items(section_text[_plan_at(section_text) :])


def _plan_at(text: str) -> int:
    """Where the text turns from problems to plans; a heading that names both turns nowhere."""
    for found in _PLAN.finditer(text):
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if "问题" not in line[-12:] or "。" in line:
            return found.start()
    return len(text)


def _items(text: str) -> tuple[str, ...]:
    starts = [(found.start(), found.end()) for found in _ITEM.finditer(text)]
    bounds = [*starts, (len(text), len(text))]
    items = [text[begin:end].strip(_END) for (_, begin), (end, _) in pairwise(bounds)]
    return tuple(item[:LONGEST_ITEM] for item in items if len(item) >= 3 and not _HEADING.match(item))
