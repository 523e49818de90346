"""Labels of rows as they are broken over lines."""

from __future__ import annotations

import pytest

from parsers.tables.labels import match_rows


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2.其他\n法律行政法规禁止公开", [("requests", "denied_law")]),
        ("（一）\n予以公开", [("requests", "granted")]),
        ("3.其他原因", [("requests", "other_other")]),
        ("3.其他\n（七）总计", []),
        ("2.重复申请\n3.要求提供公开出版物", []),
    ],
)
def test_a_label_on_two_lines_is_one_and_two_labels_are_none(text: str, named: list[tuple[str, str]]) -> None:
    assert list(match_rows(text)) == named
