"""The second stage: Capture -> Document. The bytes come from the vault, the understanding from `parsers`."""

from __future__ import annotations

from parsers.document import Document
from parsers.normalize import normalize
from pipelines.items import Capture
from pipelines.vault import Vault


class NormalizeStage:
    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    def run(self, capture: Capture) -> Document:
        """Raises `Unreadable` for the document, `Missing` or `Damaged` for the archive."""
        body = self.vault.read(capture.sha256)
        return normalize(body, media_type=capture.declared_type or None, url=capture.url)
