"""A section's text as sentences, each with its offset and the heading it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from parsers.numerals import half_width
from parsers.report import Section
from parsers.words.narrative import MARKER

_END = re.compile(r"[^。!?\n]+(?:。(?=其中)[^。!?\n]+)*")
"""A sentence; one that begins with 其中 goes on with the list of the one before."""

_SPACED = re.compile(r"(?<=[一-鿿,;:、])[ \t]+(?=[一-鿿,;:、])")
_NUMBERED = re.compile(
    r"[\d未无零没不一二两三四五六七八九十百千万](?:(?<=[\d未无零])|(?<=没)有|(?<=不)存在"
    r"|(?<=[一二两三四五六七八九十百千万])(?:个|次|期|件|条|场|篇|家|份|名|项|余))"
)
"""One class of characters in front lets the search skip all others at once; the lookbehinds then say which it was."""
_TITLE = re.compile(r"[^。:;!?]{2,40}")
_RUN_IN_TITLE = re.compile(r"(?P<title>[^。:;!?]{2,26})(?:[。:]|\s{2,})")
LONGEST = 4000
"""Characters of one sentence that are read; what is longer is a table or a list that lost its line breaks."""


class Sentence(NamedTuple):
    """`text` is half-width and without the blanks of spaced-out type (主动 公开); `start` is its offset in the section.

    `heading` is the path of headings above it, `paragraph` the paragraph up to the
    sentence's end, of a long one the last LONGEST characters.
    """

    text: str
    start: int
    heading: str
    paragraph: str
    places: tuple[int, ...] = ()
    """Where each character of `text` stood before blanks between words were taken out; empty when none were."""

    def at(self, offset: int) -> int:
        """The offset in the section of one in `text`."""
        return self.start + (self.places[offset] if self.places else offset)


def read_sentences(section: Section) -> Iterator[Sentence]:
    """The sentences of a section that hold a number or a negation."""
    text = half_width(section.text)
    heading = ""
    offset = 0
    for line in text.split("\n"):
        if title := _heading_length(line):
            heading = section.text[offset : offset + title].strip()
        number = _NUMBERED.search(line)
        if number is not None:
            path = f"{section.heading}/{heading}" if heading else section.heading
            for match in _END.finditer(line):
                start, end = match.span()
                if number is not None and number.start() < start:
                    number = _NUMBERED.search(line, start)
                if number is None:
                    break
                if number.start() < start + LONGEST and number.start() < end:
                    near = line[max(0, end - LONGEST) : end]
                    yield _close(Sentence(match[0][:LONGEST], offset + start, path, near))
        offset += len(line) + 1


def _close(sentence: Sentence) -> Sentence:
    """The sentence without blanks between Chinese characters and signs, if it has some."""
    if (" " not in sentence.text and "\t" not in sentence.text) or _SPACED.search(sentence.text) is None:
        return sentence
    gone = {at for match in _SPACED.finditer(sentence.text) for at in range(*match.span())}
    places = tuple(at for at in range(len(sentence.text)) if at not in gone)
    text = "".join(sentence.text[at] for at in places)
    return sentence._replace(text=text, paragraph=_SPACED.sub("", sentence.paragraph), places=places)


def _heading_length(line: str) -> int:
    """How many characters of a paragraph are its heading, number and all; 0 when it has none."""
    match = MARKER.match(line)
    if match is None or not match["rest"] or match["arabic"] or match["inner"]:
        return 0
    if _TITLE.fullmatch(match["rest"].rstrip()):
        return len(line)
    found = _RUN_IN_TITLE.match(line, match.start("rest"))
    return found.end("title") if found else 0
