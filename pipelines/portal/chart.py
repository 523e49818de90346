"""Small charts as SVG, drawn on the server: no script, readable in print, each with its numbers in the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 200, 16, 34
Scale = Callable[[float], float]
COLOURS = ("#0b5d66", "#66acb3", "#c05621", "#5b3fa0", "#4a7c1f", "#a3161f")


@dataclass(frozen=True, slots=True)
class Series:
    """One line. A None is a year without a value: the line is interrupted, never drawn through."""

    zh: str
    en: str
    values: Sequence[float | None]


def line_chart(series: Sequence[Series], years: Sequence[int], *, breaks: Mapping[int, str]) -> Markup | None:
    """Lines over years, with vertical marks where the law changed. None when there is nothing to draw."""
    values = [value for line in series for value in line.values if value is not None]
    if not values or len(years) < 2:
        return None
    top = _nice(max(values))

    def x(place: float) -> float:
        return LEFT + place * (WIDTH - LEFT - RIGHT) / (len(years) - 1)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)

    parts = [_grid(top, y), _labels(years, x)]
    parts += [
        _break(x(place - 0.5), breaks[year]) for place, year in enumerate(years) if year in breaks and place
    ]
    for number, line in enumerate(series):
        parts.append(_line(line, COLOURS[number % len(COLOURS)], number, x, y))
    return _whole(series, parts)


def bar_chart(series: Sequence[Series], years: Sequence[int], *, breaks: Mapping[int, str]) -> Markup | None:
    """A stacked bar per year. A year in which a part has no value gets no bar: its height would be wrong."""
    totals = [_total([line.values[place] for line in series]) for place in range(len(years))]
    if not any(totals):
        return None
    top = _nice(max(total for total in totals if total))
    step = (WIDTH - LEFT - RIGHT) / len(years)

    def x(place: float) -> float:
        return LEFT + (place + 0.5) * step

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM)

    parts = [_grid(top, y), _labels(years, x)]
    parts += [_break(x(place - 0.5), breaks[year]) for place, year in enumerate(years) if year in breaks]
    parts += [_legend(line, COLOURS[number % len(COLOURS)], number) for number, line in enumerate(series)]
    for place, total in enumerate(totals):
        if total is None:
            parts.append(_text(x(place), HEIGHT - BOTTOM - 6, "?", "middle"))
            continue
        base = 0.0
        for number, line in enumerate(series):
            value = line.values[place] or 0
            box = (x(place) - step * 0.3, y(base + value), step * 0.6, y(base) - y(base + value))
            parts.append(_block(box, COLOURS[number % len(COLOURS)], f"{line.zh} {value:g}"))
            base += value
    return _whole(series, parts)


def _block(box: tuple[float, float, float, float], colour: str, title: str) -> Markup:
    return Markup(
        '<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"><title>{}</title></rect>'
    ).format(*box, colour, title)


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _whole(series: Sequence[Series], parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}"'
        ' font-family="sans-serif" font-size="11">{}</svg>'
    ).format(WIDTH, HEIGHT, WIDTH, "; ".join(line.zh for line in series), Markup("").join(parts))


def _line(line: Series, colour: str, number: int, x: Scale, y: Scale) -> Markup:
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
    stroke = Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>').format(path, colour)
    return stroke + dots + _legend(line, colour, number)


def _legend(line: Series, colour: str, number: int) -> Markup:
    left, top = WIDTH - RIGHT + 16, TOP + 24 * number
    square = Markup('<rect x="{}" y="{}" width="10" height="10" fill="{}"/>').format(left, top, colour)
    return square + _text(left + 16, top + 9, line.zh[:14], "start")


def _text(left: float, top: float, text: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" fill="#5b6573">{}</text>').format(
        left, top, anchor, text
    )


def _grid(top: float, y: Scale) -> Markup:
    return Markup("").join(
        Markup('<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="#dfe3e8"/>').format(
            LEFT, WIDTH - RIGHT, y(value), y(value)
        )
        + _text(LEFT - 8, y(value) + 4, f"{value:,.0f}", "end")
        for value in (0, top / 2, top)
    )


def _labels(years: Sequence[int], x: Scale) -> Markup:
    return Markup("").join(
        _text(x(place), HEIGHT - 12, str(year), "middle") for place, year in enumerate(years)
    )


def _break(left: float, why: str) -> Markup:
    return Markup(
        '<line x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}" stroke="#8a5a00" stroke-dasharray="4 3"/>'
    ).format(left, TOP, HEIGHT - BOTTOM) + _text(left - 4, TOP + 8, why, "end")


def _nice(value: float) -> float:
    """The smallest 2, 4, 10, 20, 40, 100 … not below `value`."""
    step = 1.0
    while True:
        for factor in (2, 4, 10):
            if value <= step * factor:
                return step * factor
        step *= 10
