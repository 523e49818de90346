"""RTF: its own small reader, as striprtf turns rows into separators and loses merged cells and their edges.

Tables are built as Word does: `\\trowd … \\cellx` state the edges, `\\cell` and `\\row` end cells and rows,
and paragraphs say with `\\intbl` and `\\itap` how many tables they stand in. Source: RTF specification
1.9.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from parsers import limits
from parsers.document import Document, Grid, Link, Unreadable
from parsers.office.flow import Passage, printable
from parsers.office.listnumbers import numbered
from parsers.office.merged import blocks, covered_text
from parsers.office.rtfstate import Page, RowFormat, State, role_of
from parsers.office.rtfwords import (
    BOXES,
    CHARACTERS,
    CHARSETS,
    CODE_PAGES,
    OF_SHAPES,
    READ,
    SKIPPED,
    SYMBOLS,
    Tokens,
    decoded,
    refuse_depth,
)
from parsers.office.runlooks import LIFT
from parsers.text import HIDDEN

MEDIA_TYPE = "application/rtf"

INFO = {b"title": "title", b"subject": "subject", b"author": "creator", b"operator": "lastModifiedBy"}
LABELLED = "\0"  # behind a list's number
ASIDE = frozenset(("label", "property", *INFO.values()))


def read(body: bytes) -> Document:
    """The document of an RTF file. Raises `Unreadable`: `not_a_document`, `too_large`, `too_deep`,
    `truncated`."""
    if len(body) > limits.FILE_BYTES:
        raise Unreadable("too_large", f"{len(body)} bytes, at most {limits.FILE_BYTES} are read")
    if not body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        raise Unreadable("not_a_document", "no RTF header")
    reader = _Reader()
    reader.run(body)
    flow = reader.page.builder.flow()
    found = tuple(blocks(flow))
    if covered_text(flow):
        reader.notes.add("covered_text")
    if reader.links and not any(isinstance(block, Grid) for block in found):
        reader.notes.add("images_without_tables")
    title = next((item.text for item in flow if isinstance(item, Passage) and item.role == "title"), "")
    return Document(
        MEDIA_TYPE, found, title.strip(), reader.info, tuple(reader.links), tuple(sorted(reader.notes))
    )


class _Reader:
    def __init__(self) -> None:
        self.info: dict[str, str] = {}
        self.notes: set[str] = set()
        self.links: list[Link] = []
        self.page = Page()
        self.state = State()
        self.code_page = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.styles: dict[int, str] = {}
        self.row_formats = {False: RowFormat(), True: RowFormat()}  # of plain and of nested tables
        self._pages: list[Page] = []  # those around a text box
        self._states: list[State] = []
        self._raw = bytearray()
        self._aside: list[str] = []  # text of style and property groups
        self._skip = 0
        self._starred = False
        self._tokens = Tokens(b"")
        self._property = ""  # of the shape at hand, the one being read

    def run(self, body: bytes) -> None:
        tokens = self._tokens = Tokens(body)
        for kind, content, number in tokens:
            if kind == "brace" and content == b"{":
                self.open_group()
            elif kind == "brace":
                self.close_group()
                if not self._states:
                    return
            elif kind == "word":
                self.word(content, number)
                if self.state.target == "skip" and content != b"upr":
                    tokens.skip_group()
            elif self.state.target not in {"skip", "shape"}:
                self.characters(kind, content)
            elif content == b"*":
                self._starred = True
        raise Unreadable("truncated", "the file ends within a group")

    def open_group(self) -> None:
        self.flush()
        self._starred = False
        self._skip = 0
        refuse_depth(len(self._states) + 1)
        self._states.append(self.state)

    def close_group(self) -> None:
        self.flush()
        self._skip = 0
        if self.state.target in INFO.values():
            self.info[self.state.target] = printable("".join(self._aside)).strip()
            self._aside = []
        if self.state.target == "property":
            self._property, self._aside = "".join(self._aside).strip(), []
        if self.page.group and len(self._states) == self.page.group:
            if "".join(self.page.text).strip():
                self.end_paragraph(0)
            box, self.page = self.page, self._pages.pop()
            self.page.boxes += box.builder.flow()
        label = "".join(self._aside).strip() if self.state.target == "label" else ""
        self.state = self._states.pop()
        if label and self.state.target != "label":
            self._aside = []
            self.put(label + LABELLED)

    def characters(self, kind: str, content: bytes) -> None:
        """Text, as it is or escaped; line ends may be escaped too."""
        if kind == "symbol" and content == b"*":
            self._starred = True
        elif kind == "symbol" and content in b"\r\n":
            self.end_paragraph(self.state.depth)
        elif self._skip:
            dropped = min(self._skip, len(content) if kind == "text" else 1)
            self._skip -= dropped
            if kind == "text":
                self._raw += content[dropped:]
        elif kind == "byte":
            self._raw.append(int(content, 16))
        elif kind == "text" or content in b"{}\\":
            self._raw += content
        else:
            self.flush()
            self.put(SYMBOLS.get(content, ""))

    def word(self, word: bytes, number: int | None) -> None:
        starred, self._starred = self._starred, False
        self.flush()
        if word in CHARACTERS:
            if self._skip:
                self._skip -= 1
            else:
                self.put(CHARACTERS[word])
            return
        self._skip = 0
        if word == b"ud":
            self.state = replace(self.state, target=self.state.around)
        elif self.state.target == "skip" or (self.state.target == "shape" and word not in OF_SHAPES):
            return
        elif word in SKIPPED or (starred and word not in READ):
            if word == b"pict":
                self.picture()
            elif word == b"fldinst" and self._tokens.draws_field():
                self.put(HIDDEN)
            self.state = replace(self.state, target="skip", around=self.state.target)
        elif word == b"u" and number is not None:
            self.put(self.seen(chr(number & 0xFFFF)))
            self._skip = self.state.skips
        elif word in BOXES:
            self._pages.append(self.page)
            self.page = Page(group=len(self._states))
            self.state = replace(self.state, depth=0)
        elif word in INFO and self.state.target == "info":
            self._aside = []
            self.state = replace(self.state, target=INFO[word])
        elif word in ACTIONS:
            ACTIONS[word](self, number)

    def picture(self) -> None:
        """Remember the picture that begins here, when it is seen: one in the text, or the one that is a shape."""
        is_shown = self.state.target == "body" or (self.state.target == "shape" and self._property == "pib")
        if is_shown and not self.state.unseen:
            self.links.append(Link(f"picture:{self._tokens.at}", "", "image"))

    def flush(self) -> None:
        """Decode the bytes collected so far; a character of two bytes never spans a change of font or
        group."""
        if self._raw:
            raw = bytes(self._raw)
            self._raw.clear()
            text = decoded(raw, self.state.page or self.code_page)
            self.put(self.seen(text))

    def seen(self, text: str) -> str:
        """Text as people see it, with a note when they cannot read it."""
        shown = self.state.shown(text, self._tokens.pale)
        self.notes.update(["hidden_text"] if HIDDEN in shown else [])
        return shown

    def put(self, text: str) -> None:
        target = self.state.target
        if target == "body":
            if not self.state.unseen:
                self.page.text.append(text)
        elif target == "styles":
            self._aside.append(text)
            if text.endswith(";"):
                self.styles[self.state.style] = printable("".join(self._aside)).strip("; ")
                self._aside = []
        elif target in ASIDE:
            self._aside.append(text)

    def end_paragraph(self, depth: int) -> None:
        self.flush()
        label, parted, rest = printable("".join(self.page.text)).partition(LABELLED)
        text = numbered(label, rest) if parted else label
        boxes, self.page.boxes, self.page.text = self.page.boxes, [], []
        self.page.builder.paragraph(
            depth, Passage(text, role_of(self.styles.get(self.state.style, ""), self.state.outline)), *boxes
        )

    def end_cell(self, depth: int) -> None:
        self.end_paragraph(depth)
        self.page.builder.end_cell()

    def end_row(self, depth: int) -> None:
        self.flush()
        row = self.row_formats[depth > 1]
        self.page.builder.end_row(depth, [row.left, *row.edges] if row.edges else [], row.marks)

    def row_edge(self, right: int) -> None:
        """The right edge of the next cell, whose merge marks came before it."""
        row = self.row_formats[self.state.nested]
        if len(row.edges) < limits.SPAN:
            row.edges.append(right)
            row.marks.append((row.across, row.down))
        row.across = row.down = False

    def change(self, **values: object) -> None:
        self.state = replace(self.state, **values)  # type: ignore[arg-type]

    def hide(self, note: str, number: int | None) -> None:
        """Hidden, deleted or struck text begins, or ends with the number 0."""
        if number == 0:
            self.change(unseen=self.state.unseen - {note})
        else:
            self.change(unseen=self.state.unseen | {note})
            self.notes.add(note)

    def choose_font(self, number: int) -> None:
        """In the font table the font being described, elsewhere the font of the text that follows."""
        if self.state.target == "fonts":
            self.font = number
        else:
            self.change(page=self.fonts.get(number, ""))


def _depth(number: int | None) -> int:
    return max(0, min(1 if number is None else number, limits.TABLE_DEPTH))


ACTIONS: Mapping[bytes, Callable[[_Reader, int | None], None]] = {
    b"ansicpg": lambda reader, number: setattr(reader, "code_page", CODE_PAGES.get(number or 1252, "cp1252")),
    b"fonttbl": lambda reader, _: reader.change(target="fonts"),
    b"stylesheet": lambda reader, _: reader.change(target="styles", style=0),
    b"info": lambda reader, _: reader.change(target="info"),
    b"listtext": lambda reader, _: reader.change(target="label"),
    b"sp": lambda reader, _: reader.change(target="shape"),
    b"sn": lambda reader, _: reader.change(target="property"),
    b"pntext": lambda reader, _: reader.change(target="label"),
    b"f": lambda reader, number: reader.choose_font(number or 0),
    b"fcharset": lambda reader, number: reader.fonts.update({reader.font: CHARSETS.get(number or 0, "")}),
    b"cpg": lambda reader, number: reader.fonts.update({reader.font: CODE_PAGES.get(number or 0, "")}),
    b"uc": lambda reader, number: reader.change(skips=max(0, min(number or 0, 8))),
    b"plain": lambda reader, _: reader.change(unseen=frozenset(), raised=False, colour=0, size=24),
    b"cf": lambda reader, number: reader.change(colour=number or 0),
    b"fs": lambda reader, number: reader.change(size=24 if number is None else number),
    b"up": lambda reader, number: reader.change(raised=(6 if number is None else number) >= LIFT),
    b"dn": lambda reader, number: reader.change(raised=(6 if number is None else number) >= LIFT),
    b"super": lambda reader, number: reader.change(raised=number != 0),
    b"sub": lambda reader, number: reader.change(raised=number != 0),
    b"nosupersub": lambda reader, _: reader.change(raised=False),
    b"v": lambda reader, number: reader.hide("hidden_text", number),
    b"strike": lambda reader, number: reader.hide("struck_text", number),
    b"striked": lambda reader, number: reader.hide("struck_text", number),
    b"deleted": lambda reader, number: reader.hide("tracked_changes", number),
    b"revised": lambda reader, _: reader.notes.add("tracked_changes"),
    b"pard": lambda reader, _: reader.change(depth=0, style=0, outline=9),
    b"s": lambda reader, number: reader.change(style=number or 0),
    b"outlinelevel": lambda reader, number: reader.change(outline=number or 0),
    b"intbl": lambda reader, _: reader.change(depth=max(1, reader.state.depth)),
    b"itap": lambda reader, number: reader.change(depth=_depth(number)),
    b"par": lambda reader, _: reader.end_paragraph(reader.state.depth),
    b"sect": lambda reader, _: reader.end_paragraph(reader.state.depth),
    b"cell": lambda reader, _: reader.end_cell(1),
    b"nestcell": lambda reader, _: reader.end_cell(max(2, reader.state.depth)),
    b"row": lambda reader, _: reader.end_row(1),
    b"nestrow": lambda reader, _: reader.end_row(max(2, reader.state.depth)),
    b"nesttableprops": lambda reader, _: reader.change(nested=True),
    b"trowd": lambda reader, _: reader.row_formats.update({reader.state.nested: RowFormat()}),
    b"trleft": lambda reader, number: setattr(reader.row_formats[reader.state.nested], "left", number or 0),
    b"clmrg": lambda reader, _: setattr(reader.row_formats[reader.state.nested], "across", True),
    b"clvmrg": lambda reader, _: setattr(reader.row_formats[reader.state.nested], "down", True),
    b"cellx": lambda reader, number: reader.row_edge(number or 0),
}
"""What a control word does; those not listed change only how text looks."""
