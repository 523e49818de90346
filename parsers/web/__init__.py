"""Web pages, below the level of a document: the article among navigation, what a reader sees of it, its tables as laid out.

Begin with `article` (where the report stands in the page) and `webtables` (tables as a browser lays them out).
"""
