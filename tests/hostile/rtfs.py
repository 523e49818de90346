"""RTF: depth, binary data that claims everything, rows of any number of cells."""

from __future__ import annotations

from tests.hostile import hostile, truncated
from tests.rtffiles import rtf


@hostile("too_deep")
def a_hundred_thousand_groups_in_each_other() -> bytes:
    return b"{\\rtf1" + b"{" * 100_000


@hostile("truncated")
def binary_data_beyond_the_end() -> bytes:
    return rtf(r"{\pict\bin999999999 6}7\par")


@hostile("read")
def pictures_within_pictures_within_pictures() -> bytes:
    return rtf(r"{\pict\pngblip 89" * 400 + "}" * 400 + r"{\pict\pngblip" + " 8" * 500_000 + r"}6\par")


@hostile("read")
def a_picture_whose_bytes_go_beyond_the_end_of_the_file() -> bytes:
    return (
        rtf(r"{\pict\pngblip 89{\*\x\bin99 }" + "5" * 99 + r"}}{\pict {\bin20000 }" + "}" * 20_000 + "}6")
        + b"}"
    )


@hostile("read", "bomb")
def rows_of_a_hundred_thousand_edges() -> bytes:
    return rtf(r"\trowd" + r"\cellx1" * 100_000 + r"\intbl 6\cell\row")


@hostile("bomb")
def a_row_of_a_hundred_thousand_cells() -> bytes:
    return rtf(r"\trowd\cellx900\pard\intbl" + r" 6\cell" * 100_000 + r"\row")


@hostile("read", "bomb")
def tables_a_thousand_million_deep() -> bytes:
    return rtf(
        r"\pard\intbl\itap1000000000 6\nestcell{\nesttableprops\trowd\cellx9\nestrow}\itap2147483648 \par"
    )


@hostile("read", "bomb")
def two_hundred_thousand_rows() -> bytes:
    return rtf(r"\trowd\cellx900\cellx1800" + r"\pard\intbl 6\cell 7\cell\row" * 100_000)


@hostile("read")
def text_boxes_in_each_other() -> bytes:
    return rtf(r"{\shp{\*\shpinst{\shptxt 6" * 100 + r"\par}}}" * 100)


@hostile("read", "truncated")
def numbers_beyond_all_bounds() -> bytes:
    return rtf(
        r"\u99999999999\uc999999999 \f-99999999 \s999999999 \cellx-9999999999 \'zz \trowd\cellx0\intbl 6\cell\row"
    )


@hostile("read", "bomb")
def a_million_escapes() -> bytes:
    return rtf(r"\'b9\'ab" * 500_000 + r"\par")


@hostile("truncated", "not_a_document", "corrupt")
def magic_and_noise() -> bytes:
    return b"{\\rtf1 " + bytes((number * 7919) % 251 for number in range(50_000)).replace(b"}", b"")


truncated(
    "rtfs", lambda: rtf(r"\trowd\cellx900\cellx1800" + r"\pard\intbl 规章\cell 6\cell\row" * 50), "truncated"
)
