"""The statutory tables where only lines of text are left of them: running text to the same cells that grids give.

Begin with `streamvalues` and `streamlabels` (what a value and a label look like in a line), then `stream`. Beside them
stand the ways a table is written without a grid: wrapped labels, headers in pieces, a field a line, fields parted
by commas, values by name.
"""
