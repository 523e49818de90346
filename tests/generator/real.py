"""Real public documents with truths made by hand, where the folder that holds them is at hand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.generator.printing import Number, Printed
from tests.generator.statutory import APPLICANTS, DISPUTE_GROUPS, DISPUTE_RESULTS, INDICATORS, OUTCOMES
from tests.generator.truths import Key

FOLDER = Path(__file__).parents[3] / "shared" / "real"


def documents() -> dict[str, tuple[bytes, dict[Key, Printed]]]:
    """File name -> bytes and the cells it prints; empty when the folder is not there."""
    if not FOLDER.is_dir():
        return {}
    return {
        "hongze-2023.pdf": (_read("hongze-2023.pdf"), _hongze(_truth("hongze-2023.json"))),
        "hebei-jyt-2018-stat.txt": (
            _read("hebei-jyt-2018-stat.txt"),
            _hebei(_truth("hebei-jyt-2018-stat.json")),
        ),
        "blank-official-form.docx": (_read("blank-official-form.docx"), {}),
    }


def _read(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def _truth(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"), parse_float=Decimal)
    return truth


def _hongze(truth: dict[str, Any]) -> dict[Key, Printed]:
    """Table 二 in the form of 2021, table 三 in that of 2019, as published."""
    two, three, four = truth["t2"], truth["t3"], truth["t4"]
    values: dict[Key, Number] = {
        ("decisions", "licensing", "decided"): two["行政许可"],
        ("decisions", "penalty", "decided"): two["行政处罚"],
        ("decisions", "coercion", "decided"): two["行政强制"],
        ("fees", "administrative_fee", "amount_10k_yuan"): two["行政事业性收费_万元"],
    }
    for row, numbers in (("regulation", two["规章"]), ("normative_document", two["行政规范性文件"])):
        values |= {
            ("rules", row, c): n for c, n in zip(("issued", "repealed", "in_force"), numbers, strict=True)
        }
    rows = [
        "received",
        "carried_in",
        *(row for _, rows in OUTCOMES["2019"] for row, _ in rows),
        "carried_out",
    ]
    for row, numbers in zip(rows, three.values(), strict=True):
        values |= {("requests", row, column): n for (column, _), n in zip(APPLICANTS, numbers, strict=True)}
    cells = [(group, result) for group, _ in DISPUTE_GROUPS for result, _ in DISPUTE_RESULTS]
    values |= {("disputes", *cell): n for cell, n in zip(cells, four, strict=True)}
    return {key: Printed(str(value), value) for key, value in values.items()}


def _hebei(truth: dict[str, Any]) -> dict[Key, Printed]:
    rows = [row for row, _, _ in INDICATORS if row]
    pairs = zip(rows, truth["stat2014"].values(), strict=True)
    return {("statistics", row, "value"): Printed(str(value), value) for row, value in pairs}
