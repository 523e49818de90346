"""WHERE TO LOOK: the Scrapy project, the command line, the registry of sites and the CMS families.

A site is one block in `gxcrawl/sites/<province>.toml`; a CMS family is one file in `gxcrawl/families/`. Families are pure
functions from a page to a listing and know no Scrapy.

Where to go next: one file of `gxcrawl/sites/`, `gxcrawl/spiders/annual.py`, then `gxcrawl/cli.py`.
"""
