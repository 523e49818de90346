"""What a sentence claims, before it is known whose sentence it is."""

from __future__ import annotations

from typing import NamedTuple

from parsers.report import Number
from parsers.words.channels import ChannelName


class Claim(NamedTuple):
    """A number with its meaning; `start` and `end` bound the quote within the sentence."""

    metric: str
    value: Number
    unit: str
    start: int
    end: int
    qualifier: str = "exact"
    channel: ChannelName | None = None
    raw: str = ""
    part_of: str = ""
    negated: bool = False
    basis: str = "year"
    implied: str = ""
    subject: str = ""
    """Another body than the one that reports; empty for its own."""
    aside: bool = False
    """Said in passing for comparison; what follows goes on with the claim before it."""
    year: int | None = None
    """The year the number is of, where its own words say more than the sentence around them."""
