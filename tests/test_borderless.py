"""Table 二 without rules and with lines set close: a number belongs to the words it stands under, or to none."""

from __future__ import annotations

from io import BytesIO

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers.formats.pdf import read
from parsers.parse import read_figures
from parsers.report import Figure, Key

FEES = [
    (190, 700, "第二十条第（八）项"),
    (60, 691, "信息内容"),
    (160, 691, "上一年项目数量"),
    (330, 691, "本年增/减"),
    (40, 682, "行政事业性收费"),
]
RULES = [
    (200, 700, "第二十条第（一）项"),
    (60, 691, "信息内容"),
    (160, 691, "本年制发件数"),
    (260, 691, "本年废止件数"),
    (360, 691, "现行有效件数"),
    (40, 682, "规章"),
    (40, 673, "行政规范性文件"),
]
PENALTIES = [
    (200, 700, "第二十条第（六）项"),
    (60, 691, "信息内容"),
    (260, 691, "本年处理决定数量"),
    (40, 682, "行政处罚"),
    (40, 670, "行政强制"),
]


def figures(*printed: tuple[float, float, str]) -> dict[Key, Figure]:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = BytesIO()
    canvas = Canvas(body)
    for left, base, text in printed:
        canvas.setFont("STSong-Light" if ord(text[0]) > 127 else "Helvetica", 9)
        canvas.drawString(left, base, text)
    canvas.save()
    return read_figures(read(body.getvalue())).by_key()


@pytest.mark.parametrize(
    ("left", "column"),
    [(185, "previous_items"), (340, "change"), (245, None)],
    ids=["left", "right", "between"],
)
def test_a_number_between_two_headers_is_of_neither(left: float, column: str | None) -> None:
    found = figures(*FEES, (left, 682, "3"))
    values = {key[2]: figure.value for key, figure in found.items() if figure.value is not None}
    assert values == ({column: 3} if column else {})


def test_two_labels_right_above_each_other_are_two_rows() -> None:
    found = figures(*RULES, (180, 682, "6"), (380, 673, "14"))
    assert found["rules", "regulation", "issued"].value == 6
    assert found["rules", "normative_document", "issued"].value is None
    assert found["rules", "normative_document", "in_force"].value == 14


def test_the_only_number_under_the_only_header_is_its_number_wherever_it_stands() -> None:
    found = figures(*PENALTIES, (420, 682, "61213"), (435, 670, "29"))
    assert found["decisions", "penalty", "decided"].value == 61213
    assert found["decisions", "coercion", "decided"].value == 29
