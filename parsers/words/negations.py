"""Zeros a sentence states by a negation: 未收到依申请公开的政府信息, 无规章、行政规范性文件，行政强制情况.

One negation may govern several nouns, over commas too, as long as nothing but such nouns follows. A noun inside a modifier
(因政府信息公开引发的行政复议) or narrowed to a kind (行政诉讼败诉案件) is not denied as a whole and claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.words.claims import Claim
from parsers.words.metrics import DOCUMENT_PARTS, Metric, metrics

_VERB = (
    r"收到过?|接到|接收|受理过?|发生过?|出现过?|产生过?|收取|收缴|新?出台|制发|制定|印发|废止|新增|涉及|引发|引起|存在"
    r"|被(?:申请|提起|提请|(?=追究|追责|问责))|提起|有"
)
_CUE = re.compile(
    rf"(?P<negation>未|没有|无|不存在)(?:曾|再|新|依法|实际|因[^,。;]{{0,30}}?)?(?P<verb>{_VERB}|收(?=信息处理费))"
    r"|(?P<bare>无|没有|不存在)(?=[^,。;]{0,12}?(?:依申请公开|信息公开申请|公开申请|行政复议|行政诉讼|规章|规范性文件|行政强制|行政许可|行政处罚"
    r"|行政事业性收费|责任追究|问责|处理费))"
)
_NOT_BARE = re.compile(r"无(?:正当|法|效|关|需|须|偿|论|不|误|序|缝|现成|条件|理由|故|权|障碍|纸)")
_SCOPE_END = re.compile(r"[,;()]")
_MODIFIER = re.compile(
    r"(?:因|由于|由)?[^,;()、]*?(?:引发|引起|产生|导致|被提起|被|进行)(?:的)?(?=行政|诉讼|责任|追究|申请|复议)|因[^,;()、]*?(?=(?:被|进行|引))"
)
_NARROWED = re.compile(
    r"(?:书面|网上|网络|当面|信函|邮寄|口头|线下|线上|传真)(?:方?式)?(?:提交|提出)?的?(?:政府)?(?:信息公开)?申请|败诉|纠错|纠正|超期|逾期|被撤销|重大|恶意|遗漏|不当|不及时|违规|错误|拖延|漏"
)
_NOT_DISPUTE = re.compile(r"(?:机构|机关|法|工作|委员会|应诉|人员|体制|局|科|规范化|中心|职责|决定书)")
_NIL = re.compile(r"(?:数量?)?(?:均|都|皆)?为(?:零|0)(?![.\d])[件起次]?")
_TIME = re.compile(r"^(?:20\d\d年度?|全年|本年度?|我[局委办镇乡县市区厅]|信息公开类|类)+|类")
_ABOUT = re.compile(
    r"^(?:涉及|关于)?(?:政府|政务)?信息公开(?:类|工作|方面|领域)?(?:的|相关的?)?(?=行政|诉讼|责任|追)"
)
_ISSUED = re.compile(r"(?P<verb>制发|出台|制定|印发|废止)(?:的)?(?:情况)?$")
_CONNECTIVE = re.compile(
    r"^(?:及|和|以及|也|或|与|或者|亦|、)+|[、和及与或,]|情况|情形|案件|事项|发生|等|的|现象|问题|申请|信息|产生|数量|相关|任何|新增|处理决定|政府|涉及|因|被|提起|引发|工作|案|件"
)


def read_zeros(text: str, context: str) -> Iterator[Claim]:
    """The claims of all negations in a sentence; `context` is the sentence with its heading."""
    if not any(sign in text for sign in ("未", "无", "没有", "不存在", "为零", "为0")):
        return
    yield from _nil(text, context)
    for cue in _CUE.finditer(text):
        if cue["bare"] and (
            _NOT_BARE.match(text, cue.start()) or text[cue.start() - 1 : cue.start()] in {"有", "毫"}
        ):
            continue
        yield from _denied(text, cue, context)


def scopes(text: str) -> list[tuple[int, int]]:
    """Where a negation reaches: a number in there counts nothing (未发生1起…)."""
    if "未" not in text and "没有" not in text:
        return []
    return [(cue.start(), _scope_end(text, cue.end())) for cue in _CUE.finditer(text)]


def _denied(text: str, cue: re.Match[str], context: str) -> Iterator[Claim]:
    start = cue.end()
    end = _scope_end(text, start)
    while end < len(text) and text[end] == "," and _only_nouns(text[end + 1 : _scope_end(text, end + 1)]):
        end = _scope_end(text, end + 1)
    nouns = _without_modifiers(text[start:end])
    issued = _ISSUED.search(nouns) if cue["bare"] else None
    nouns = nouns[: issued.start()] if issued is not None else nouns
    nouns = _ABOUT.sub(lambda match: " " * len(match[0]), nouns, count=1)
    verb = issued["verb"] if issued is not None else _verb(cue)
    if _NARROWED.search(nouns) or (cue["bare"] and not _begins_with_noun(nouns)):
        return
    for metric in _deniable():
        assert metric.zero is not None, "only metrics with a zero pattern are deniable"
        found = metric.zero.search(nouns) if _fits(metric, cue, verb) else None
        if found is None or _NOT_DISPUTE.match(nouns, found.end()):
            continue
        if metric.needs is not None and not metric.needs.search(context):
            continue
        yield Claim(
            _name(metric, verb),
            0,
            metric.zero_unit,
            cue.start(),
            start + found.end(),
            negated=True,
            raw=cue[0],
            implied="unit" if metric.zero_unit else "",
        )


def _nil(text: str, context: str) -> Iterator[Claim]:
    """行政复议、行政诉讼均为零: a zero of everything the clause names, said without a negation."""
    for cue in _NIL.finditer(text):
        start = max(text.rfind(stop, 0, cue.start()) for stop in ",;:(") + 1
        nouns = text[start : cue.start()]
        if _NARROWED.search(nouns) or not _only_nouns(_TIME.sub("", nouns)):
            continue
        for metric in _deniable():
            if metric.only_bare or not metric.bare or (metric.needs and not metric.needs.search(context)):
                continue
            if metric.zero is not None and (found := metric.zero.search(nouns)) is not None:
                yield Claim(
                    metric.id,
                    0,
                    metric.zero_unit,
                    start + found.start(),
                    cue.end(),
                    raw=cue[0],
                    implied="unit",
                )


@cache
def _deniable() -> tuple[Metric, ...]:
    return tuple(metric for metric in metrics().values() if metric.zero is not None)


@cache
def _nouns() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{metric.zero.pattern})" for metric in _deniable() if metric.zero is not None)
    )


def _fits(metric: Metric, cue: re.Match[str], verb: str) -> bool:
    if cue["bare"] and not verb:
        return metric.bare
    return not metric.only_bare and metric.verbs is not None and metric.verbs.fullmatch(verb) is not None


def _verb(cue: re.Match[str]) -> str:
    return cue["verb"] or ""


def _name(metric: Metric, verb: str) -> str:
    """未出台规范性文件 denies what was issued, 未废止 what was repealed."""
    if metric.id not in {"行政规范性文件", "规章"}:
        return metric.id
    return f"{metric.id}:{DOCUMENT_PARTS[verb]}"


def _scope_end(text: str, start: int) -> int:
    found = _SCOPE_END.search(text, start)
    return found.start() if found else len(text)


def _without_modifiers(nouns: str) -> str:
    return _MODIFIER.sub(lambda match: " " * len(match[0]), nouns)


def _begins_with_noun(nouns: str) -> bool:
    found = _nouns().search(nouns)
    return found is not None and len(nouns[: found.start()].strip()) <= 4 and _leftover(nouns) == 0


def _only_nouns(clause: str) -> bool:
    return _nouns().search(clause) is not None and _leftover(clause) == 0


def _leftover(clause: str) -> int:
    """How many characters of a clause are neither deniable nouns nor words that join or end them."""
    return len(_CONNECTIVE.sub("", _nouns().sub("", clause)).strip())
