"""Pages that are pictures: whether they can be read here, and what to install otherwise."""

from __future__ import annotations

from parsers.sheets import Sheet

DPI = 200
"""Dots per inch a page is rendered with: more does not help the readers."""
HINT = "to read it as a picture, install gxcrawl[ocr]"


def available() -> bool:
    """Whether the `ocr` extra is installed."""
    return False


def sheet(picture: object, number: int, dpi: int) -> Sheet | None:
    """The page a picture shows, or None when it shows none."""
    return None
