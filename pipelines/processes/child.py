"""The process that reads hostile documents: takes a function and its arguments, answers, dies alone.

It imports nothing of its own; the functions it is sent bring `parsers` with them. A Python `try` is not enough: PDFium
and the spreadsheet reader abort the whole process on some files.
"""

from __future__ import annotations

import os
import pickle
import resource
from multiprocessing.connection import Connection
from typing import Any

from pipelines.processes.limits import Limits


def serve(descriptor: int, limits: Limits) -> None:
    """Answer calls until the parent hangs up. An answer is `(state, value)`: `done`, `raised` or `memory`."""
    _restrict(limits)
    with Connection(descriptor) as parent:
        parent.send(("ready", os.getpid()))
        while True:
            try:
                call = parent.recv_bytes()
            except EOFError:
                return
            _allow_seconds(limits.cpu_seconds)
            state, value = _answer(call)
            try:
                parent.send((state, value))
            except (AttributeError, TypeError, ValueError) as error:  # a value that cannot be pickled
                parent.send(("raised", TypeError(f"the result cannot be sent back: {error}")))
            if state == "memory":
                return  # whatever was half built stays in this process and ends with it


def _answer(call: bytes) -> tuple[str, Any]:
    try:
        # Unpickling imports the function: code that cannot be imported is the caller's problem, not the document's.
        function, arguments = pickle.loads(call)  # noqa: S301 - from our own parent
        return "done", function(*arguments)
    except MemoryError:
        return "memory", None
    except Exception as error:  # noqa: BLE001 - it goes to the caller, who knows what to make of it
        return "raised", error


def _restrict(limits: Limits) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Readers that print (and the C libraries below them) must not disturb the terminal of the parent.
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)


def _allow_seconds(seconds: int) -> None:
    """The soft limit counts the whole life of the process, so each document moves it on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.RLIM_INFINITY))
