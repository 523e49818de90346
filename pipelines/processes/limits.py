"""What one document may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one worker process. Memory is address space, so libraries count too, not only what a document uses."""

    memory_bytes: int = 2 << 30
    cpu_seconds: int = 120
    wall_seconds: float = 600
    documents: int = 500
    """After so many the process is replaced, so what leaks does not add up."""
