"""Does understanding words take time in proportion to the text, whatever the text is?"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from parsers.document import Document, Paragraph
from parsers.parse import read_figures
from parsers.words.agencies import agency_of
from parsers.words.contacts import contact_in, mask_text
from parsers.words.facts import read_facts
from parsers.words.kinds import kind_of, several_of
from parsers.words.narrative import read_narrative
from parsers.words.outline import outline_of
from parsers.words.problems import read_improvements, read_problems
from parsers.words.scripts import read_script, turned
from parsers.words.titles import title_of

PIECES = {
    "sections": "一、总体情况\n公开信息3条。\n",
    "headings": "一、主动公开\n二、依申请公开\n",
    "titles": "2023年政府信息公开工作年度报告\n",
    "tables": "申请人情况\n自然人\n0\n0\n",
    "years": "2023年",
    "dates": "2023-1-1-",
    "digits": "1234567890",
    "addresses": "地址：a.b@c.http://a.b.",
    "brackets": "（《“",
    "open quotes": "《公开报告",
    "bodies": "县司法局按照",
    "regions": "北京市朝阳区",
    "negations": "未发生因",
    "commas": "，",
    "blanks": " 　",
    "dots": "..…",
}


def read(text: str) -> None:
    """Every step of the words, as parse takes them."""
    blocks = tuple(Paragraph(line, role="line") for line in text.split("\n") if line)
    document = Document("text/plain", blocks)
    paragraphs = read_narrative(document)
    outline = outline_of(paragraphs)
    title = title_of(document, paragraphs, outline)
    agency_of(outline, title)
    contact_in(paragraphs)
    kind_of(document, paragraphs, outline, title)
    several_of(paragraphs)
    turned(text)
    read_facts(outline.sections, "清河县司法局", 2023)
    for words in (read_problems, read_improvements, read_script, mask_text):
        words(text)


def cost(run: Callable[[], None]) -> int:
    """The least CPU nanoseconds of three runs."""
    best = 10**18
    for _ in range(3):
        start = time.process_time_ns()
        run()
        best = min(best, time.process_time_ns() - start)
    return best


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
def test_eight_times_the_text_takes_about_eight_times_as_long(piece: str) -> None:
    """Three times that is allowed for a busy machine; a square would be 64 times."""
    count = 12_000 // len(piece)
    assert cost(lambda: read(8 * count * piece)) < 24 * cost(lambda: read(count * piece)) + 5_000_000


@pytest.mark.parametrize("piece", ["行政复议、", "     "], ids=["names", "blanks"])
def test_a_text_that_repeats_names_of_a_table_or_blanks_is_read_once(piece: str) -> None:
    def figures(count: int) -> None:
        read_figures(Document("text/plain", (Paragraph(f"6{piece * count}6"),)))

    assert cost(lambda: figures(8_000)) < 24 * cost(lambda: figures(1_000)) + 5_000_000
