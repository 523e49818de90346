"""Writes figures.xlsx here with openpyxl; LibreOffice made figures.xls from it (see ../word/make.py for the
command).

Own wording, invented figures. Kept in it: text above a table, merged and blank cells, number formats, a
date, a formula's place (without a value), a hidden row, column and sheet, a far cell, a second table after
a blank row.
"""

from datetime import date
from pathlib import Path

import openpyxl
from openpyxl.styles import Border, Side

HERE = Path(__file__).parent
ROWS: list[list[object]] = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", 0, 0, None],
    ["行政规范性文件", 3, "/", 1153],
]
BOX = Border(*[Side(style="thin")] * 4)


def main() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "附表"
    page["A1"] = "河湾县档案馆公开情况"
    page["A2"] = "填报日期"
    page["B2"] = date(2024, 1, 12)
    page["A3"] = "第二十条第（一）项"
    page.merge_cells("A3:D3")
    for row, values in enumerate(ROWS, start=4):
        for column, value in enumerate(values, start=1):
            page.cell(row, column, value).border = BOX
    page["D6"].number_format = "#,##0"
    page["A8"] = "行政许可"
    page["B8"] = 0.25
    page["B8"].number_format = "0.00%"
    page["C8"] = 11.876
    page["C8"].number_format = "0.00"
    page["D8"] = 59237.2449
    page["A9"] = "暗行"
    page["B9"] = 77
    page.row_dimensions[9].hidden = True
    page["F8"] = 88
    page.column_dimensions["F"].hidden = True
    page["IV60000"] = "远"
    other = book.create_sheet("藏")
    other["A1"] = 99
    other.sheet_state = "hidden"
    book.save(HERE / "figures.xlsx")


if __name__ == "__main__":
    main()
