"""The archive on disk: WARC files, their index `captures.db`, and what keeps both whole.

Nothing here knows what a report is. Where to go next: `vault.py` reads, `vault_writer.py` writes, `fixity.py` audits.
"""
