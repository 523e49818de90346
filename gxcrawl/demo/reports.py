"""The reports of the replica sites, from `reports.toml` to papers: totals computed, misprints printed as
declared."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from gxcrawl.demo import paper
from gxcrawl.demo.paper import Block, Paper
from parsers.forms import load
from parsers.report import Key

NOTICE = (
    "根据《中华人民共和国政府信息公开条例》，按照国办公开办函〔2021〕30号规定的格式，编制本报告。"
    "统计期限为{year}年1月1日至12月31日。联系地址：{address}（邮编：{postcode}）；电话：{phone}；邮箱：{email}。"
)
OUTCOMES = tuple(row.id for row in load()["2021"].table("requests").rows if row.group and row.id != "handled")
PEOPLE = ("natural_person", "business", "research", "social", "legal_service", "other_org")


@dataclass(frozen=True, slots=True)
class Account:
    """One agency's year: who, when, what is not 0, and the words around it."""

    agency: Mapping[str, Any]
    year: int
    data: Mapping[str, Any]

    @property
    def title(self) -> str:
        return f"{self.agency['name']}{self.year}年政府信息公开工作年度报告"

    @property
    def published(self) -> str:
        """Within the legal time, another day of January for every agency and year."""
        return f"{self.year + 1}-01-{9 + (self.year * 7 + len(self.agency['email'])) % 20:02d}"


@cache
def accounts() -> tuple[Account, ...]:
    text = files(__package__).joinpath("reports.toml").read_text(encoding="utf-8")
    return tuple(
        Account(agency, int(year), data)
        for agency in tomllib.loads(text)["agency"]
        for year, data in agency["year"].items()
    )


def of(agency: str) -> tuple[Account, ...]:
    """The accounts of one agency, the newest first, as a list shows them."""
    return tuple(sorted((a for a in accounts() if a.agency["id"] == agency), key=lambda a: -a.year))


def write(account: Account) -> Paper:
    """The report as a body would publish it, in the six sections of the statutory form."""
    figures = printed(account)
    received = int(figures["requests", "received", "total"])
    words = [text.format(**account.data) for text in account.agency["words"]]
    values = {"year": account.year, **account.agency}
    asked = f"收到政府信息公开申请{received}件，均按期答复。" if received else "未收到政府信息公开申请。"
    text = (
        ("title", account.title),
        ("paragraph", NOTICE.format(**values)),
        ("heading", "一、总体情况"),
        ("paragraph", f"（一）主动公开。{account.year}年，{words[0]}"),
        ("paragraph", f"（二）依申请公开。{account.year}年{asked}"),
        ("paragraph", f"（三）政府信息管理。{words[1]}"),
        ("paragraph", f"（四）政府信息公开平台建设。{words[2]}"),
        ("paragraph", f"（五）监督保障。{account.year}年组织业务培训1次，未发生责任追究情形。"),
        ("heading", "二、主动公开政府信息情况"),
        ("grid", paper.disclosure(figures)),
        ("heading", "三、收到和处理政府信息公开申请情况"),
        ("grid", paper.requests(figures)),
        ("heading", "四、政府信息公开行政复议、行政诉讼情况"),
        ("grid", paper.disputes(figures)),
        ("heading", "五、存在的主要问题及改进情况"),
        (
            "paragraph",
            f"部分栏目更新不够均衡，解读形式较少。下一年由办公室按月核对，补充本{values['place']}常见问题解答。",
        ),
        ("heading", "六、其他需要报告的事项"),
        ("paragraph", f"{account.year}年未收取信息处理费。"),
    )
    return Paper(account.title, tuple(_block(kind, content) for kind, content in text))


def printed(account: Account) -> Mapping[Key, str]:
    """Every figure the report prints that is not 0, the totals, and the misprints over them."""
    figures = {key: str(value) for key, value in _figures(account.data) if value}
    figures.setdefault(("requests", "received", "total"), "0")
    for name, text in account.data.get("misprint", {}).items():
        table, row, column = name.split(".")
        figures[table, row, column] = text
    return figures


def _figures(data: Mapping[str, Any]) -> Iterator[tuple[Key, int]]:
    for row, (issued, repealed, in_force) in data.get("rules", {}).items():
        yield ("rules", row, "issued"), issued
        yield ("rules", row, "repealed"), repealed
        yield ("rules", row, "in_force"), in_force
    for row, decided in data.get("decisions", {}).items():
        yield ("decisions", row, "decided"), decided
    for row, applicants in _request_rows(data.get("requests", {})).items():
        for person in PEOPLE:
            yield ("requests", row, person), applicants.get(person, 0)
        yield ("requests", row, "total"), sum(applicants.values())
    for row, outcomes in data.get("disputes", {}).items():
        for column, count in zip(("upheld", "corrected", "other", "pending"), outcomes, strict=True):
            yield ("disputes", row, column), count
        yield ("disputes", row, "total"), sum(outcomes)


def _request_rows(rows: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """The rows given, and the two that follow from them: what was handled, what is carried over."""
    handled = {who: sum(rows.get(row, {}).get(who, 0) for row in OUTCOMES) for who in PEOPLE}
    came = {who: sum(rows.get(row, {}).get(who, 0) for row in ("received", "carried_in")) for who in PEOPLE}
    carried = {who: came[who] - handled[who] for who in PEOPLE}
    return {row: dict(values) for row, values in rows.items()} | {"handled": handled, "carried_out": carried}


def _block(kind: str, content: Block | str) -> Block:
    if isinstance(content, Block):
        return content
    assert kind in ("title", "heading", "paragraph")
    return Block(kind, content)  # type: ignore[arg-type]  # narrowed by the assertion above
