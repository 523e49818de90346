"""Rows of a Word 97–2003 table: the paragraph that ends a row says where its cells begin and which are
merged.

Sources: [MS-DOC] 2.9.322 (TDefTableOperand), 2.9.318 (TC80), 2.6.3 (sprmTMerge, sprmTVertMerge).
"""

from __future__ import annotations

from parsers import limits
from parsers.office.wordfile import Modifiers

ROW_EDGES, MERGED_ACROSS, MERGED_DOWN = 0xD608, 0x5624, 0xD62B


def stated(own: Modifiers) -> tuple[list[int], list[tuple[bool, bool]]]:
    """Edges in twips, and per cell whether it continues the one to its left, the one above."""
    edges: list[int] = []
    flags: list[tuple[bool, bool]] = []
    for code, operand in own:
        if code == ROW_EDGES and operand:
            count = min(operand[0], (len(operand) - 1) // 2 - 1, limits.SPAN)
            edges = [
                int.from_bytes(operand[at : at + 2], "little", signed=True)
                for at in range(1, 3 + 2 * count, 2)
            ]
            start = 1 + 2 * (operand[0] + 1)
            raw = [
                operand[start + 20 * index] if start + 20 * index < len(operand) else 0
                for index in range(count)
            ]
            across = merged_across([bits & 3 for bits in raw])
            flags = [(sideways, bits >> 5 & 3 == 1) for sideways, bits in zip(across, raw, strict=True)]
        elif code == MERGED_ACROSS and len(operand) == 2:
            for index in range(operand[0] + 1, min(operand[1], len(flags))):
                flags[index] = (True, flags[index][1])
        elif code == MERGED_DOWN and len(operand) == 2 and operand[0] < len(flags):
            flags[operand[0]] = (flags[operand[0]][0], operand[1] & 3 == 1)
    return edges, flags


def merged_across(marks: list[int]) -> list[bool]:
    """Which cells continue the one to their left, from their two bits of marks.

    The specification and the programs that write the files disagree about which bit says first and which
    continued; the leftmost cell of a merged set is first under either reading.

    >>> merged_across([0, 1, 2, 2, 0, 1, 2]), merged_across([2, 1, 1, 2, 1])
    ([False, False, True, True, False, False, True], [False, True, True, False, True])
    """
    continued = []
    first = 0
    for mark in marks:
        continued.append(bool(first and mark and mark != first))
        first = (first or mark) if mark else 0
    return continued
