"""UNDERSTAND: pure functions from bytes to a typed report.

What lives here: the nouns (`text`, `document`, `report`, `forms`), one reader per file format (`formats`), and the verbs
that turn a document into a report (`outline`, `titles`, `agencies`, `grids`, `align`, `facts`, `checks`), with two
sentences on top: `normalize` (bytes -> Document) and `parse` (Document -> Report).

What may not live here: network, disk, databases, processes, clocks. Nothing in this package imports scrapy, sqlite,
datasette, tenacity or subprocess; import-linter holds that.

Where to go next: `parsers/report.py`, then `parsers/forms/2021.toml`, then `parsers/parse.py`.
"""
