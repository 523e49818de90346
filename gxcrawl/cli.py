"""The command line: a group that imports a verb only when it is called, so that `gxcrawl parse` never waits for Scrapy."""

from __future__ import annotations

import errno
import pkgutil
import sqlite3
from importlib import import_module
from typing import Any

import click

from gxcrawl import commands
from gxcrawl.exits import Exit
from gxcrawl.refusal import Refusal
from pipelines.space import NoSpace, no_space_named

_CLOSED = {errno.EROFS, errno.EACCES}
_CLOSED_DATABASE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}


class Verbs(click.Group):
    """Finds the verbs in `gxcrawl/commands`; a new file there is a new verb."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"gxcrawl.commands.{cmd_name}").command
        assert isinstance(command, click.Command), f"gxcrawl/commands/{cmd_name}.py has no click command"
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """A full disk and a folder nobody may write end every verb in the same way, wherever they are met."""
        try:
            with no_space_named("go on"):
                return super().invoke(ctx)
        except NoSpace as error:
            raise Refusal(Exit.INTERRUPTED, str(error)) from error
        except OSError as error:
            if error.errno not in _CLOSED:
                raise
            raise Refusal(Exit.ARCHIVE_DAMAGED, f"{error.filename}: {error.strerror}") from error
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _CLOSED_DATABASE:
                raise
            raise Refusal(
                Exit.ARCHIVE_DAMAGED, f"a database of the archive cannot be written: {error}"
            ) from error


@click.group(cls=Verbs, context_settings={"max_content_width": 100})
@click.version_option(package_name="gxcrawl")
def main() -> None:
    """Crawl, archive, read and publish the annual disclosure reports of China's government bodies.

    政府信息公开工作年度报告：抓取、存档、解析、发布。

    \b
    Start here:
      gxcrawl demo          the whole road on bundled replica sites, then a page to open
      gxcrawl parse FILE    read one report from disk
    """
