"""What a replica of one house serves and what must come of it, and how pages are written."""

from __future__ import annotations

import json as json_
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gxcrawl.demo.server import Answer, Ask, Reply
from gxcrawl.demo.themes.shell import Article, File

Tree = dict[str, Answer]
LIST = "/zwgk/xxgknb/"
PROMISED = "partial: declared_exceeds_reachable"
PDF = b"%PDF-1.4 replica"


def articles(count: int, files: tuple[File, ...] = ()) -> list[Article]:
    return [
        Article(
            f"示例局第{n}号政府信息公开工作年度报告", f"{2025 - n % 9}-01-13", f"<p>第{n}篇</p>", files=files
        )
        for n in range(count)
    ]


SEVEN = articles(7)
TITLES = [entry.title for entry in SEVEN]


@dataclass(frozen=True)
class House:
    """What it serves, where its list is, how that is registered; the verdict, and how many entries are held."""

    tree: Tree
    path: str
    family: str
    verdict: str = "complete"
    held: int = 7
    options: dict[str, object] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    """Outcomes other than `new` and `seen`."""


def html(text: str, status: int = 200, **more: Any) -> Reply:
    return Reply(text.encode(), status, **more)


def json(data: object) -> Reply:
    return Reply(json_.dumps(data, ensure_ascii=False).encode(), content_type="application/json")


def reply(answer: Answer, ask: Ask) -> Reply:
    return answer if isinstance(answer, Reply) else answer(ask)


def body(tree: Tree, path: str) -> str:
    answer = tree[path]
    assert isinstance(answer, Reply)
    return answer.body.decode()


def edited(tree: Tree, path: str, *changes: tuple[str, str]) -> Tree:
    """The tree with one page in other words."""
    text = body(tree, path)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return {**tree, path: html(text)}


def query(ask: Ask) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(ask.target).query).items()}
