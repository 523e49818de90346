"""What happens to a Word file that our own reader refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from parsers.document import Unreadable
from parsers.formats import docx
from pipelines.derived import convert

SAMPLES = Path(__file__).parent / "samples/word"
OFFICE = pytest.mark.skipif(convert.office() is None, reason="LibreOffice is not installed")


def test_without_libreoffice_every_document_has_a_named_state(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    (answer,) = convert.to_docx([b"6"])
    assert isinstance(answer, Unreadable)
    assert answer.reason == "unsupported"


@OFFICE
@pytest.mark.office
def test_a_batch_comes_back_in_order_and_a_broken_file_costs_itself() -> None:
    whole = (SAMPLES / "report.doc").read_bytes()
    first, broken, last = convert.to_docx([whole, whole[:3000], whole])
    assert isinstance(broken, Unreadable)
    for answer in (first, last):
        assert isinstance(answer, bytes)
        assert next(docx.read(answer).grids()).width == 9
