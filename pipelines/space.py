"""No space left: one name for it, whether the system says so or the database."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DATABASE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
"""The second: no room for the file that the readers of a database share."""


class NoSpace(OSError):
    """The disk (or quota) is full. What was acknowledged is safe; what was being written is not there."""


@contextmanager
def no_space_named(doing: str) -> Iterator[None]:
    """Within it, a full disk is `NoSpace`; other errors pass as they are. `doing` completes "no space to …"."""
    try:
        yield
    except NoSpace:
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace(error.errno, f"no space to {doing}") from error
        raise
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in _DATABASE_FULL:
            raise NoSpace(errno.ENOSPC, f"no space to {doing}") from error
        raise
