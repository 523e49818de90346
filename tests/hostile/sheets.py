"""XLSX and XLS: cells at the end of the world, merges of everything, shared texts without end."""

from __future__ import annotations

from struct import pack

from tests.hostile import hostile, truncated
from tests.oldexcel import number, record, xls
from tests.ooxml import sheet


def row(index: int, *cells: tuple[str, str]) -> str:
    return (
        f'<row r="{index}">'
        + "".join(f'<c r="{name}{index}"><v>{value}</v></c>' for name, value in cells)
        + "</row>"
    )


@hostile("read")
def a_cell_at_the_end_of_the_sheet() -> bytes:
    return sheet(row(1, ("A", "6"), ("B", "7")) + row(1048576, ("XFD", "8")))


@hostile("read")
def one_merged_cell_over_everything() -> bytes:
    return sheet(row(1, ("A", "6"), ("B", "7")), '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


@hostile("read", "bomb")
def half_a_million_merged_cells() -> bytes:
    merges = "".join(f'<mergeCell ref="A1:C{n}"/>' for n in range(1, 300_000))
    return sheet(
        "".join(row(n, ("A", "6"), ("B", "7")) for n in range(1, 3000)), f"<mergeCells>{merges}</mergeCells>"
    )


@hostile("bomb")
def a_diagonal_of_twenty_thousand_cells() -> bytes:
    cells = (f'<row r="{n + 1}"><c r="A{n + 1}"><v>1</v></c><c><v>2</v></c></row>' for n in range(1000))
    far = "".join(f"<c><v>{n}</v></c>" for n in range(16_000))
    return sheet("".join(cells) + f"<row>{far}</row>")


@hostile("bomb")
def a_million_cells() -> bytes:
    return sheet("".join(f"<row>{'<c><v>6</v></c>' * 100}</row>" for _ in range(10_000)))


@hostile("read", "bomb", "corrupt")
def laughs_in_a_sheet() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return sheet(
        '<row><c t="str"><v>&e11;</v></c><c><v>6</v></c></row>',
        prolog=f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>',
    )


@hostile("read", "corrupt")
def numbers_that_are_none() -> bytes:
    values = ("1e999999", "nan", "-inf", "", "6" * 5000, "0x6", "1e-400")
    return sheet("<row>" + "".join(f'<c s="99999999999"><v>{value}</v></c>' for value in values) + "</row>")


@hostile("truncated", "corrupt")
def shared_texts_that_claim_four_thousand_million() -> bytes:
    return xls(number(0, 0, 6), first=record(0xFC, pack("<IIHB", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFF, 1) + b"6"))


@hostile("bomb")
def a_sheet_that_starts_before_itself() -> bytes:
    tabs = b"".join(record(0x85, pack("<IBB", 0, 0, 0) + b"\x01\x00a") for _ in range(5000))
    return xls(number(0, 0, 6), first=tabs)


@hostile("read", "bomb")
def cells_of_an_xls_at_all_corners() -> bytes:
    return xls(*[number(row, column, 6) for row in (0, 65535) for column in (0, 255)])


@hostile("read", "bomb")
def merged_cells_of_an_xls_over_everything() -> bytes:
    merges = record(0xE5, pack("<H", 1000) + pack("<HHHH", 0, 65535, 0, 255) * 1000)
    return xls(*[number(n, 0, 6) for n in range(500)], *[number(n, 1, 7) for n in range(500)], *[merges] * 50)


truncated(
    "sheets_xls",
    lambda: xls(*[number(n, n % 9, 6) for n in range(900)]),
    "truncated",
    "corrupt",
    "unsupported",
)
truncated("sheets_xlsx", lambda: sheet(row(1, ("A", "6")) * 9), "truncated", "corrupt", "unsupported")
