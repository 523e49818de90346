"""Aligned cells -> figures: the form of each table, one state for every cell of it, and a finding for every doubt."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from parsers.document import Cell, Place, maker
from parsers.forms import Form, Identity, Line, Table, load
from parsers.report import Figure, Finding, Key, Number, State
from parsers.tables.align import Alignment
from parsers.tables.shifted import shifted
from parsers.tables.twice import of_two_reports
from parsers.text import printed_unit, read_cell, squash

_figure_of = maker(Figure)
_MONEY = frozenset({"元", "万元", "亿元"})
_WITHHELD: Mapping[str, State] = {
    "ocr": "unreadable",
    "sign": "unreadable",
    "layer": "unreadable",
    "torn": "lost",
    "patched": "lost",
}
_PATCHED = 2
"""Cells with digits under other digits: in a file with so many, what no sum proves may be an old number as well."""
_NAMED = 5
_COME, _GONE = re.compile(r"^\s*增加?\s*(?=\d)"), re.compile(r"^\s*减少?\s*(?=\d)")
"""How offices write a change in words."""
_POINT_FOR_COMMA = re.compile(r"[1-9]\d{0,2}\.\d{3}\D*")
"""Nobody counts thousandths: 1.153 cases are more likely 1,153."""

_DIGITS = re.compile(r"\d")
_SPACED = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u2002-\u2004\u3000]\d{3})+")
"""Thousands parted by blanks, or two numbers: the sums tell."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one document, the form of each of its tables, and what is doubtful about them."""

    forms: Mapping[str, Form]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]

    def by_key(self) -> dict[Key, Figure]:
        return {figure.key: figure for figure in self.figures}


def figures(alignment: Alignment) -> Figures:
    """Every cell of every table that was found, in the order of the forms."""
    forms: dict[str, Form] = {}
    result: list[Figure] = []
    findings: list[Finding] = []
    patched = sum(cell.doubt == "patched" for cells in alignment.cells.values() for cell in cells) >= _PATCHED
    for table_id in _found(alignment):
        form = _choose_form(table_id, alignment)
        if form is None:
            findings.append(_mixed(table_id, alignment))
            continue
        forms[table_id] = form
        own, doubts = _table_figures(form, form.table(table_id), alignment, patched)
        result.extend(own)
        findings.extend(doubts)
    if of_two_reports(alignment):
        tables = [form.table(name) for name, form in forms.items()]
        findings += [_doubt(table, "rows_disagree", [*table.keys()]) for table in tables]
        result = [figure._replace(value=None, state="lost") for figure in result]
    if alignment.strange and forms:
        findings.append(_strange(alignment.strange))
    return Figures(forms, tuple(result), tuple(findings))


def _found(alignment: Alignment) -> list[str]:
    """Tables of which at least one row was recognised, in official order."""
    order = dict.fromkeys(table.id for form in load().values() for table in form.tables)
    return [table_id for table_id in order if alignment.rows.get(table_id)]


