"""Exit codes of the command line; scripts rely on them, `docs/cli.md` lists them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a verb tells the shell. The comment of each member is the sentence in the documentation."""

    OK = 0  # everything asked for was done
    UNEXPECTED = 1  # a defect of gxcrawl; please report it
    USAGE = 2  # the command was called wrongly
    CONFIG = 3  # a site file, a setting or a patch is invalid; nothing was started
    SOURCES_FAILED = 4  # the run ended, but at least one source failed or was incomplete
    GATE_REFUSED = 5  # the build did not pass the gate; the last good one stays
    ARCHIVE_DAMAGED = 6  # the archive fails verification, or cannot be opened or written
    INTERRUPTED = 7  # stopped before the end, no space, or another process is at it; calling again resumes
    NOTHING_READ = 8  # no report could be read from what was given
    REPORT_FAULTY = 9  # `gxcrawl check` found an error in a report; everything was read
