"""CARRY AND KEEP: everything that touches disk or database.

The stages stand in one line, archive -> normalize -> parse -> store, and each has a plain `run(value)`; `process_item` is
its Scrapy face. Replay is a for-loop over the same stages, without Scrapy and without network.

What may not live here: knowledge of sites and CMS families (that is `gxcrawl`), understanding of documents (that is
`parsers`). Imports run gxcrawl > pipelines > parsers and never up.

Where to go next: `pipelines/items.py`, then `pipelines/replay.py`.
"""
