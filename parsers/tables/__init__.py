"""The statutory tables, the heart: from grids to figures, rows by their labels, columns by header and geometry.

Begin with `labels` (which row or column a printed label names), then `rows`, `heads`, `gridrows` and `align` (grids to
cells) and `figures` (cells to figures with one state each). Beside them stand the damages that are recognised: tables
turned on their side or printed in parts, lists in two halves, rows whose cells moved aside, tables of another year.
"""
