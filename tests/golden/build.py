"""Builds the golden workbooks: ``python -m tests.golden.build`` writes each file anew beside its expected CSV files.

Belongs here: one small function per case. Does not belong here: what must come of a case (lines.csv, problems.csv,
kept by hand), a form with nothing wrong (``clean_form.py``), registers (``register_files.py``),
files that are no workbook (``unreadable_files.py``). The workbooks are committed; run this only to
change one (openpyxl, xlwt, odfpy, msoffcrypto-tool are needed).
"""

import io
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlwt

from tests.golden.clean_form import CLEAN, HEADER, HIDDEN, SIGNED, TITLE, block, clean_sheet, form_rows
from tests.golden.own_layouts import own_numbers, renamed_evidence, sheet_per_field, two_sheets, years_side_by_side
from tests.golden.register_files import days_from_1904, merged_rows, nothing_declared, task_register
from tests.golden.sheet_files import Row, csv_text, ods, xls, xlsx
from tests.golden.unreadable_files import PDF, encrypted, html, word, zip_bomb

HERE = Path(__file__).parent


def _two_row_header() -> bytes:
    rows: list[Row] = [[None, "BỘ TƯ PHÁP"], [], [None, TITLE], [None, "SỐ LIỆU GIẢ LẬP – dùng để thử"], [],
        [None, "Tên đơn vị:", "Bộ  Tư pháp"], [None, "Năm", 2023], [], [],
        ["x", "STT", "Tiêu chí,", "Điểm", None, "Ghi chú"],
        [None, None, None, "TỐI  ĐA", "tự đánh giá", None],
        [None, "(1)", "(2)", "(3)", "(4)", "(5)"],
        *[[None, *row] for row in form_rows({code: row[:2] for code, row in CLEAN.items()})]]  # fmt: skip
    rows[9][2] = "Tiêu chí"
    return xlsx({"Sheet1": rows}, merge=("B10:B11", "C10:C11", "D10:E10", "F10:F11"))


def _vi_numbers() -> bytes:
    values: dict[str, Row] = {
        "1": ["4,0", "2,75"],
        "1.1": ["2", " 1,5 "],
        "1.2": ["1", "97,14%"],
        "1.10": ["1.049", "0.5"],
        "2": ["1 049,5", "−0,5"],
        "2.1": ["2", "Không áp dụng"],
        "2.2": ["1", "-"],
    }
    return xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(values)]})


def _bad_values() -> bytes:
    values = {"1.1": [2, "hai điểm"], "1.2": [1, "#DIV/0!"], "1.10": [1, "=C7+C8"], "2": [3, True], "2.1": [2, 0.85]}
    data = xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(values)]}, HIDDEN)
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Tự đánh giá"]["D11"].number_format = "0.00%"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _excel_codes() -> bytes:
    rows = form_rows(CLEAN)
    rows[1][0] = 1.1  # "1.1"
    rows[3][0] = 1.1  # "1.10", as Excel shortens it
    rows[4][0] = "2."
    rows[5][0] = __import__("datetime").date(2024, 1, 2)  # "2.1" on a Vietnamese machine
    rows[2][0] = "9.9"  # unknown
    rows.insert(3, [None, "Điểm không có mã", None, 0.25])
    rows.insert(3, ["Ghi chú: chỉ tính đến 31/12"])
    return xlsx({"Tự đánh giá": [*block(), HEADER, *rows, *SIGNED]})


