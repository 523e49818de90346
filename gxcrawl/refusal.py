"""The end of a command that cannot do what it was asked: one line on standard error, and the exit code that
says why."""

from __future__ import annotations

import click

from gxcrawl.exits import Exit


class Refusal(click.ClickException):
    """Ends a command with a message and one of the documented exit codes."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code

    @property
    def exit_code(self) -> int:  # type: ignore[override]  # click declares a class variable for all exceptions
        return int(self.code)
