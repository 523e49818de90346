"""The second stage: Capture -> Document. The bytes come from the vault, the understanding from `parsers`."""

from __future__ import annotations

from collections.abc import Callable

from parsers.document import Document
from parsers.normalize import normalize
from pipelines.items import Capture


class NormalizeStage:
    """`read` gives the bytes of a digest: `Vault.read`, or in a worker process the bytes it was handed."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        self.read = read

    def run(self, capture: Capture) -> Document:
        """Raises `parsers.document.Unreadable`, and what `read` raises."""
        body = self.read(capture.sha256)
        return normalize(body, media_type=capture.declared_type or None, url=capture.url)
