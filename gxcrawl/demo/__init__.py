"""Replica sites on loopback: what `gxcrawl demo` crawls and what the crawl's tests break on purpose.

`paper` holds a report before it has a format, `page`, `docx` and `pdf` give it one; `themes/<family>` dress
a channel as a CMS family does; `server` answers for any number of host names on one port. The sentences are
ours, the figures of the years 2023 and 2024 are those of the sample reports the project was created from;
the other years are invented.
"""
