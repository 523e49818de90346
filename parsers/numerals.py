"""Chinese and Arabic numbers in running text: 8 万余, 一千三百余, 45.28万, 两, 二〇二五, 1,234, 近百.

A number keeps its literal value, unrounded: 8万余 is 80 000 with the qualifier 余. What this grammar does not know is no
number (None), never a guess.
"""

from __future__ import annotations

import re
from decimal import Decimal

from parsers.report import Number

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
SCALES = _SMALL | _LARGE
CHINESE = "".join(DIGITS) + "".join(SCALES)
"""Every character a Chinese number may hold, for use inside a character class."""

_WIDE = "０１２３４５６７８９．，％（）［］：；！？　〔〕【】"
_NARROW = "0123456789.,%()[]:;!? [][]"
_WIDTHS = (
    dict(zip(_WIDE, _NARROW, strict=True)) | dict.fromkeys("‐‑‒–—―－﹣−─", "-") | dict.fromkeys("～〜∼", "~")
)
_ANY_WIDE = re.compile(f"[{re.escape(''.join(_WIDTHS))}]")

_ARABIC = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_DIGIT = "[一二三四五六七八九]"
_SOME = "[一二两三四五六七八九]"
_GOING_ON = rf"(?:零(?=[一二三四五六七八九十])|(?={_DIGIT}?[百十])|(?![零一二两三四五六七八九]))"
"""What may stand behind 千 and 百: a place is left out with 零, or not at all."""
_COUNT = re.compile(
    rf"(?P<number>[零〇]|两|(?:{_SOME}千{_GOING_ON})?(?:{_SOME}百{_GOING_ON})?(?:{_DIGIT}?十)?{_DIGIT}?"
    rf"|{_DIGIT}(?={_DIGIT}?[〇零])[〇零一二三四五六七八九]+)(?P<unit>[件条次宗个项起份例部人篇期]?)"
)


def half_width(text: str) -> str:
    """Full width to half width and every dash to one, a character for a character, so that positions stay true.

    Replacing one by one takes a tenth of the time of `str.translate`, as a text holds few of them; a label holds none.
    """
    if _ANY_WIDE.search(text) is None:
        return text
    for wide, narrow in _WIDTHS.items():
        if wide in text:
            text = text.replace(wide, narrow)
    return text


def read_number(text: str) -> Number | None:
    """The value of a number and nothing else, in either script, with an optional scale (8万, 1.2亿, 3千).

    >>> read_number("414.7万"), read_number("一千三百"), read_number("两"), read_number("1,234")
    (4147000, 1300, 2, 1234)
    """
    plain = text.strip()
    scale = 1
    while plain and plain[-1] in SCALES and plain[0].isdigit():
        scale *= SCALES[plain[-1]]
        plain = plain[:-1].rstrip()
    if _ARABIC.fullmatch(plain):
        value = Decimal(plain.replace(",", "")) * scale
        return int(value) if value == value.to_integral_value() else value
    return read_chinese(plain) if scale == 1 else None


def read_chinese(text: str) -> int | None:
    """一千三百, 五万六千, 廿三 is not among them; digits in a row (二〇二五) are read as digits.

    >>> read_chinese("十二"), read_chinese("二〇二五"), read_chinese("两千零三"), read_chinese("百")
    (12, 2025, 2003, 100)
    """
    if not text or any(sign not in DIGITS and sign not in SCALES for sign in text):
        return None
    if not any(sign in SCALES for sign in text):
        return int("".join(str(DIGITS[sign]) for sign in text)) if len(text) > 1 else DIGITS[text]
    return _read_scaled(text)


def in_chinese(text: str) -> int | None:
    """The count a cell writes in Chinese, with its unit or without: 十二, 一百零三件, 两, 零, 二〇三.

    Not what can be read in two ways: 一 may be a stroke, 二三 a range, 一百五 is 150 to some.

    >>> in_chinese("十二"), in_chinese("一件"), in_chinese("一"), in_chinese("一百五")
    (12, 1, None, None)
    """
    match = _COUNT.fullmatch(text)
    return read_chinese(match["number"]) if match and (match["unit"] or text.strip("一")) else None


def _read_scaled(text: str) -> int | None:
    total = section = digit = 0
    seen_digit = False
    for sign in text:
        if sign in DIGITS:
            if seen_digit and DIGITS[sign]:
                return None  # 二三十: a range, not a number
            digit, seen_digit = DIGITS[sign], DIGITS[sign] != 0
        elif sign in _SMALL:
            section += (digit if seen_digit else 1) * _SMALL[sign]
            digit, seen_digit = 0, False
        else:
            if sign == "万":
                total += (section + digit or 1) * _LARGE[sign]
            else:
                total = (total + section + digit or 1) * _LARGE[sign]
            section, digit, seen_digit = 0, 0, False
    return total + section + digit
