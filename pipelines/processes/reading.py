"""Both slow stages in one call, as a worker process runs them: hostile bytes in, Report or Failure out."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import PurePath

from parsers.document import Unreadable
from pipelines.items import Capture, Failure, Outcome
from pipelines.normalize import NormalizeStage
from pipelines.parse import ParseStage


def understand(capture: Capture, body: bytes, regions: Mapping[str, str]) -> Outcome:
    """normalize -> parse. Every way to fail has a name; only running out of memory is left to the caller."""
    try:
        document = NormalizeStage(lambda _: body).run(capture)
        return ParseStage(regions, lambda _: body).run((capture, document))
    except Unreadable as error:
        return Failure(error.reason, error.detail)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a defect of one reader must not stop the archive from being read
        where = traceback.extract_tb(error.__traceback__)[-1]
        return Failure(
            "error", f"{type(error).__name__}: {error} ({PurePath(where.filename).name}:{where.lineno})"
        )
