"""The pages of the documentation that are made from the program: `python -m docs.build` writes them anew.

A test compares them with what is in the folder, so that help, exit codes and dictionary cannot grow stale.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from gxcrawl import exits
from gxcrawl.cli import main
from parsers import forms
from pipelines import schema

FOLDER = Path(__file__).parent
MADE = "<!-- Made by `python -m docs.build`; edit the program, not this page. -->\n"
WIDTH = 100


def cli() -> Iterator[str]:
    """The help of every verb and the exit codes."""
    yield "# The command line\n"
    yield MADE
    yield (
        "Every verb says what it does with `--help`, talks JSON to scripts with `--json`, draws a progress bar on a "
        "terminal and writes plain lines elsewhere. `python -m gxcrawl` is the same program.\n"
    )
    yield "## Exit codes\n"
    yield "| code | name | means |\n|---:|---|---|"
    yield from (f"| {code} | `{name}` | {means} |" for code, name, means in exit_codes())
    yield "\n## Settings from the environment\n"
    yield "| variable | means |\n|---|---|"
    yield from (f"| `{name}` | {means} |" for name, means in ENVIRONMENT.items())
    yield ""
    yield from _verbs(main, "gxcrawl")


ENVIRONMENT: Mapping[str, str] = {
    "GXCRAWL_ARCHIVE": "the archive folder; `archive` when it is not set",
    "GXCRAWL_SITES": "a folder of site files that is used instead of the one in the program",
    "GXCRAWL_CONTACT": "where the operators of a site reach you; without it no real site is asked",
    "GXCRAWL_SCHEDULER": "`tcp://host:8786` of a Dask scheduler whose workers read the documents",
    "GXCRAWL_SMTP_PASSWORD": "the password of the mail account alerts are sent from",
}


def exit_codes() -> Iterator[tuple[int, str, str]]:
    """Code, name, and the sentence that stands beside each member of `gxcrawl.exits.Exit`."""
    for line in inspect.getsource(exits.Exit).splitlines():
        declared, mark, means = line.partition("  # ")
        if mark:
            name, _, code = declared.strip().partition(" = ")
            yield int(code), name, means.strip()


def _verbs(group: click.Group, path: str) -> Iterator[str]:
    context = click.Context(group, info_name=path)
    for name in group.list_commands(context):
        verb = group.get_command(context, name)
        assert verb is not None
        if isinstance(verb, click.Group):
            yield from _verb(verb, f"{path} {name}")
            yield from _verbs(verb, f"{path} {name}")
        else:
            yield from _verb(verb, f"{path} {name}")


def _verb(verb: click.Command, path: str) -> Iterator[str]:
    context = click.Context(verb, info_name=path, max_content_width=WIDTH, terminal_width=WIDTH)
    yield f"## {path}\n"
    yield f"```text\n{verb.get_help(context).rstrip()}\n```\n"


def dictionary() -> Iterator[str]:
    """Every table and column of the published database, in both languages."""
    yield "# Data dictionary 数据字典\n"
    yield MADE
    yield NULLS
    for table in schema.tables().values():
        yield f"## {table.name}\n"
        yield f"**{table.zh} / {table.en}.** {table.about_zh} {table.about_en}\n"
        yield f"Key: {', '.join(f'`{name}`' for name in table.key)}\n"
        yield "| column | type | unit | 中文 | English |\n|---|---|---|---|---|"
        yield from (_column(column) for column in table.columns)
        yield ""
    yield "## Identities 勾稽关系\n"
    yield "| id | form | table | 中文 | English | source |\n|---|---|---|---|---|---|"
    for form in forms.load().values():
        for one in form.identities:
            yield f"| `{one.id}` | {form.id} | `{one.table}` | {one.label} | {one.label_en} | {one.source} |"


NULLS = """## What an empty value means 空值的含义

A NULL in a statutory table is never 0. The table `cell_notes` says for each of them why there is no value, and
`raw` keeps what is printed. 统计表中的空值不等于 0，原因见 `cell_notes`：

| state | 中文 | English |
|---|---|---|
| `blank` | 单元格印出来就是空的 | the cell is printed empty |
| `mark` | 印的是“/”“—”“无”等 | it holds "/", "—", "无" or the like |
| `lost` | 原文的文字丢失或断裂，或两次读取不一致，宁缺毋错 | the text was lost or torn, or two readings disagree: withheld |
| `unreadable` | 图像质量不足以识别 | the picture is not good enough |
"""


def _column(column: schema.Column) -> str:
    target = f" → `{column.references}`" if column.references else ""
    texts = (text.replace("|", "\\|").replace("\n", " ") for text in (column.zh, column.en))
    return f"| `{column.name}`{target} | {column.type} | {column.unit} | {' | '.join(texts)} |"


PAGES: Mapping[str, Callable[[], Iterator[str]]] = {"cli.md": cli, "data-dictionary.md": dictionary}


def written(name: str) -> str:
    """A page as it should stand."""
    return "\n".join(PAGES[name]()).rstrip() + "\n"


if __name__ == "__main__":
    for name in PAGES:
        (FOLDER / name).write_text(written(name), encoding="utf-8")
