"""Small charts as SVG, drawn on the server: no script, readable in print, each with its numbers in the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 56, 170, 16, 34
Scale = Callable[[float], float]
COLOURS = ("#0b5d66", "#c05621", "#5b3fa0", "#4a7c1f", "#a3161f")


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
    return Markup(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">'
        "{}</svg>"
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
    legend = Markup(
        '<rect x="{}" y="{}" width="10" height="10" fill="{}"/><text x="{}" y="{}">{}</text>'
    ).format(
        WIDTH - RIGHT + 16, TOP + 24 * number, colour, WIDTH - RIGHT + 32, TOP + 9 + 24 * number, line.zh[:12]
    )
    return Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>{}{}').format(
        path, colour, dots, legend
    )


def _grid(top: float, y: Scale) -> Markup:
    return Markup("").join(
        Markup(
            '<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="#dfe3e8"/>'
            '<text x="{}" y="{:.1f}" text-anchor="end">{:,.0f}</text>'
        ).format(LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 8, y(value) + 4, value)
        for value in (0, top / 2, top)
    )


def _labels(years: Sequence[int], x: Scale) -> Markup:
    return Markup("").join(
        Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x(place), HEIGHT - 12, year)
        for place, year in enumerate(years)
    )


def _break(left: float, why: str) -> Markup:
    return Markup(
        '<line x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}" stroke="#8a5a00" stroke-dasharray="4 3"/>'
        '<text x="{3:.1f}" y="{4}" text-anchor="end">{5}</text>'
    ).format(left, TOP, HEIGHT - BOTTOM, left - 4, TOP + 8, why)


def _nice(value: float) -> float:
    """The smallest 2, 4, 10, 20, 40, 100 … not below `value`."""
    step = 1.0
    while True:
        for factor in (2, 4, 10):
            if value <= step * factor:
                return step * factor
        step *= 10
