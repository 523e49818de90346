"""Which files an archive holds, under which names, and what is refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from parsers.document import Unreadable
from parsers.office.bundles import members
from tests.ooxml import docx, p, package


def named(*names: bytes) -> bytes:
    """A ZIP whose names are these bytes, with no flag that says what they are."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name in names:
            target.writestr(zipfile.ZipInfo("x" * len(name)), b"6")
    body = buffer.getvalue()
    for name in names:
        body = body.replace(b"x" * len(name), name)
    return body


def test_chinese_names_are_read_whether_or_not_the_archive_says_how_they_are_written() -> None:
    assert [member.name for member in members(named("年报.doc".encode("gbk")))] == ["年报.doc"]
    assert [member.name for member in members(package({"年报.doc": b""}))] == ["年报.doc"]


def test_an_archive_within_an_archive_is_unpacked_and_a_document_left_whole() -> None:
    report = docx(p("甲"), {"[Content_Types].xml": "<Types/>"})
    inner = package({"b.docx": report})
    assert [(member.name, member.body) for member in members(package({"a.zip": inner, "c.txt": b"6"}))] == [
        ("a.zip/b.docx", report),
        ("c.txt", b"6"),
    ]


def test_names_that_climb_out_stay_inside() -> None:
    assert [member.name for member in members(named(b"../../etc/passwd", b"/root"))] == ["etc/passwd", "root"]


def test_a_damaged_member_costs_itself() -> None:
    body = package({"a.txt": b"123456789", "b.txt": b"7"})
    broken = body.replace(body[36:39], b"\xff" * 3, 1)
    assert [(member.name, member.refused) for member in members(broken)] == [
        ("a.txt", "corrupt"),
        ("b.txt", ""),
    ]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"Rar!\x1a\x07\x00", "unsupported"),
        (b"7z\xbc\xaf\x27\x1c", "unsupported"),
        (package({"a.zip": package({"b.zip": package({"c.txt": b"6"})})}), "too_deep"),
        (package({f"{n}.txt": b"" for n in range(1001)}), "bomb"),
        (package({"a.txt": b"0" * (20 << 20)}), "bomb"),
        (package({"a.txt": b"6"})[:60], "truncated"),
    ],
)
def test_what_cannot_be_unpacked_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        members(body)
    assert refused.value.reason == reason
