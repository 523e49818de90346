"""Claims a sentence makes by a word behind a number: 6件申请均为自然人申请, 不予公开2件（均属于…）, 留言1条并按期办理."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.words.claims import Claim
from parsers.words.metrics import outcome
from parsers.words.quantities import Quantity

_ALL = re.compile(
    r"(?:申请|案件)?[(,]?(?:其中)?(?:全部|均|都|皆)(?:为|属于|系|是|获|被|以|来自)?(?P<what>[一-鿿“”、]{2,30})"
)
_DONE = re.compile(r"并?(?:已|均|全部)*(?:按期|及时|按时|按规定|依法)?(?:办理|办结|回复|答复)")
_RESULT_OF = {"行政复议数": "行政复议", "行政诉讼数": "行政诉讼"}


def read_implied(text: str, quantity: Quantity, of: Claim | None) -> Iterator[Claim]:
    """What the words behind a number say about all of it. `of` is the claim of the number, or the one before it."""
    if of is None or of.value != quantity.value or of.unit != quantity.unit:
        return
    whole = _ALL.match(text, quantity.end)
    if whole is not None and (metric := _narrowed(of.metric, whole["what"])):
        yield of._replace(
            metric=metric,
            start=quantity.start,
            end=whole.end(),
            implied="value",
            raw="均",
            part_of=of.raw,
        )
    done = _DONE.match(text, quantity.end)
    if of.metric == "群众留言数" and done is not None and of.end == quantity.end:
        yield of._replace(
            metric="群众留言办理数", start=quantity.start, end=done.end(), implied="value", part_of=""
        )


def _narrowed(metric: str, what: str) -> str:
    """The metric of the same number, one level deeper, if the vocabulary knows the word."""
    head, _, part = metric.partition(":")
    of = _RESULT_OF.get(head, head)
    found = outcome(what, of, f"{part}:" if part else "") or outcome(what.rstrip("的申请"), of)
    return f"{of}:{found.id}" if found is not None else ""
