"""Every change of words and arrangement, with the share of cells a reader of a sound table must still give."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.generator import columns, others, structures, wordings
from tests.generator.layouts import Wording, Writer, layout
from tests.generator.sheets import Article

VARIANTS: dict[str, tuple[Wording, float]] = {
    "shortened": (wordings.shortened, 1.0),
    "cut": (wordings.cut, 1.0),
    "polluted": (wordings.polluted, 1.0),
    "halfwidth": (wordings.halfwidth, 1.0),
    "fullwidth": (wordings.fullwidth, 1.0),
    "spaced": (wordings.spaced, 1.0),
    "traditional": (wordings.traditional, 1.0),
    "unnumbered": (wordings.unnumbered, 1.0),
    "added_row": (structures.added_row, 1.0),
    "missing_row": (structures.missing_row, 1.0),
    "swapped_rows": (structures.swapped_rows, 1.0),
    "swapped_columns": (columns.swapped_columns, 1.0),
    "apart": (structures.apart, 1.0),
    "apart_untitled": (structures.apart_untitled, 1.0),
    "numbered_columns": (columns.numbered_columns, 1.0),
    "serial_numbers": (structures.serial_numbers, 1.0),
    "remarks": (columns.remarks, 0.9),
    "subtotals": (structures.subtotals, 0.9),
    "stacked": (structures.stacked, 0.8),
    "stock_first": (columns.stock_first, 1.0),
    "suits_crossed": (columns.suits_crossed, 1.0),
    "total_first": (columns.total_first, 1.0),
    "carried_first": (structures.carried_first, 1.0),
    "added_outcome": (structures.added_outcome, 0.9),
    "counted_items": (structures.counted_items, 0.9),
    "counted_only": (structures.counted_only, 0.9),
    "paid_in_yuan": (structures.paid_in_yuan, 0.9),
    "footnotes": (structures.footnotes, 0.0),
    "two_years": (others.two_years, 0.9),
    "older_alone": (others.older_alone, 0.0),
    "others_alone": (others.others_alone, 0.0),
    "others_behind": (others.others_behind, 0.9),
    "two_bodies": (others.two_bodies, 0.0),
    "beside_last_year": (others.beside_last_year, 0.0),
    "torn_columns": (columns.torn_columns, 0.0),
}
"""Zero where no reader could know; what it gives all the same must be right."""

MILD = [change for change, exact in VARIANTS.values() if exact == 1.0]


def any_of(article: Article, random: Random) -> Article:
    """Two changes at once."""
    for change in random.sample(MILD, 2):
        article = change(article, random)
    return article


def in_all_variants(name: str, format: str, *, torn: bool = False) -> Callable[[Writer], Writer]:
    """Registers a writer once as it is and once for each change; torn tables promise nothing when changed."""

    def register(write: Writer) -> Writer:
        layout(name, format, torn=torn, exact=0.99 if torn else 1.0)(write)
        for change, (wording, exact) in VARIANTS.items():
            layout(f"{name}_{change}", format, wording=wording, torn=torn, exact=0.0 if torn else exact)(
                write
            )
        return write

    return register