def _hidden_rows() -> bytes:
    sheets = {**clean_sheet(), "Bản cũ": [*block(), HEADER, *form_rows(CLEAN)]}
    book = openpyxl.load_workbook(io.BytesIO(xlsx(sheets, HIDDEN)))
    book["Tự đánh giá"].row_dimensions[7].hidden = True
    book["Tự đánh giá"].column_dimensions["E"].hidden = True
    book["Bản cũ"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _several_units() -> bytes:
    half = {code: row[:2] for code, row in CLEAN.items()}
    return xlsx(
        {
            "Hướng dẫn": [["Mỗi đơn vị một trang"]],
            "Bộ Tư pháp": [*block(), HEADER, *form_rows(CLEAN), *SIGNED],
            "Bộ Y tế": [*block("Bộ Y tế"), HEADER, *form_rows(half)],
        }
    )


def _half_sign() -> bytes:
    values: dict[str, Row] = {"1": [4, 2.75], "1.1": [2, "½"], "1.2": [1, __import__("datetime").date(2024, 5, 1)], "1.10": [1, "1,049.5"]}
    return xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(values)]})


def _scores(delimiter: str = ",") -> str:
    header = ["year", "province_vi", "dimension_code", "sub_code", "sub_name_en", "sub_name_vi", "score", "source_url"]
    rows = [
        [2023, "Tỉnh Hưng Yên", "D1", "SC11", "", "Tri thức công dân; cơ hội", "1.701", "made-up"],
        [2023, "Hoà Bình", "D1", "SC12", "", "", "0.5", ""],
        [2023, "TP. HCM", "D2", "SC99", "", "", "1,701", ""],
        [2023, "Nơi Nào Đó", "D2", "SC21", "", "", "", ""],
        [2024, "Hà Nội", "D1", "SC11", "", "", "1.2", ""],
        [2019, "Hà Nội", "D1", "SC11", "", "", "1.2", ""],
    ]
    return csv_text([header, *rows], delimiter)


def _title_styles() -> bytes:
    """One merged cell with the whole block, the year behind the name of the index, other words, a repeated header, an unnamed sum."""
    header = ["STT", "Tiêu chí, tiêu chí thành phần", "Thang điểm", "Điểm tự chấm của đơn vị năm 2023", "TLKC", "Giải trình của đơn vị"]
    numbers = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    rows = form_rows(CLEAN)
    rows[0][0], rows[4][0] = "I", "II. CẢI CÁCH THỂ CHẾ"
    rows[4][1] = None
    below: list[Row] = [[None, "Cộng I + II", 7, 2.85], [None, None, 7, 2.85], ["1.", "Điểm làm tròn hai chữ số"]]
    title = TITLE + " NĂM 2023\nĐơn vị: BỘ Y TẾ (BYT)"
    return xlsx({"Sheet1": [[title], header, numbers, *rows[:4], header, numbers, *rows[4:], *below]}, merge=("A1:F1", "A10:B10"))


def _other_numbers() -> bytes:
    values: dict[str, Row] = {"1": ["４，０", "'2,75"], "1.1": [2, "#N/A"], "1.2": [1, "85％"], "1.10": [1, "1²"], "2.1": [2, "0,5 điểm"]}
    return xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(values)]})


def _code_texts() -> bytes:
    rows = form_rows(CLEAN)
    rows[1][0], rows[2][0], rows[3][0], rows[5][0], rows[6][0] = "1,1", 45323, "1．10", "1-Feb", "02/03/2024"
    return xlsx({"Tự đánh giá": [*block(), HEADER, *rows, *SIGNED]})


def _stacked_units() -> bytes:
    second = [*block("Bộ Y tế"), HEADER, *form_rows({code: row[:2] for code, row in CLEAN.items()}), *SIGNED]
    return xlsx({"Tổng hợp": [*block(), HEADER, *form_rows(CLEAN), *SIGNED, [], *second]})


def _second_table() -> bytes:
    return xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(CLEAN), [], ["Bản sửa"], HEADER, *form_rows(CLEAN)]})


def _column_twice() -> bytes:
    rows = [[*row[:4], *[None] * (4 - len(row)), 0.1] for row in form_rows(CLEAN)]
    return xlsx({"Tự đánh giá": [*block(), [*HEADER[:4], "Điểm tự đánh giá"], *rows]})


