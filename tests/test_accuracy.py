"""No number may be silently wrong, in any layout; and the layouts that hold everything are read in full."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest

from tests.generator import real
from tests.generator.judge import Score, judge, read, score
from tests.generator.layouts import Layout, layouts, load
from tests.generator.office import soffice
from tests.generator.truths import Truth, truths

load()

SAMPLE = {"html": 4, "text": 4}
"""Reports a layout, 2 in formats not named; `make accuracy` takes a hundred. Scans have tests of their own."""

QUICK = [each for each in layouts() if each.convert is None and each.format != "scan"]
CONVERTED = [each for each in layouts() if each.convert is not None]


def some_truths(layout: Layout) -> Iterator[Truth]:
    """Other reports for each layout, the same ones in each run, whatever layouts there are besides."""
    return truths(SAMPLE.get(layout.format, 2), start=zlib.crc32(layout.name.encode()) % 10_000)


@pytest.mark.parametrize("layout", QUICK, ids=lambda layout: layout.name)
def test_a_layout_is_read_in_full_or_withheld(layout: Layout) -> None:
    _hold(layout, score(layout, some_truths(layout)))


@pytest.mark.office
@pytest.mark.skipif(soffice() is None, reason="LibreOffice writes these files")
@pytest.mark.parametrize("layout", CONVERTED, ids=lambda layout: layout.name)
def test_a_file_of_libreoffice_is_read_in_full_or_withheld(layout: Layout) -> None:
    _hold(layout, score(layout, some_truths(layout)))


def _hold(layout: Layout, result: Score) -> None:
    assert not result.silent
    assert not result.accused, "an office was blamed for sums that are right"
    assert not result.unnoticed, "wrong sums were read and not mentioned"
    assert result.exact >= layout.exact - 0.05 * (layout.exact < 1)  # a small sample of a share


@pytest.mark.parametrize("name", real.documents() or ["none at hand"])
def test_a_real_document_is_read_in_full(name: str) -> None:
    documents = real.documents()
    if name not in documents:
        pytest.skip("the folder of real documents is not here")
    body, cells = documents[name]
    verdicts = judge(read(body), cells)
    assert {key for key, verdict in verdicts.items() if verdict != "exact"} == set()
