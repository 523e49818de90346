"""The words of an RTF file: groups, control words, and text in the code pages of its fonts (RTF
specification 1.9.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.document import Unreadable
from parsers.office.fields import DRAWN
from parsers.office.runlooks import PALE, SMALLEST

DEPTH = 500  # `too_deep`. Groups within groups; Word nests fewer than 50.

FAINT = rb"cf|fs"
"""Words that say whether text can be read on paper: they are heard where a file has anything that cannot."""
LOOK = (
    rb"loch|hich|dbch|lang(?:fe|np|fenp)?|alang|af|afs|rtlch|ltrch|ltrpar|rtlpar|cb|kerning|expnd(?:tw)?|b|i|ul|ab|ai|"
    rb"ql|qr|qc|qj|li|lin|ri|rin|fi|sb|sa|sl|slmult|sbauto|saauto|widctlpar|nowidctlpar|hyphpar|keepn?|noline|aspalpha|"
    rb"aspnum|faauto|adjustright|contextualspace|cgrid|nosnaplinegrid|insrsid|charrsid|pararsid|sectrsid|noproof|cs|"
    rb"brdr[a-z]*|clbrdr[a-z]*|clpad[a-z]*|trpadd?[a-z]*|trbrdr[a-z]*|clvertal[a-z]|cltxlrtb|clftsWidth|clwWidth|clcbpat|"
    rb"clshdng|trautofit|trftsWidth[A-Z]?|trwWidth[A-Z]?|tblrsid|tblind[a-z]*|ltrrow|trq[lcr]|trrh"
)
"""Words that change only how text looks; three quarters of what word processors write."""


def _token(look: bytes) -> re.Pattern[bytes]:
    return re.compile(
        rb"(?P<look>(?:\\(?:" + look + rb")(?:-?[0-9]{1,10})?(?![a-zA-Z0-9]) ?)+)"
        rb"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
        rb"|\\'(?P<byte>[0-9a-fA-F]{2})"
        rb"|\\(?P<symbol>[^a-zA-Z])"
        rb"|(?P<brace>[{}])"
        rb"|(?P<text>[^\\{}\r\n]+)",
        re.DOTALL,
    )


TOKEN, EVERY_TOKEN = _token(FAINT + rb"|" + LOOK), _token(LOOK)
COLOURS = re.compile(rb"\\colortbl ?([^{}]*)}")
COLOUR = re.compile(rb"\\(red|green|blue)([0-9]{1,3})")
TINY = re.compile(rb"\\fs0*[1-" + str(SMALLEST).encode() + rb"](?![0-9])")
CODE = re.compile(rb"(?:[{\s]|\\[a-z]+(?:-?[0-9]+)? ?|\\\*)*([A-Za-z]+)")
GROUP = re.compile(rb"[{}]|\\bin([0-9]{1,10}) ?|\\[^a-zA-Z]", re.DOTALL)

SKIPPED = frozenset(
    b"colortbl pict header headerl headerr headerf footer footerl footerr footerf footnote annotation fldinst upr "
    b"nonesttables objdata objclass nonshppict listtable listoverridetable revtbl rsidtbl generator filetbl template "
    b"xe tc rxe bkmkstart bkmkend shprslt private1 ftnsep ftnsepc aftnsep aftnsepc latentstyles".split()
)
"""Groups whose text is not part of the page's body."""
READ = frozenset((b"shpinst", b"shptxt", b"ud", b"nesttableprops", b"dptxbxtext", b"do", b"shppict"))
"""Groups marked as skippable (`\\*`) that are read nevertheless; pictures among them only for being there."""
OF_SHAPES = frozenset((b"sn", b"pict"))
"""Words that mean something within the properties of a shape: what a property is called, and a picture as its value."""
BOXES = frozenset((b"shptxt", b"dptxbxtext"))
CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"page": "\n", b"column": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003",
    b"enspace": "\u2002", b"qmspace": "\u2005",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}

CODE_PAGES = {
    1250: "cp1250", 1251: "cp1251", 1252: "cp1252", 932: "cp932", 936: "gb18030", 949: "cp949", 950: "big5hkscs",
    54936: "gb18030", 65001: "utf-8", 10008: "gb18030",
}  # fmt: skip
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 204: "cp1251", 238: "cp1250"}
"""Code pages of fonts by `\\fcharsetN`; of the rest (0 western, 1 default, 2 symbols) the document's own
page is used."""


class Tokens:
    """`word`, `byte`, `symbol`, `brace` and `text` tokens with their content, control words with their number.

    Binary data (`\\binN`) is jumped over. Line ends between tokens mean nothing. `at` is where the next token begins.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.at = 0
        self.pale = pale_colours(body)

    def __iter__(self) -> Iterator[tuple[str, bytes, int | None]]:
        match = (EVERY_TOKEN if self.pale or TINY.search(self._body) else TOKEN).match
        while self.at < len(self._body):
            found = match(self._body, self.at)
            if found is None:  # a line end, or a lone backslash before the end
                self.at += 1
                continue
            self.at = found.end()
            kind = found.lastgroup or ""
            if kind in ("word", "number"):
                number = found["number"]
                value = int(number) if number else None
                if found["word"] == b"bin" and value and value > 0:
                    self.at += value
                yield "word", found["word"], value
            elif kind != "look":
                yield kind, found[kind], None

    def draws_field(self) -> bool:
        """Whether the field whose code begins here shows something that is not in its result."""
        code = CODE.match(self._body, self.at)
        return code is not None and code[1].decode("ascii").upper() in DRAWN

    def skip_group(self) -> None:
        """Go on at the brace that closes the group at hand, or to the end when none does."""
        depth = 1
        while depth:
            found = GROUP.search(self._body, self.at)
            if found is None:
                self.at = len(self._body)
                return
            self.at = found.end() + int(found[1] or 0)
            depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        self.at -= 1


def pale_colours(body: bytes) -> frozenset[int]:
    """The numbers of those colours in which some text is set that nobody sees on white paper.

    >>> sorted(pale_colours(rb"{\\colortbl;\\red0\\green0\\blue0;\\red255\\green255\\blue255;}1{\\cf2 3}"))
    [2]
    """
    table = COLOURS.search(body)
    colours = table[1].split(b";") if table else []
    parts = (dict(COLOUR.findall(colour)) for colour in colours)
    light = [
        number for number, said in enumerate(parts) if len(said) == 3 and min(map(int, said.values())) >= PALE
    ]
    return frozenset(number for number in light if re.search(rb"\\cf%d(?![0-9])" % number, body))


def decoded(raw: bytes, page: str) -> str:
    """Text bytes in a code page; a single western character may stand in a Chinese font.

    >>> decoded("公开".encode("gbk"), "gb18030"), decoded(b"1\\xb72", "gb18030")
    ('公开', '1·2')
    """
    try:
        return raw.decode(page)
    except UnicodeDecodeError:
        alone = sum(byte >= 0x80 for byte in raw) == 1
        return raw.decode("cp1252" if alone else page, "replace")


def refuse_depth(depth: int) -> None:
    if depth > DEPTH:
        raise Unreadable("too_deep", f"more than {DEPTH} groups within each other")
