"""Paper: what PDF, OFD and scans share. Glyphs, strokes and pictures of a page become grids and paragraphs.

Begin with `layout` (pages to blocks), then `strokes` (ruled tables), `borderless` (tables without rules), `pictures`
(scans).
"""
