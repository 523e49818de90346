"""Plain text: drawings without end, a field a line, headers and labels that never end."""

from __future__ import annotations

from tests.hostile import hostile


@hostile("bomb")
def a_drawing_of_nothing_but_crossings() -> bytes:
    return ("┼" * 500 + "\n").encode() * 2_000


@hostile("bomb")
def a_million_fields_of_a_line_each() -> bytes:
    return b"6 |\n6 |\n|||\n" * 300_000


@hostile("read")
def pairs_between_commas_that_hold_no_number() -> bytes:
    return "甲乙丙,丁戊\n".encode() * 50_000


@hostile("read")
def names_of_columns_broken_over_lines_for_ever() -> bytes:
    return "\t商业\n企业\t科研\n机构\n".encode() * 15_000


@hostile("read")
def a_quotation_mark_within_a_field_that_the_next_line_closes() -> bytes:
    return '规章 5"甲,6,0,7\n乙"丙,1,0,2\n'.encode() * 4


@hostile("read")
def a_field_between_commas_of_a_million_characters() -> bytes:
    return "规章,6,0,7\n行政规范性文件,1,0,2\n".encode() * 4 + b"x," + b"6" * 1_000_000 + b",1,2\n"


@hostile("read")
def small_drawings_without_end() -> bytes:
    return b"+--+\n| 6\n" * 20_000


@hostile("read")
def headers_of_table_four_that_never_come_to_values() -> bytes:
    return "行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n结果维 结果纠\n".encode() * 8_000


@hostile("read")
def labels_that_are_wrapped_around_values_for_ever() -> bytes:
    return "5.要求行政机关确认或重新出具已\n0 0\n获取信息\n".encode() * 15_000


@hostile("read")
def rules_of_markdown_that_end_in_a_letter() -> bytes:
    return (b"---|" * 50 + b"x\n" + b"- " * 100 + b"x\n") * 500


@hostile("read")
def dots_of_a_table_of_contents_that_lead_to_no_page() -> bytes:
    return ("清河县司法局2023年政府信息公开工作年度报告\n" + "." * 100_000 + "x").encode()


@hostile("read", "bomb")
def a_record_that_says_one_name_a_hundred_thousand_times() -> bytes:
    return ("{" + ",".join(['"其他":"6"'] * 100_000) + "}").encode()
