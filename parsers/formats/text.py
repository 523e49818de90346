"""Plain text: lines, and tables whose fields are parted by tabs, pipes, commas or semicolons.

The n-th field of such a line need not stand under the n-th header (the extraction that made the file dropped or moved
cells), so these grids are not `sound`, unless the lines are framed like a drawn table and agree on their width. Tables drawn
with the characters made for it are read as a page is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from parsers.charset import decode
from parsers.document import Block, Cell, Document, Grid, Paragraph, Place, Unreadable
from parsers.limits import CELLS, HTML_BYTES
from parsers.lines import continued, dumped, fieldlines, separated
from parsers.lines.wrappednames import rejoined
from parsers.pages import typed
from parsers.text import value_like

MEDIA_TYPE = "text/plain"
_DRAWN = "│"
_FIELD_A_LINE = "|\n"
_RULE = re.compile(
    r"\s*(?:\|?\s*(?::-+:?|-+:|-{3,})\s*\|)+(?:\s*(?::-+:?|-+:|-{3,}))?\s*|\s*-{8,}(?:\s+-+)*\s*|\s*-+(?:\s+-+)*\s+-{8,}\s*"
)
"""What Markdown and its kin draw between a header and its rows: no cell of the table, nor the dash of an empty one."""
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~])")
_BOLD = re.compile(r"\*\*(?=\S)([^*|\t]+)(?<=\S)\*\*")
_TONES = "à-üāēěīōūǎǐǒǔǖǘǚǜńň"
_SPOKEN = re.compile(rf"(?<=[一-鿿])\((?=[a-z]*[{_TONES}])[a-z{_TONES}]{{1,6}}\)")
"""How the character before is said (報(bào)告), as copies in traditional characters have it."""
_HEADING = re.compile(r"\s{0,3}(?P<level>#{1,6})\s+(?=\S)")
"""What Markdown writes before a heading."""
_SECTION_LEVEL = 2
"""The title and the sections of a report; what is headed below them may be a part of a table."""
_ENDED = ("|", "| ")
"""What ends a line that is one field; tabs before it are left from the markup of a page."""
_SEVERAL = 3
"""Lines of values between two rules that are no number wrapped in its cell."""
_TABS = re.compile(r"\t+")


def read(body: bytes) -> Document:
    """One paragraph per line (role `line`, or `heading` in Markdown, path `line[n]`), one grid per run of lines with tabs or
    pipes, one per drawing."""
    if len(body) > HTML_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes of text, more than {HTML_BYTES}")
    text, notes = decode(body)
    if _binary(text):
        raise Unreadable("not_a_document", "the bytes are neither a known format nor text")
    if text.count("|") + text.count("\t") > CELLS:
        raise Unreadable("bomb", f"more than {CELLS} fields")
    data = dumped.loaded(text)
    blocks = _blocks(text) if data is None else dumped.blocks(data)
    return Document(media_type=MEDIA_TYPE, blocks=tuple(blocks), notes=notes)


def _binary(text: str) -> bool:
    """Control characters do not occur in text; a stray one is let pass."""
    controls = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32)))
    return controls > 2 + len(text) // 1000


def _blocks(text: str) -> Iterator[Block]:
    whole = typed.redrawn([_unmarked(line) for line in text.splitlines()])
    lines = [(number, line) for number, line in enumerate(whole, start=1) if line.strip()]
    if "\t" in text:
        lines = rejoined(lines)
    done = 0
    for span, records in _separated(lines):
        yield from _parted(lines[done : span.start])
        yield from separated.blocks(records)
        done = span.stop
    yield from _parted(lines[done:])


def _separated(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[range, list[separated.Record]]]:
    """The tables whose fields are parted by commas or semicolons, in a file without another way to part them."""
    if any(_separator(line) for _, line in lines):
        return
    for delimiter in separated.DELIMITERS:
        found = list(separated.runs(lines, delimiter))
        if found:
            yield from found
            return


def _parted(lines: Sequence[tuple[int, str]]) -> Iterator[Block]:
    for separator, group in groupby(zip(_separators(lines), lines, strict=True), key=itemgetter(0)):
        run = [line for _, line in group]
        within = [line for line in run if not _RULE.fullmatch(line[1])]
        if separator.startswith(_FIELD_A_LINE):
            yield fieldlines.grid(run)
        elif separator == _DRAWN and (_unruled(within) or typed.ragged([line for _, line in within])):
            parted = [(number, typed.fields(line)) for number, line in within]
            yield _grid([(number, line) for number, line in parted if line.strip()], "|")
        elif separator == _DRAWN:
            yield from typed.tables(within)
        elif separator and within:
            yield _grid(within, separator)
        else:
            for number, line in within:
                yield _paragraph(number, line)


def _paragraph(number: int, line: str) -> Paragraph:
    mark = _HEADING.match(line)
    role = "heading" if mark and len(mark["level"]) <= _SECTION_LEVEL else "line"
    text = line[mark.end() :] if mark else line
    return Paragraph(text.strip(), Place(path=f"line[{number}]"), role=role)


def _unruled(lines: Sequence[tuple[int, str]]) -> bool:
    """Whether a drawing parts its columns and not its rows, as databases print tables: values stand below each other in what
    would be one cell."""
    values = 0
    for _, line in lines:
        said = [field.strip() for field in typed.fields(line).split("|") if field.strip()]
        values = values + value_like(said[-1]) if said else 0
        if values >= _SEVERAL:
            return True
    return False


def _unmarked(line: str) -> str:
    """Without what Markdown writes before a sign that it shall leave alone, and around what is bold; without pronunciation."""
    spoken = _SPOKEN.sub("", line) if "(" in line else line
    return _BOLD.sub(r"\1", _ESCAPE.sub(r"\1", spoken))


def _separators(lines: Sequence[tuple[int, str]]) -> list[str]:
    """What parts the fields of each line; a single pipe does so beside lines that have more."""
    found = [_separator(line) for _, line in lines]
    for run in fieldlines.runs(lines):
        found[run.start : run.stop] = [f"{_FIELD_A_LINE}{run.start}"] * len(run)
    for order in (1, -1):
        before, at = "", 0
        for index in range(len(lines))[::order]:
            number, line = lines[index]
            if not found[index] and "|" in line and before == "|" and abs(number - at) == 1:
                found[index] = "|"
            before, at = found[index], number
    return found


def _separator(line: str) -> str:
    if typed.drawn(line):
        return _DRAWN
    if "\t" in (line.strip() if line.endswith(_ENDED) else line):
        return "\t"
    return "|" if line.count("|") >= 2 else ""


def _grid(lines: list[tuple[int, str]], separator: str) -> Grid:
    """Fields as cells. Lines framed by pipes on both sides, with the same number of fields each, are a drawn table."""
    if separator == "\t" and _in_pairs(line for _, line in lines):
        separator = "\t\t"
    frame = [all(sides) for sides in zip(*(_framed(line) for _, line in lines), strict=True)]
    rows = [(number, _fields(line.strip("\n"), separator, *frame)) for number, line in lines]
    rows = continued.folded(rows) if separator == "|" else rows
    cells = [
        Cell(row, column, field.strip(), place=Place(path=f"line[{number}]/field[{column + 1}]"))
        for row, (number, parts) in enumerate(rows)
        for column, field in enumerate(parts)
    ]
    drawn = separator == "|" and all(frame) and len({len(parts) for _, parts in rows}) == 1
    return Grid(tuple(cells), Place(path=f"line[{lines[0][0]}]"), sound=drawn)


def _in_pairs(lines: Iterable[str]) -> bool:
    """Whether fields are parted by two tabs each: with one, some run of tabs in a table would be of an odd number."""
    return all(len(tabs) % 2 == 0 for line in lines for tabs in _TABS.findall(line))


def _framed(line: str) -> tuple[bool, bool]:
    """Whether a pipe begins the line, and whether one ends it."""
    return line.lstrip().startswith("|"), line.rstrip().endswith("|")


def _fields(line: str, separator: str, begun: bool, ended: bool) -> list[str]:
    """The outer pipes of `| a | b |` frame the row; they part no fields. Where other rows have none there, one at the begin or
    the end of a line parts an empty field from the next."""
    if separator == "|":
        line = line.strip()
        line = line.removeprefix("|") if begun else line
        line = line.removesuffix("|") if ended else line
    return line.split(separator)
