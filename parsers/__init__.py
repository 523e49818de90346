"""UNDERSTAND: pure functions from bytes to a typed report.

What lives here:

- the nouns: `text`, `numerals`, `document`, `report`, and the statutory `forms` as data;
- `formats`, one reader per file format, over `pages` (paper: PDF, OFD, scans), `office` (word processors, sheets) and
  `web` (pages of sites);
- the statutory tables: `tables` (grids -> figures) and `lines` (where a table survives only as text), then `checks`,
  `crosschecks` with `shares` and `rates`, and `agreement` of two readers;
- `words`, the text of a report: sections, title, body, contact, facts;
- two sentences on top: `normalize` (bytes -> Document) and `parse` (Document -> Report).

What may not live here: network, disk, databases, processes, clocks. Nothing in this package imports scrapy, sqlite,
datasette, tenacity or subprocess; import-linter holds that.

Where to go next: `parsers/report.py`, then `parsers/forms/2021.toml`, then `parsers/parse.py`.
"""