def _divided_column() -> bytes:
    rows = [[*row[:3], 0.1, *row[3:4]] for row in form_rows(CLEAN)]
    names = [*[None] * 3, "Năm trước", "Năm nay"]
    return xlsx({"Tự đánh giá": [*block(), [*HEADER[:4], None], names, *rows]}, merge=("D5:E5",))


def _period() -> bytes:
    title = [[TITLE], ["Đơn vị： Bộ Tư pháp"], ["Kỳ báo cáo: từ 15/12/2022 đến 14/12/2023"], []]
    return xlsx({"Tự đánh giá": [*title, HEADER, [], ["a", "b", "c", "d"], *form_rows(CLEAN)]})


def _two_forms() -> bytes:
    survey = [
        ["KẾT QUẢ ĐIỀU TRA XÃ HỘI HỌC"],
        *block()[1:],
        [*HEADER[:3], "Điểm điều tra xã hội học"],
        ["2.2", "Hài lòng của người dân", 1, 0.5],
    ]
    return xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(CLEAN)], "ĐTXHH": survey})


def _hidden_xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Tự đánh giá")
    for row_no, row in enumerate([*block(), HEADER, *form_rows(CLEAN)]):
        for col_no, value in enumerate(row):
            if value is not None:
                sheet.write(row_no, col_no, value)
    sheet.row(6).hidden = 1
    sheet.row(7).height_mismatch = True
    sheet.row(7).height = 0
    sheet.col(2).width = 0
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _linked_cells() -> bytes:
    data = xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(CLEAN)]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for cell, formula in (("D7", "[1]Sheet1!$B$2"), ("D8", "'C:\\bao cao\\[nguon.xlsx]Bang'!C3"), ("D9", "SUM(A1:A2)")):
                    part = part.replace(f'<c r="{cell}" t="n"><v>'.encode(), f'<c r="{cell}"><f>{formula}</f><v>'.encode())
            new.writestr(name, part)
    return out.getvalue()


def _two_statements() -> bytes:
    return xlsx({"Tự đánh giá": [*block()[:3], ["Đơn vị", "Bộ Y tế"], ["Năm 2022"], HEADER, *form_rows(CLEAN)]})


def _csv_short_title() -> bytes:
    rows = [[str(value).replace(".", ",") if isinstance(value, float) else value for value in row] for row in form_rows(CLEAN)]
    return csv_text([*block(), HEADER, *rows], ";").encode("utf-8")


def _nfd(value: Any) -> Any:
    return unicodedata.normalize("NFD", value) if isinstance(value, str) else value


def _nfd_names() -> bytes:
    rows = [[_nfd(value) for value in row] for row in clean_sheet()["Tự đánh giá"]]
    return xlsx({_nfd("Tự đánh giá"): rows})


CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "clean_xlsx": ("clean.xlsx", lambda: xlsx(clean_sheet(), HIDDEN)),
    "clean_xls": ("clean.xls", lambda: xls(clean_sheet(), HIDDEN)),
    "clean_ods": ("clean.ods", lambda: ods(clean_sheet(), HIDDEN)),
    "title_block": ("title_block.xlsx", lambda: xlsx(clean_sheet())),
    "two_row_header": ("two_row_header.xlsx", _two_row_header),
    "vi_numbers": ("vi_numbers.xlsx", _vi_numbers),
    "bad_values": ("bad_values.xlsx", _bad_values),
    "excel_codes": ("excel_codes.xlsx", _excel_codes),
    "wrong_sheet": ("wrong_sheet.xlsx", lambda: xlsx({"Công văn": [["Kính gửi: Bộ Nội vụ"], ["xin gửi kèm"]]}, HIDDEN)),
    "missing_column": (
        "missing_column.xlsx",
        lambda: xlsx({"Tự đánh giá": [*block(), [*HEADER[:3], "Kết quả", *HEADER[4:]], *form_rows(CLEAN)]}),
    ),
    "unknown_unit": (
        "unknown_unit.xlsx",
        lambda: xlsx({"Tự đánh giá": [*block("Bộ Thể thao"), HEADER, *form_rows(CLEAN)]}),
    ),
    "year_without_set": (
        "year_without_set.xlsx",
        lambda: xlsx({"Tự đánh giá": [*block(year=2022), HEADER, *form_rows(CLEAN)]}),
    ),
    "identity_conflict": (
        "identity_conflict.xlsx",
        lambda: xlsx({"Tự đánh giá": [*block("Bộ Y tế", 2022), HEADER, *form_rows(CLEAN)]}, HIDDEN),
    ),
    "hidden_rows": ("hidden_rows.xlsx", _hidden_rows),
    "several_units": ("several_units.xlsx", _several_units),
    "html_as_xls": ("html_as_xls.xls", html),
    "title_styles": ("title_styles.xlsx", _title_styles),
    "other_numbers": ("other_numbers.xlsx", _other_numbers),
    "code_texts": ("code_texts.xlsx", _code_texts),
    "stacked_units": ("stacked_units.xlsx", _stacked_units),
    "second_table": ("second_table.xlsx", _second_table),
    "column_twice": ("column_twice.xlsx", _column_twice),
    "divided_column": ("divided_column.xlsx", _divided_column),
    "period": ("period.xlsx", _period),
    "several_years": ("several_years.xlsx", lambda: xlsx({"Tự đánh giá": [*block(year="2022-2023"), HEADER, *form_rows(CLEAN)]})),
    "two_forms": ("two_forms.xlsx", _two_forms),
    "hidden_xls": ("hidden_xls.xls", _hidden_xls),
    "linked_cells": ("linked_cells.xlsx", _linked_cells),
    "two_statements": ("two_statements.xlsx", _two_statements),
    "file_name": ("2023_BYT_tu_danh_gia.xlsx", lambda: xlsx(clean_sheet())),
    "word": ("word.xls", word),
    "csv_short_title": ("csv_short_title.csv", _csv_short_title),
    "task_register": ("task_register.xlsx", task_register),
    "sheet_per_field": ("sheet_per_field.xlsx", sheet_per_field),
    "own_numbers": ("own_numbers.xlsx", own_numbers),
    "years_side_by_side": ("years_side_by_side.xlsx", years_side_by_side),
    "nothing_declared": ("nothing_declared.xlsx", nothing_declared),
    "renamed_evidence": ("renamed_evidence.xlsx", renamed_evidence),
    "two_sheets": ("two_sheets.xlsx", two_sheets),
    "merged_rows": ("merged_rows.xlsx", merged_rows),
    "days_from_1904": ("days_from_1904.xlsx", days_from_1904),
    "half_sign": ("half_sign.xlsx", _half_sign),
    "encrypted": ("encrypted.xlsx", lambda: encrypted(xlsx(clean_sheet()))),
    "zero_byte": ("zero_byte.xlsx", lambda: b""),
    "truncated_zip": ("truncated_zip.xlsx", lambda: xlsx(clean_sheet())[:3000]),
    "zip_bomb": ("zip_bomb.xlsx", lambda: zip_bomb(xlsx(clean_sheet()))),
    "pdf": ("pdf.xlsx", lambda: PDF),
    "nfd_names": ("nfd_names.xlsx", _nfd_names),
    "csv_utf16": ("csv_utf16.csv", lambda: _scores("\t").encode("utf-16")),
    "csv_semicolon": ("csv_semicolon.csv", lambda: _scores(";").encode("utf-8-sig")),
}


def main(names: list[str]) -> None:
    """Writes the workbooks of the named cases (all without names)."""
    for case, (file_name, build) in CASES.items():
        if not names or case in names:
            (HERE / case).mkdir(exist_ok=True)
            (HERE / case / file_name).write_bytes(build())


if __name__ == "__main__":
    main(sys.argv[1:])
