"""The questions people ask, as canned queries: titles and explanations in both languages, SQL and parameters."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.words.bodytypes import agency_types
from pipelines.publishing.settle import provinces


@dataclass(frozen=True, slots=True)
class Question:
    """One question. An empty parameter means the default its explanation names, so that one click answers."""

    id: str
    zh: str
    en: str
    about_zh: str
    about_en: str
    sql: str
    parameters: Mapping[str, tuple[str, str]]
    """Name -> (Chinese, English) label."""
    topic: str


@cache
def choices(parameter: str) -> Sequence[tuple[str, str, str]]:
    """(value, Chinese, English) of what a parameter can be; empty where a reader has to write it."""
    if parameter == "province":
        return [(one["code"], one["name"], one["name_en"]) for one in provinces() if one["code"]]
    if parameter == "type":
        return [(kind.id, kind.label, kind.label_en) for kind in agency_types()]
    return []


@cache
def load() -> Mapping[str, Question]:
    data: dict[str, Any] = tomllib.loads(
        files("pipelines.portal").joinpath("questions.toml").read_text(encoding="utf-8")
    )
    parameters = {name: tuple(labels) for name, labels in data.pop("parameters").items()}
    return {
        id_: Question(
            id_,
            values["zh"],
            values["en"],
            values["about_zh"],
            values["about_en"],
            values["sql"].strip(),
            {name: parameters[name] for name in values.get("parameters", ())},
            values["topic"],
        )
        for id_, values in data.items()
    }


def canned_queries() -> dict[str, Any]:
    """The questions as Datasette's metadata wants them."""
    return {
        question.id: {
            "title": f"{question.zh} {question.en}",
            "description": f"{question.about_zh} {question.about_en}",
            "sql": question.sql,
            "params": list(question.parameters),
            "hide_sql": True,
        }
        for question in load().values()
    }
