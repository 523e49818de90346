"""The raw functions of pdfium with plain numbers for addresses: handles are integers, a null pointer is None.

The generated bindings make an object of every handle they return and convert every pointer they are given; with some
thousand calls a page that is more than what pdfium does in them. Nor is Python's lock given up for each: who reads in
parallel reads in processes. Names, constants and structures are those of `pypdfium2.raw`; memory to be written to is given
by its address (`Answer`, `ctypes.byref`).
"""

from __future__ import annotations

import ctypes
from functools import partial
from struct import Struct, calcsize
from typing import Any

from pypdfium2 import raw

Handle = int
"""The address of a document, page, text page, object, clip … of pdfium."""


class Answer:
    """Memory that functions write to: values of one format of `struct`, such as `4f`.

    `places` are their addresses, `read()` gives what the last call wrote.
    """

    __slots__ = ("places", "read")

    def __init__(self, form: str) -> None:
        struct = Struct(form)
        memory = ctypes.create_string_buffer(struct.size)
        start, step = ctypes.addressof(memory), calcsize(form[-1])
        self.places = tuple(range(start, start + struct.size, step))
        self.read = partial(struct.unpack_from, memory)


def __getattr__(name: str) -> Any:
    """A function of pdfium on its first use, afterwards an attribute of this module like others."""
    found = getattr(raw, name)
    if isinstance(found, type(raw.FPDF_LoadPage)):
        types = [_plain(kind) for kind in (found.restype, *found.argtypes)]
        found = ctypes.PYFUNCTYPE(*types)(ctypes.cast(found, ctypes.c_void_p).value or 0)
    globals()[name] = found
    return found


def _plain(kind: Any) -> Any:
    return ctypes.c_void_p if isinstance(kind, type) and issubclass(kind, ctypes._Pointer) else kind
