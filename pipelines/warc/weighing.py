"""What of an answer costs processor time and depends on nothing but its bytes: another thread may do it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from pipelines.items import Fetched
from pipelines.warc import records
from pipelines.warc.members import Pieces, member


@dataclass(frozen=True, slots=True)
class Weighed:
    """`sha256` in hex is its identity, `sha1` what tools of the standard look it up by."""

    record_id: str
    sha256: str
    sha1: str
    packed: Pieces = ()

    @classmethod
    def of(cls, fetched: Fetched) -> Weighed:
        sha256 = hashlib.sha256(fetched.body).hexdigest()
        return cls(records.new_record_id(), sha256, records.payload_digest(fetched.body))

    def packed_with(self, fetched: Fetched) -> Weighed:
        """With the record of the answer, as it stands in the file when its bytes are new."""
        return replace(
            self, packed=member(records.response(fetched, record_id=self.record_id, digest=self.sha1))
        )
