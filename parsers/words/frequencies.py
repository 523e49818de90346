"""How often something is done by rule: 每半年上报一次, 每周发布信息至少一期. Not an outcome of the year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.words.channels import fuller, read_channels
from parsers.words.claims import Claim
from parsers.words.metrics import Metric, metrics
from parsers.words.quantities import read_quantities
from parsers.words.sentences import Sentence

_RATE = re.compile(
    r"(?<!“)(?<!平均)每(?P<period>个?(?:工作日|季度?|半年|年度?|周|月|日|天))(?P<what>(?:发布|更新|推送|推文|上报|报送|报备)(?:信息|推文|内容|动态|情况)?)(?=(?:至少|不少于|不低于)?\s*[\d一二两三四五六七八九十])"
)
_PERIOD = {"季": "季度", "年度": "年", "天": "日"}


def read_frequencies(sentence: Sentence) -> Iterator[Claim]:
    text = sentence.text
    if "每" not in text:
        return
    for match in _RATE.finditer(text):
        quantity = next(iter(read_quantities(text[match.end("what") : match.end() + 12])), None)
        if quantity is None or text[match.end() : match.end() + quantity.lead].strip():
            continue
        end = match.end("what") + quantity.end
        tail = text[end : end + 16]
        metric = next((one for one in _rates() if _speaks_of(one, match["what"] + tail)), None)
        if metric is None or quantity.unit not in metric.units:
            continue
        period = match["period"].removeprefix("个")
        unit = f"{quantity.unit}/{_PERIOD.get(period, period)}"
        named = list(read_channels(text[: match.start()]))
        channel = fuller(named[-1], named[:-1]) if named else None
        yield Claim(
            metric.id,
            quantity.value,
            unit,
            match.start(),
            end,
            quantity.qualifier,
            channel,
            text[match.start() : end],
            basis=metric.basis,
        )


@cache
def _rates() -> tuple[Metric, ...]:
    return tuple(metric for metric in metrics().values() if metric.rate is not None)


def _speaks_of(metric: Metric, words: str) -> bool:
    return metric.rate is not None and metric.rate.search(words) is not None