def _choose_form(table_id: str, alignment: Alignment) -> Form | None:
    """The form that has all rows and columns seen, and fewest that were not; None when rows of several forms mix."""
    rows, columns = alignment.rows[table_id], alignment.columns.get(table_id, set())
    rows = {row for row in rows if row != "all"}
    candidates = []
    for form in load().values():
        if form.has(table_id):
            table = form.table(table_id)
            own_rows, own_columns = {row.id for row in table.rows}, {column.id for column in table.columns}
            if rows <= own_rows and columns <= own_columns:
                candidates.append((len(own_columns - columns), len(own_rows - rows), form))
    return min(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None


def _mixed(table_id: str, alignment: Alignment) -> Finding:
    rows = ", ".join(sorted(alignment.rows[table_id]))
    return Finding(
        "form_unclear", "parser", "error", "not_evaluable",
        f"表格 {table_id} 的行列混合了不同格式，未取值：{rows} / rows and columns of different forms: {rows}",
    )  # fmt: skip


def _strange(labels: Sequence[str]) -> Finding:
    shown = "、".join(squash(label)[:30] for label in labels[:_NAMED])
    return Finding(
        "extra_rows", "publisher", "note", "not_evaluable",
        f"表中有格式以外的 {len(labels)} 行，未取值：{shown} / {len(labels)} rows that are not in the form: {shown}",
    )  # fmt: skip


def _table_figures(
    form: Form, table: Table, alignment: Alignment, patched: bool
) -> tuple[list[Figure], list[Finding]]:
    doubts: dict[str, list[Key]] = {}
    doubtful: set[Key] = set()
    result = []
    for key in table.keys():
        figure, doubt = _figure(key, table, alignment)
        if patched and not doubt and figure.value is not None:
            figure, doubt = figure._replace(state="lost"), "doubtful"
        if doubt == "doubtful":
            doubtful.add(key)
        elif doubt:
            doubts.setdefault(doubt, []).append(key)
        result.append(figure)
    result, withheld = _sums_decide(form, table, result, doubtful)
    if withheld:
        doubts["doubtful_reading"] = withheld
    if aside := shifted(form, table, result):
        moved = [figure.key for figure in result if figure.row in aside]
        doubts.setdefault("row_torn", []).extend(key for key in moved if key not in doubts["row_torn"])
        result = [
            figure._replace(value=None, state="lost") if figure.row in aside else figure for figure in result
        ]
    return result, [_doubt(table, check, keys) for check, keys in doubts.items()]


_MESSAGES = {
    "row_not_found": ("未找到该行", "row not found in the table"),
    "column_not_found": ("未找到该栏", "column not found in the table"),
    "row_torn": ("该行数值与栏目无法对应，未取值", "the values of the row cannot be matched to its columns"),
    "not_a_number": ("单元格内容不是数值", "the cell holds text that is no number"),
    "rows_disagree": (
        "同一行出现多次且数值不同，未取值",
        "the row appears more than once with different values",
    ),
    "unit_differs": ("单位与表头不符，未取值", "printed unit differs from the unit of the column"),
    "doubtful_reading": ("识别存疑，未取值", "doubtful reading, value withheld"),
}


def _doubt(table: Table, check: str, keys: Sequence[Key]) -> Finding:
    rows = [table.row(row) for row in dict.fromkeys(row for _, row, _ in keys)]
    more = " …" if len(rows) > _NAMED else ""
    shown = "、".join(row.label for row in rows[:_NAMED]) + more
    shown_en = "; ".join(row.label_en for row in rows[:_NAMED]) + more
    zh, en = _MESSAGES[check]
    return Finding(
        check, "parser", "error" if check != "not_a_number" else "warning", "not_evaluable",
        f"{table.label}：{shown}：{zh} / {table.label_en}: {shown_en}: {en}", tuple(keys),
    )  # fmt: skip


def _figure(key: Key, table: Table, alignment: Alignment) -> tuple[Figure, str]:
    """The figure of one key, and the name of the doubt about it, if any."""
    sightings = alignment.cells.get(key, [])
    if not sightings:
        lost = alignment.lost.get(key[:2]) or alignment.lost.get((key[0], "all"))
        raw = " ".join(cell.text for cell in lost or () if cell.text)[:80]
        place = next((cell.place for cell in lost or ()), Place())
        absent = "column_not_found" if key[1] in alignment.rows[key[0]] else "row_not_found"
        return Figure(*key, None, raw, "lost", place), absent if lost is None else "row_torn"
    cells = sightings if len(sightings) == 1 else _distinct(sightings)
    if len(cells) > 1 or (
        alignment.lost and (key[:2] in alignment.lost or (key[0], "all") in alignment.lost)
    ):
        raw = " | ".join(cell.text for cell in cells)[:80]
        return Figure(*key, None, raw, "lost", cells[0].place), "rows_disagree"
    return _from_cell(key, cells[0], table, alignment)


def _distinct(cells: Sequence[Cell]) -> Sequence[Cell]:
    """One cell for each different content; a blank beside a number is a difference too."""
    by_content = {read_cell(cell.text): cell for cell in reversed(cells)}
    return list(by_content.values())


def _from_cell(key: Key, cell: Cell, table: Table, alignment: Alignment) -> tuple[Figure, str]:
    value, state = read_cell(cell.text)
    if state == "lost" and table.column(key[2]).signed:
        value, state = read_cell(_GONE.sub("-", _COME.sub("", cell.text)))
    if cell.doubt == "sign" and table.column(key[2]).signed:
        cell = cell._replace(doubt="")  # a change may be negative, a count is not
    raw = cell.text
    if state == "lost" and _SPACED.fullmatch(raw.strip()):
        cell = cell._replace(text=squash(raw), doubt=cell.doubt or "spaced")
        value, state = read_cell(cell.text)
    if cell.doubt and state == "reported" and not _DIGITS.search(raw):
        value, state = None, "lost"  # strokes of a scan look like 二
    figure = _figure_of((*key, value, raw, state, cell.place))
    header_unit = alignment.units.get(table.id, "")
    if (state == "blank" or cell.text.isdigit()) and state != "lost" and not (cell.doubt or header_unit):
        return figure, ""  # most cells, and most of the cost
    if state == "lost" or (isinstance(value, Decimal) and _thousands(key, cell.text, table)):
        return figure._replace(value=None, state="lost"), "not_a_number"
    if not _unit_fits(table, table.column(key[2]), cell.text, header_unit):
        return figure._replace(value=None, state="lost"), "unit_differs"
    if cell.doubt == "astray":  # of this column or the next: no sum tells
        return figure._replace(value=None, state="lost"), "row_torn"
    if cell.doubt:
        return figure._replace(state=_WITHHELD.get(cell.doubt, "lost")), "doubtful"
    if _below_zero(value, table.column(key[2])):
        return figure._replace(value=None, state="lost"), "row_torn"
    return figure, ""


def _below_zero(value: Number | None, column: Line) -> bool:
    """Whether a count is negative: it is a change, of another column than the one it was put into."""
    return value is not None and value < 0 and not (column.signed or column.decimal)


def _thousands(key: Key, text: str, table: Table) -> bool:
    """Whether a fraction stands where the form counts, and may be a number of thousands."""
    is_count = not table.column(key[2]).decimal or table.row(key[1]).unit not in ("", *_MONEY)
    return is_count and _POINT_FOR_COMMA.fullmatch(squash(text)) is not None


def _unit_fits(table: Table, column: Line, text: str, header_unit: str) -> bool:
    """Money in yuan where the form says 万元 is ten thousand times too large; a count has no money unit, and is not in 万."""
    printed = printed_unit(text) or header_unit
    unit = column.unit or table.unit
    if unit in _MONEY:
        return not printed or printed == unit
    if unit.startswith("as printed"):
        return True
    return printed not in _MONEY and printed[:1] not in set("百千万亿")


# --- doubtful readings that the sums decide ---------------------------------------------------------------------------


def _sums_decide(
    form: Form, table: Table, figures: list[Figure], doubtful: set[Key]
) -> tuple[list[Figure], list[Key]]:
    """A doubtful reading is taken when every sum it takes part in holds; a table without sums keeps none. Ink that gave no
    number is not taken for a blank.

    A sum with an unknown member holds nothing, and one that only sets two doubtful readings equal proves neither: a number
    that hangs over its border and the total that does so too have lost the same digit.
    """
    if not doubtful:
        return figures, []
    values = {figure.key: figure.value for figure in figures}
    unknown = {f.key for f in figures if f.value is None and f.state not in {"blank", "mark"}} - doubtful
    instances = [
        (left, right)
        for identity in form.identities
        if identity.table == table.id
        for left, right in identity.instances(table)
    ]
    beyond = {
        key for left, right in instances if not unknown.isdisjoint((*left, *right)) for key in (*left, *right)
    }
    asked = {key for key in doubtful - beyond if values[key] is not None}
    decided = {key for key in asked if _decided(key, instances, values, doubtful)}
    result = [
        figure._replace(state="reported")
        if figure.key in decided
        else figure._replace(value=None)
        if figure.key in doubtful
        else figure
        for figure in figures
    ]
    return result, sorted(doubtful - decided)


def _decided(
    key: Key,
    instances: Sequence[tuple[tuple[Key, ...], tuple[Key, ...]]],
    values: Mapping[Key, Number | None],
    doubtful: Container[Key],
) -> bool:
    bound = [(left, right) for left, right in instances if key in left or key in right]
    others = [right if key in left else left for left, right in bound]
    echoed = [any(o in doubtful and 0 != values[o] == values[key] for o in other) for other in others]
    return not all(echoed) and all(_holds(left, right, values) for left, right in bound)


def _holds(left: Sequence[Key], right: Sequence[Key], values: Mapping[Key, Number | None]) -> bool:
    return sum(values.get(key) or 0 for key in left) == sum(values.get(key) or 0 for key in right)


def identities(forms: Mapping[str, Form]) -> Iterator[tuple[Identity, Table]]:
    """The identities that apply: for each table those of the form the table follows."""
    for table_id, form in forms.items():
        for identity in form.identities:
            if identity.table == table_id:
                yield identity, form.table(table_id)
