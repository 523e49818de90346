"""Files of word processors and spreadsheets, below the level of a document: packages, streams, records, styles.

Begin with `flow` (what they all hold) and `merged` (from flows to grids); the readers that use them are in `parsers.formats`.
"""
