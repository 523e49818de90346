"""Numbers as a spreadsheet shows them: 6, 6.00, 1,153, 25%, or what a format makes of zero.

Source: ECMA-376 part 1, 18.8.30 (numFmt) and 18.8.31 (numFmts). Formats are what people see in the cell, so
a zero shown as "-" or as nothing is read as "-" or as nothing; stored digits that the format rounds away
are not printed.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isfinite

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00;-#,##0.00;"-"', 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d"),
}  # fmt: skip
PIECES = re.compile(
    r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]|[0#?.,]+|%|General|[yYmMdDhHsSeEbB]+|[^"\\]', re.DOTALL
)
GENERAL = re.compile(r"General|G/通用格式", re.IGNORECASE)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)\]")
COMPARISONS = {
    "<=": operator.le, ">=": operator.ge, "<>": operator.ne, "<": operator.lt, ">": operator.gt, "=": operator.eq,
}  # fmt: skip
DIGITS = frozenset("0#?.,")
DATES = frozenset("yYmMdDhHsSeEbB")
NONE_FITS = ("#",)
UNTOLD = "########"
"""Shown where what a person sees is not the number that is stored, or not known."""
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
SIGNIFICANT = 15  # digits a spreadsheet computes with; the rest of a binary fraction is noise
GENERAL_WIDTH = 11  # characters of a number without a format, its point among them; the rest is rounded away


def shown(value: float, code: str, is_1904: bool = False) -> str:
    """What a cell with that number format shows.

    >>> shown(6.0, "General"), shown(1153, "#,##0"), shown(0.25, "0%"), shown(-3.5, "0.00")
    ('6', '1,153', '25%', '-3.50')
    >>> shown(0, '#,##0_ ;-#,##0_ ;"-"_ '), shown(0.1 + 0.2, "General"), shown(45291, "yyyy年m月d日")
    ('-', '0.3', '2023-12-31')
    >>> shown(867, '[=0]"-";[>=1000]#,##0;0'), shown(1200, "[<1000]0"), shown(5, 'G/通用格式"件"')
    ('867', '########', '5件')
    """
    if not isfinite(value):
        return "#NUM!"
    sections = _sections(code)
    section, magnitude = _chosen(sections, value)
    if section is NONE_FITS:
        return UNTOLD
    if not section:
        return ""
    if any(piece[0] in DATES for piece in section):
        return _date(value, is_1904)
    if not any(piece[0] in DIGITS or piece in ("General", "@") for piece in section):
        return "".join(map(_literal, section)).strip()
    if _is_rearranged(section):
        return UNTOLD
    number = Decimal(f"{magnitude:.{SIGNIFICANT}g}").scaleb(2 * section.count("%"))
    printed = "".join(
        piece if piece == "%"
        else _general(number) if piece == "General"
        else _plain(number) if piece == "@"
        else _placed(number, piece) if piece[0] in DIGITS
        else _literal(piece)
        for piece in section
    )  # fmt: skip
    return printed.strip()


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[tuple[str, ...], ...]:
    """Up to four sections (positive; negative; zero; text), each as pieces."""
    sections: list[list[str]] = [[]]
    for piece in PIECES.findall(GENERAL.sub("General", code)):
        if piece == ";":
            sections.append([])
        else:
            sections[-1].append(piece)
    return tuple(tuple(section) for section in sections)


def _chosen(sections: tuple[tuple[str, ...], ...], value: float) -> tuple[tuple[str, ...], float]:
    """The section that shows a value, and what it shows: a negative section brings its own sign."""
    conditions = [_condition(section) for section in sections]
    if any(conditions):
        fitting = (s for s, said in zip(sections, conditions, strict=True) if said is None or said(value))
        return next(fitting, NONE_FITS), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if value == 0 and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _is_rearranged(section: Sequence[str]) -> bool:
    """Whether a format shows thousands of a number only (`0,`), or sets marks between its digits (`0\\.0,` for 万)."""
    digits = [piece for piece in section if piece[0] in DIGITS]
    return len(digits) > 1 or any(piece.endswith(",") for piece in digits)


def _condition(section: tuple[str, ...]) -> Callable[[float], bool] | None:
    """What a section asks of a value, as in `[>=1000]`; None when it asks nothing."""
    for piece in section:
        if (found := CONDITION.fullmatch(piece)) is not None:
            compare, bound = COMPARISONS[found[1]], float(found[2])
            return lambda value: compare(value, bound)
    return None


def _literal(piece: str) -> str:
    if piece[0] in "_*[":
        return " " if piece[0] == "_" else ""
    return piece.strip('"') if piece[0] == '"' else piece.lstrip("\\!")


def _general(number: Decimal) -> str:
    """As many digits behind the point as there is room for, in a cell of any width."""
    whole = max(number.adjusted() + 1, 1)
    if not number or whole > GENERAL_WIDTH or number.adjusted() < 1 - GENERAL_WIDTH:
        return _plain(number)
    places = max(GENERAL_WIDTH - 1 - whole, 0)
    return _plain(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def _plain(number: Decimal) -> str:
    if number == number.to_integral_value():
        return f"{number.quantize(Decimal(1)):f}" if number.adjusted() < 20 else str(number)
    return f"{number.normalize():f}" if number.adjusted() > -10 else str(number)


def _placed(number: Decimal, piece: str) -> str:
    """Digits after the point as many as the placeholders `0` ask for, `#` only as far as there are any."""
    whole, _, fraction = piece.partition(".")
    thousands = "," in whole.strip(",")
    scaled = number.scaleb(-3 * (len(piece) - len(piece.rstrip(","))))
    places = sum(mark in "0#?" for mark in fraction)
    try:
        rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    except InvalidOperation:
        return str(scaled)
    printed = f"{rounded:,f}" if thousands else f"{rounded:f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    while optional and printed.endswith("0"):
        printed, optional = printed[:-1], optional - 1
    least = sum(mark == "0" for mark in whole)
    sign, digits = ("-", printed[1:]) if printed.startswith("-") else ("", printed)
    head, point, tail = digits.rstrip(".").partition(".")
    if head == "0" and not least and (tail or not rounded):
        head = ""
    return sign + head.rjust(least, "0") + point + tail


def _date(value: float, is_1904: bool) -> str:
    """A date in ISO form (years are read, not days); a time of day as it is."""
    try:
        moment = (EPOCH_1904 if is_1904 else EPOCH) + timedelta(days=value)
    except OverflowError:
        return "#NUM!"
    if value < 1:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d" if value == int(value) else "%Y-%m-%d %H:%M:%S")
