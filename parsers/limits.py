"""How large, deep and many a document may be before it is refused; every number with what happens beyond it.

Documents come from anybody's server and are hostile until read. The limits are far above what a report of a
few pages needs and far below what takes a worker down (1 GiB of address space, half a minute of CPU). A
reader that meets one raises `Unreadable` with the reason named beside it here.
"""

from __future__ import annotations

MIB = 1 << 20

FILE_BYTES = 30 * MIB  # `too_large`. The longest report seen, with photographs, stays under 20 MB.
HTML_BYTES = 8 * MIB  # `too_large`. 50 MB of cells cost lxml 1.5 GiB and lexbor 17 s.
TAG_BYTES = 64 * 1024  # `bomb`. HTML parsers are quadratic in the attributes of one tag; 1 M run for minutes.

MEMBER_BYTES = 50 * MIB  # `bomb`. One unpacked member of a package; as a tree it takes ten times that.
PACKAGE_BYTES = 150 * MIB  # `bomb`. All members that were unpacked, together.
PACKING = 100  # `bomb`. Unpacked to packed size of a member; text packs 5 to 20 times, a bomb 1,000 times.
PACKING_FREE = 16 * MIB  # Below this size the ratio says nothing: thirty tables full of zeros pack 190 times.
ENTRIES = 1_000  # `bomb`. Members of a package; a spreadsheet with 40 sheets has about 100.
NESTING = 2  # `too_deep`. Archives within archives: a bundle of bundles exists, a third level is an attack.

TABLE_DEPTH = 16  # Tables within tables; deeper ones are read as part of the 16th.
SPAN = 64  # Columns a merged cell may claim when nothing proves them: `gridSpan=10^9` costs all memory.
COLUMNS = 1_024  # `bomb`. Columns of one grid; beyond it a sheet is no report.
CELLS = 400_000  # `bomb`. Cells of one document, blank ones too; one far cell makes calamine ask for 10^10.
ROWS = 20_000  # `bomb`. Rows of one grid; the longest annex seen lists some 3,000 documents.
BLOCKS = 50_000  # `bomb`. Paragraphs and tables of one document; a long report has 1,000.
SHEETS = 256  # `bomb`. Tabs of a workbook; 5,000 that all point to the same place take 10 s.

PAGES = 500  # `too_many_pages`.
PAGE_OBJECTS = 60_000  # `bomb`. Lines and shapes of a page; 2 M lines keep the geometry busy for 10 s.
PAGE_CHARACTERS = 50_000  # `bomb`. A dense A3 page has 5,000.
PICTURE_PIXELS = 20_000_000  # A rendered page; 300 dpi A4 has 8.7 million.
