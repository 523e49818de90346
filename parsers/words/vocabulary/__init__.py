"""The words reports use, as data: headings, metrics, channels, units, kinds of agencies, regions. One place for each.

What a word means to the parser stands in these files, not in code; each file says in its head how it is read.
"""
