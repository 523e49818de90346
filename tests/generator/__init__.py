"""Synthetic annual reports: what each cell prints is known, how it is laid out is anybody's.

`truths` invents reports, `sheets` writes them into the official form, `wordings` puts them in the words of
another office, and one module a format (`html`, `text`, `pdf`, `office`, `ofd`, `scan`) makes bytes of them.
`judge` holds what the parser read against what was printed. A layout that a real site invents is one function
in one of these modules.
"""
