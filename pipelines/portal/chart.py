"""Small charts as SVG, drawn on the server: no script, readable in print and on a phone, each with its numbers in the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipelines.portal.labels import number

# A phone shows the whole width in about 350 dots: letters of 13 are still 10 dots high there.
WIDTH, PLOT = 480, 250
FONT, SMALL = 13, 10.5
LEFT, RIGHT, TOP, BOTTOM = 58, 12, 20, 30
LINE = 21

Scale = Callable[[float], float]
Say = Callable[[str, str], str]
"""Puts a text into the language of the reader, see `language.plain_speaker`."""
Breaks = Mapping[int, tuple[str, str]]
"""Year -> (Chinese, English) of what changed then."""
COLOURS = ("#0b5d66", "#66acb3", "#c05621", "#5b3fa0", "#4a7c1f", "#a3161f")


@dataclass(frozen=True, slots=True)
class Series:
    """One line. A None is a year without a value: the line is interrupted, never drawn through."""

    zh: str
    en: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a distribution: how many lie between two bounds."""

    label: str
    count: int


def line_chart(series: Sequence[Series], years: Sequence[int], *, breaks: Breaks, say: Say) -> Markup | None:
    """Lines over years, with vertical marks where the law changed. None when there is nothing to draw."""
    values = [value for line in series for value in line.values if value is not None]
    if not values or len(years) < 2:
        return None
    top = _nice(max(values))

    def x(place: float) -> float:
        return LEFT + 14 + place * (WIDTH - LEFT - RIGHT - 32) / (len(years) - 1)

    y = _height(top)
    parts = [_grid(top, y), _labels([str(year) for year in years], x)]
    parts += _breaks(years, breaks, x, say)
    parts += [_line(line, COLOURS[place % len(COLOURS)], x, y) for place, line in enumerate(series)]
    return _whole(parts, [say(line.zh, line.en) for line in series])


def bar_chart(series: Sequence[Series], years: Sequence[int], *, breaks: Breaks, say: Say) -> Markup | None:
    """A stacked bar per year. A year in which a part has no value gets no bar: its height would be wrong."""
    totals = [_total([line.values[place] for line in series]) for place in range(len(years))]
    if not any(totals):
        return None
    top = _nice(max(total for total in totals if total))
    step = (WIDTH - LEFT - RIGHT) / len(years)

    def x(place: float) -> float:
        return LEFT + (place + 0.5) * step

    y = _height(top)
    parts = [_grid(top, y), _labels([str(year) for year in years], x)]
    parts += _breaks(years, breaks, x, say)
    for place, total in enumerate(totals):
        if total is None:
            parts.append(_text(x(place), PLOT - BOTTOM - 6, "?", "middle"))
            continue
        base = 0.0
        for number_, line in enumerate(series):
            value, colour = line.values[place] or 0, COLOURS[number_ % len(COLOURS)]
            box = (x(place) - step * 0.3, y(base + value), step * 0.6, y(base) - y(base + value))
            parts.append(_block(box, colour, f"{say(line.zh, line.en)} {value:g}"))
            base += value
    return _whole(parts, [say(line.zh, line.en) for line in series])


def distribution(bins: Sequence[Bin], title: str) -> Markup | None:
    """A bar per bin with its count above it. None when nothing was counted."""
    if not any(one.count for one in bins):
        return None
    top = _nice(max(one.count for one in bins))
    step = (WIDTH - LEFT - RIGHT) / len(bins)

    def x(place: float) -> float:
        return LEFT + (place + 0.5) * step

    y = _height(top)
    parts = [_grid(top, y), _labels([one.label for one in bins], x)]
    for place, one in enumerate(bins):
        box = (x(place) - step * 0.42, y(one.count), step * 0.84, y(0) - y(one.count))
        parts.append(_block(box, COLOURS[0], f"{one.label}: {one.count}"))
        if one.count:
            parts.append(_text(x(place), y(one.count) - 4, number(one.count), "middle"))
    return _whole(parts, [title])


def _height(top: float) -> Scale:
    return lambda value: PLOT - BOTTOM - value / top * (PLOT - TOP - BOTTOM)


