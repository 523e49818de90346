"""Which CMS family a list page belongs to, from its own HTML and address, with the evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from gxcrawl import families

# First hit wins. Marks that belong to one house come before pagers that several houses use; the families
# that any page fits come last.
ORDER = (
    "gkmlpt",
    "jpage",
    "jpaas",
    "json_list",
    "lonsun",
    "boda",
    "openness",
    "ucap",
    "shanghai",
    "zcms",
    "nfcms",
    "xxgk",
    "henan",
    "trs",
    "next_link",
    "query",
    "in_script",
    "single",
    "in_place",
)
POSTBACK = re.compile(r"__VIEWSTATE")
SHELL_LINKS = 5
FILES = ("%PDF", "PK\x03\x04", "{\\rtf")


@dataclass(frozen=True, slots=True)
class Guess:
    """A family with its evidence; or no family, and what stands in the way."""

    family: str
    evidence: str


def guess(text: str, url: str) -> Guess:
    """The family of a list page. `family` is empty for a page that cannot be read without a browser or a
    person."""
    if not text.strip():
        return Guess("", "empty")
    if text.startswith(FILES):
        return Guess("", "not_a_page")
    if POSTBACK.search(text) and "__doPostBack" in text and not re.search(r"[?&]page=\d", text):
        return Guess("", "needs_postback")
    for name in ORDER:
        evidence = families.load(name).recognise(text, url)
        if evidence:
            return Guess(name, evidence)
    tree = LexborHTMLParser(text)
    if len(tree.css("a[href]")) < SHELL_LINKS and tree.css_first("script") is not None:
        return Guess("", "js_shell")
    return Guess("", "no_rows")
