"""Forms with little wrong but their layout: divided, numbered or widened as an office found useful.

Belongs here: layouts of the form over the small set. Does not belong here: values and headers that are wrong (build.py), registers
(register_files.py).
"""

from tests.golden.clean_form import CLEAN, HEADER, SIGNED, block, form_rows
from tests.golden.sheet_files import xlsx


def sheet_per_field() -> bytes:
    """The fields of a form on a sheet each, the title block over the first alone; a note on a sheet of its own."""
    fields = [[row for row in form_rows(CLEAN) if str(row[0]).split(".")[0] == field] for field in ("1", "2")]
    return xlsx({
        "Lĩnh vực 1": [*block(), HEADER, *fields[0]],
        "Lĩnh vực 2": [HEADER, *fields[1]],
        "Ghi chú": [["Điểm theo hướng dẫn của Bộ Nội vụ"]],
    })  # fmt: skip


def own_numbers() -> bytes:
    """Fields as I and II, criteria 1, 2, 3 again under each."""
    rows = [[code, *row[1:]] for code, row in zip(["I", 1, 2, 3, "II", 1, 2], form_rows(CLEAN), strict=True)]
    return xlsx({"Tự đánh giá": [*block(), HEADER, *rows, *SIGNED]})


def years_side_by_side() -> bytes:
    """Last year's points before this year's."""
    headings = [*HEADER[:3], f"{HEADER[3]} năm 2022", f"{HEADER[3]} năm 2023", *HEADER[4:]]
    rows = [[*row[:3], 0.25, *row[3:]] for row in form_rows(CLEAN)]
    return xlsx({"Tự đánh giá": [*block(), headings, *rows]})


def renamed_evidence() -> bytes:
    """The column of evidence under another name, and one of the office's own."""
    headings = [*HEADER[:4], "Văn bản, tài liệu chứng minh", "Người phụ trách"]
    return xlsx({"Tự đánh giá": [*block(), headings, *form_rows(CLEAN)]})


def two_sheets() -> bytes:
    """A draft left beside the form."""
    draft = [[*row[:3], 0.25, *row[4:]] for row in form_rows(CLEAN)]
    return xlsx({"Tự đánh giá": [*block(), HEADER, *form_rows(CLEAN)], "Bản nháp": [*block(), HEADER, *draft]})