def _block(box: tuple[float, float, float, float], colour: str, title: str) -> Markup:
    return Markup(
        '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"><title>{}</title></rect>'
    ).format(*box, colour, title)


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _whole(parts: Sequence[Markup], names: Sequence[str]) -> Markup:
    """The drawing with its legend below, as many names on a line as fit."""
    legend: list[Markup] = []
    left, line = 8.0, 0
    for place, name in enumerate(names):
        wide = 22 + _wide(name) + 14
        if left + wide > WIDTH and left > 8:
            left, line = 8.0, line + 1
        legend.append(_named(left, PLOT + 6 + line * LINE, name, COLOURS[place % len(COLOURS)]))
        left += wide
    return Markup(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}"'
        ' font-family="sans-serif" font-size="{}">{}{}</svg>'
    ).format(
        WIDTH,
        PLOT + (line + 1) * LINE + 4,
        WIDTH,
        "; ".join(names),
        FONT,
        Markup("").join(parts),
        Markup("").join(legend),
    )


def _wide(text: str) -> float:
    """About how wide a text is: Chinese characters are square, others less wide."""
    return sum(FONT if ord(letter) > 0x2E7F else FONT * 0.62 for letter in text)


def _named(left: float, top: float, name: str, colour: str) -> Markup:
    square = Markup('<rect x="{:.1f}" y="{}" width="11" height="11" fill="{}"/>').format(left, top, colour)
    return square + _text(left + 17, top + 10, name, "start")


def _line(line: Series, colour: str, x: Scale, y: Scale) -> Markup:
    points = [(x(place), y(value)) for place, value in enumerate(line.values) if value is not None]
    path = " ".join(
        f"{'M' if place == 0 or line.values[place - 1] is None else 'L'}{x(place):.1f} {y(value):.1f}"
        for place, value in enumerate(line.values)
        if value is not None
    )
    dots = Markup("").join(
        Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3.5" fill="{}"/>').format(left, down, colour)
        for left, down in points
    )
    return Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>').format(path, colour) + dots


def _text(left: float, top: float, text: str, anchor: str, size: float = FONT) -> Markup:
    smaller = Markup(' font-size="{:.1f}"').format(size) if size != FONT else ""
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}"{} fill="#46505e">{}</text>').format(
        left, top, anchor, smaller, text
    )


def _grid(top: float, y: Scale) -> Markup:
    return Markup("").join(
        Markup('<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="#dfe3e8"/>').format(
            LEFT, WIDTH - RIGHT, y(value), y(value)
        )
        + _text(LEFT - 8, y(value) + 4, number(float(value)), "end")
        for value in (0, top / 2, top)
    )


def _labels(names: Sequence[str], x: Scale) -> Markup:
    """The names under the axis, in smaller letters or every second or third of them where all do not fit."""
    widest, room = max(_wide(name) for name in names) + 6, (WIDTH - LEFT - RIGHT) / len(names)
    size = max(SMALL, min(FONT, FONT * room / widest))
    step = math.ceil(widest * size / FONT / room)
    shown = [(place, name) for place, name in enumerate(names) if (len(names) - 1 - place) % step == 0]
    return Markup("").join(_text(x(place), PLOT - 10, name, "middle", size) for place, name in shown)


def _breaks(years: Sequence[int], breaks: Breaks, x: Scale, say: Say) -> list[Markup]:
    """A line in front of each year of a break; none in front of the first, where nothing is compared."""
    return [
        _break(x(place - 0.5), say(*breaks[year]))
        for place, year in enumerate(years)
        if year in breaks and place
    ]


def _break(left: float, why: str) -> Markup:
    """A dashed line with its reason, on the side that has room."""
    room = left - LEFT > _wide(why)
    return Markup(
        '<line x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}" stroke="#8a5a00" stroke-dasharray="4 3"/>'
    ).format(left, TOP - 8, PLOT - BOTTOM) + _text(
        left - 4 if room else left + 4, TOP - 6, why, "end" if room else "start"
    )


def _nice(value: float) -> float:
    """The smallest of 1, 2, 4 times a power of ten not below `value`, also below 1; 1 for 0."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(power * factor for factor in (1, 2, 4, 10) if value <= power * factor * (1 + 1e-9))
