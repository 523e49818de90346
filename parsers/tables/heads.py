"""Header lines of a grid: which column of which table stands over which column of the grid.

A header is believed as geometry only when it does not contradict itself: its cells fill neighbouring columns, each name
once, and 法人或其他组织 stands exactly over the five kinds of organisations. Otherwise only the order within its lines counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import groupby, pairwise

from parsers.document import Cell
from parsers.forms import Line, Table, load
from parsers.tables.cutnames import cut_names
from parsers.tables.labels import match_columns
from parsers.text import label_key, squash, value_like

OUTCOMES = 5
GROUPS = {"行政复议": "review", "未经复议直接起诉": "suit_direct", "复议后起诉": "suit_after_review"}
"""Names of the kinds of dispute over their results, and the rows they are of."""
_DISPUTES = ("行政复议", "行政诉讼")
ORGANISATIONS = "法人或其他组织"
"""The name over the five kinds of organisations."""
_CONTENT = "信息内容"
_SUBTOTAL = "小计"
_BAND = frozenset({"申请人情况", ORGANISATIONS, "行政诉讼", _CONTENT, "统计指标", "指标", *GROUPS})
_ORGANISATION_COLUMNS = frozenset({"business", "research", "social", "legal_service", "other_org"})
_STATING = frozenset({"rules", "decisions", "fees", "requests"})
_STATED = re.compile(r"[十百千万亿]*元(?!\w)|(?<=[(:])[百千万亿]+[件条项宗次个份](?=\))")


@dataclass(frozen=True)
class Header:
    """Recognised cells as `(table, column, cell)`, the cells that head groups of columns, and the grid they stand in."""

    columns: tuple[tuple[str, str, Cell], ...]
    groups: tuple[Cell, ...]
    grid: int
    others: tuple[Cell, ...] = ()
    """Header cells of no known column (备注, 序号): what stands under them alone is nothing of ours."""

    @cached_property
    def owners(self) -> frozenset[str]:
        return frozenset(table for table, _, _ in self.columns)

    @cached_property
    def named(self) -> frozenset[tuple[str, str]]:
        return frozenset((table, column) for table, column, _ in self.columns)

    def spots(self, table: str) -> dict[int, str]:
        """Grid column -> column id; a lower header line covers the one above."""
        return self._spots.get(table, {})

    @cached_property
    def _spots(self) -> dict[str, dict[int, str]]:
        spots: dict[str, dict[int, str]] = {}
        for owner, column, cell in sorted(self.columns, key=lambda entry: entry[2].row):
            for spot in range(cell.column, cell.column + cell.column_span):
                spots.setdefault(owner, {})[spot] = column
        if "requests" in spots:
            spots["requests"] |= self._misspelt(spots["requests"])
        return spots

    def _misspelt(self, spots: Mapping[int, str]) -> dict[int, str]:
        """The one kind of organisation whose name cannot be read, when the others leave a single column for it."""
        official = [column.id for column in load()["2021"].table("requests").columns]
        order = sorted(spots)
        absent = [column for column in official if column not in spots.values()]
        if len(absent) != 1 or absent[0] not in _ORGANISATION_COLUMNS or len(order) != len(official) - 1:
            return {}
        at = official.index(absent[0])
        named = [spots[spot] for spot in order] == [*official[:at], *official[at + 1 :]]
        gap = order[at - 1] + 1
        alone = order[at] == gap + 1 and gap not in self._subtotals
        return {gap: absent[0]} if named and alone else {}

    def label_columns(self) -> frozenset[int]:
        """Grid columns of 信息内容, the name over the labels of table 二; a merged cell may be printed once for each."""
        return frozenset(cell.column for cell in self.groups if label_key(cell.text) == _CONTENT)

    def foreign(self, table: str) -> frozenset[int]:
        """Grid columns under names of the publisher's own; the corner over several columns of labels is none of them."""
        spots = self.spots(table)
        first = min(spots, default=0)
        corners = [
            each for each in self.others if each.column_span > 1 and each.column + each.column_span == first
        ]
        return frozenset(_reach(self.others) - _reach(corners) - spots.keys())

    def order(self, table: Table) -> list[str]:
        """Column ids from left to right; empty when the header lacks one or contradicts itself."""
        official = [column.id for column in table.columns]
        if self.believable(table):
            return list(self._runs[table.id])
        own = [(column, cell) for owner, column, cell in self.columns if owner == table.id]
        if {column for column, _ in own} != set(official):
            return []
        return official if all(_follows(line, official) for line in _by_line(own)) else self._told(table)

    def _told(self, table: Table) -> list[str]:
        """The order that two lines make, 自然人, 法人或其他组织 and 总计 above and the kinds of organisations below."""
        over = [cell for cell in self.groups if label_key(cell.text) == ORGANISATIONS]
        own = [(column, cell) for owner, column, cell in self.columns if owner == table.id == "requests"]
        below = [column for column, _ in sorted(own, key=_from_left) if column in _ORGANISATION_COLUMNS]
        above = [(column, cell) for column, cell in own if column not in _ORGANISATION_COLUMNS]
        if len(over) != 1 or len(own) != len(table.columns) or len({cell.row for _, cell in above}) != 1:
            return []
        beside = sorted([*above, ("", over[0])], key=_from_left)
        one_line = len({cell.row for column, cell in own if column in _ORGANISATION_COLUMNS}) == 1
        if over[0].row != above[0][1].row or not one_line:
            return []
        return [column for name, _ in beside for column in ([name] if name else below)]

    def believable(self, table: Table) -> bool:
        """Whether the grid columns of this header can be taken as geometry."""
        return sorted(self._runs.get(table.id, ())) == sorted(column.id for column in table.columns)

    @cached_property
    def _runs(self) -> dict[str, tuple[str, ...]]:
        """Tables whose header leaves no gap and keeps its groups -> column names from left to right, each run once."""
        return {
            table: tuple(column for column, _ in groupby(spots[spot] for spot in sorted(spots)))
            for table, spots in self._spots.items()
            if _gapless(spots, self._subtotals | self._between(table))
            and (table != "requests" or self._groups_agree(spots))
        }

    @cached_property
    def _subtotals(self) -> set[int]:
        """Grid columns of 小计, the sum of the organisations, which some offices add."""
        return _reach(cell for cell in self.others if label_key(cell.text) == _SUBTOTAL)

    def _between(self, table: str) -> set[int]:
        """Grid columns of the publisher's own (本年修改件数) among those of a table, named in a line with them."""
        return _reach(cell for cell in self._added(table) if cell.column_span == 1)

    def has_more(self, table: str) -> bool:
        """Whether a name of the publisher's own stands behind or among those of a table."""
        return bool(self._added(table))

    def _added(self, table: str) -> list[Cell]:
        if not self.others:
            return []
        first: dict[int, int] = {}
        for owner, _, cell in self.columns:
            if owner == table:
                first[cell.row] = min(first.get(cell.row, cell.column), cell.column)
        return [cell for cell in self.others if cell.row in first and cell.column > first[cell.row]]

    def _groups_agree(self, spots: dict[int, str]) -> bool:
        over = _reach(cell for cell in self.groups if label_key(cell.text) == ORGANISATIONS)
        under = {spot for spot, column in spots.items() if column in _ORGANISATION_COLUMNS} | self._subtotals
        if len(over) != 1:
            return not over or over == under
        return _gapless(under) and over <= under and min(over) == min(under)

    def outcomes(self) -> list[str]:
        """The outcome of each value of table 四 from left to right; empty when the header does not tell."""
        official = [column.id for column in load()["2021"].table("disputes").columns]
        leaves = [(column, cell) for owner, column, cell in self.columns if owner == "disputes"]
        spots = self.spots("disputes")
        order = [spots[spot] for spot in sorted(spots)]
        fives = [order[start : start + OUTCOMES] for start in range(0, len(order), OUTCOMES)]
        whole_line = len(order) in {OUTCOMES, OUTCOMES * len(GROUPS)}
        if whole_line and _gapless(spots) and all(sorted(five) == sorted(official) for five in fives):
            return order
        whole = all(line == official * (len(line) // OUTCOMES) for line in _by_line(leaves))
        return official * (len(leaves) // OUTCOMES) if whole else []

    def disputes(self) -> list[str]:
        """The kinds of dispute from left to right. 行政复议 heads a line of its own above the two kinds of lawsuits.

        Where the spans are lost, 行政诉讼 before 行政复议 says that the kinds are exchanged and not where each of them stands.
        """
        named = sorted(
            (cell for cell in self.groups if label_key(cell.text) in GROUPS), key=lambda cell: cell.column
        )
        order = list(dict.fromkeys(GROUPS[label_key(cell.text)] for cell in named))
        spans_lost = len(order) == len(named) and {cell.column_span for cell in named} != {OUTCOMES}
        if not spans_lost:
            slipped = any(left.column + left.column_span > right.column for left, right in pairwise(named))
            return [] if slipped else order  # one above the other: neither stands where it belongs
        official = list(GROUPS.values())
        suits = [kind for kind in order if kind != "review"]
        heads = sorted(self.groups, key=lambda cell: (cell.row, cell.column))
        names = [name for cell in heads if (name := label_key(cell.text)) in _DISPUTES]
        exchanged = names[:1] == ["行政诉讼"]
        return official if suits == official[1:] and "review" in order and not exchanged else []


def _reach(cells: Iterable[Cell]) -> set[int]:
    """The grid columns that cells stand over."""
    return {spot for cell in cells for spot in range(cell.column, cell.column + cell.column_span)}


def _gapless(spots: Collection[int], between: Collection[int] = ()) -> bool:
    return bool(spots) and set(range(min(spots), max(spots) + 1)) <= {*spots, *between}


def _by_line(cells: Iterable[tuple[str, Cell]]) -> list[list[str]]:
    lines: dict[int, list[str]] = {}
    for column, cell in sorted(cells, key=lambda pair: pair[1].column):
        lines.setdefault(cell.row, []).append(column)
    return list(lines.values())


def _from_left(pair: tuple[str, Cell]) -> int:
    return pair[1].column


def _follows(line: Sequence[str], official: Sequence[str]) -> bool:
    return list(line) == sorted(line, key=official.index)


def is_header(cells: Sequence[Cell], band: Sequence[Sequence[Cell]]) -> bool:
    """A line of column names: no values, and a name that only a header has (or more of a header that has begun)."""
    if any(value_like(cell.text) for cell in cells):
        return False
    matches = [match for cell in cells for match in match_columns(cell.text)]
    named = any(strong for _, _, strong in matches) or any(label_key(cell.text) in _BAND for cell in cells)
    return named or bool(band and matches)


def read_header(band: Sequence[Sequence[Cell]], grid: int) -> Header:
    """The header that a run of header lines makes. A weak name (其他, 总计) counts beside a strong one of its table."""
    cells = [cell for line in band for cell in line]
    found = [
        (table, column, cell, strong) for cell in cells for table, column, strong in match_columns(cell.text)
    ]
    owners = {table for table, _, _, strong in found if strong}
    columns = [(table, column, cell) for table, column, cell, _ in found if table in owners]
    here: dict[int, list[tuple[str, str, Cell]]] = {}
    for column in columns:
        here.setdefault(column[2].row, []).append(column)
    for line in band:
        columns += cut_names(line, here.get(line[0].row, ()), _BAND)
    groups = tuple(cell for cell in cells if label_key(cell.text) in _BAND)
    known = {id(cell) for _, _, cell in columns} | {id(cell) for cell in groups}
    others = tuple(cell for cell in cells if id(cell) not in known and cell.text.strip())
    return Header(tuple(columns), groups, grid, others)


def unit_of(header: Header) -> dict[str, str]:
    """Table -> unit that its header prints instead of the form's (元 where the form says 万元)."""
    named = ((table, stated_unit(table, cell.text)) for table, _, cell in header.columns)
    return {table: unit for table, unit in named if unit}


@lru_cache(maxsize=4096)
def stated_unit(table: str, label: str) -> str:
    """The unit a label states that is not the form's: 元 for money in 万元, 万件 for a count; else nothing."""
    found = _STATED.search(squash(label)) if table in _STATING else None
    return found[0] if found is not None and (found[0] != "万元" or table != "fees") else ""


def official_columns(table_id: str, header: Header | None) -> tuple[Table, list[str]] | None:
    """The table of the form whose columns the header shows, with the printed order; table 三 is known without its header."""
    tables = [form.table(table_id) for form in load().values() if form.has(table_id)]
    for table in tables:
        order = header.order(table) if header else []
        if order:
            return table, order
    if table_id == "requests" and (header is None or "requests" not in header.owners):
        return tables[0], _ids(tables[0].columns)
    return None


@cache
def applicants() -> list[str]:
    """The columns of table 三 in the order of the form."""
    return _ids(load()["2021"].table("requests").columns)


def _ids(lines: Iterable[Line]) -> list[str]:
    return [line.id for line in lines]
