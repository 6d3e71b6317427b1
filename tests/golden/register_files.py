"""Golden registers of tasks: what is wrong in their rows, merged cells, days counted from 1904.

Belongs here: one function per case. Does not belong here: forms over a criteria set (build.py).
"""

import datetime as dt
import io

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.golden.clean_form import SIGNED, block
from tests.golden.sheet_files import Row, xlsx

TASKS = [
    "Mã", "Nhiệm vụ", "Lĩnh vực", "Loại nhiệm vụ", "Thời hạn", "Tình trạng", "Ngày hoàn thành", "Lùi đến ngày", "Nguồn giao", "Ghi chú",
]  # fmt: skip


def task_register() -> bytes:
    """Headings, a repeated header, a numbered row left empty, a total and signatures; days in every spelling; words that are none."""
    day = __import__("datetime").date(2023, 6, 30)
    rows: list[Row] = [
        ["I", "CẢI CÁCH THỂ CHẾ"],
        ["NV-01", "Rà soát văn bản", "Cải cách thể chế", "Có thời hạn", day, "Hoàn thành", "15/6/2023", None, "Kế hoạch"],
        ["NV-02", "Sửa thông tư", "thể chế", "có hạn", 45107, "ĐANG THỰC HIỆN", "-", None, "kế hoạch năm", "chờ ý kiến"],
        ["NV-03", "Xây dựng đề án", "Pháp luật", "Có thời hạn", "31/06/2023", "Xong một phần", "06/15/2023", None, "Ban Chỉ đạo giao"],
        TASKS,
        ["NV-04", "Số hóa hồ sơ", "TTHC", "Thường xuyên", None, "Đã hoàn thành", "ngày 5 tháng 12 năm 2023", None, "Kế hoạch"],
        ["NV-05", "Lùi việc", "Tài chính công", None, "2023-12-31", "Xin lùi thời hạn", None, "30.6.2024", "BCĐ giao"],
        ["NV-06"],
        [None, "Việc chưa có mã", "Tài chính công", "Thường xuyên", None, "#N/A", "hôm qua", None, "Kế hoạch"],
        ["Tổng cộng", "6 nhiệm vụ", None, None, None, None, None, None, None, "6"],
        [None, None, None, None, None, "Hà Nội, ngày 5 tháng 1 năm 2024"],
        [None, "Người lập biểu", None, None, None, None, "Thủ trưởng đơn vị"],
        [None, "Nguyễn Văn A", "Cải cách thể chế"],
    ]
    title = [["THEO DÕI NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH"], *block()[1:], ["SỐ LIỆU GIẢ LẬP"], TASKS]
    return xlsx({"Nhiệm vụ CCHC": [*title, *rows]})


def merged_rows() -> bytes:
    """A register whose clerk merged what two or three tasks share: the area, the deadline, the source, a note."""
    first = ["NV-01", "Rà soát văn bản", "Cải cách thể chế", "Có thời hạn", "30/6/2023", "Hoàn thành", "15/6/2023"]
    rows: list[Row] = [
        [*first, None, "Kế hoạch", "như năm trước"],
        ["NV-02", "Sửa thông tư", None, "Có thời hạn", None, "Đang thực hiện"],
        ["NV-03", "Xây dựng đề án", None, "Có thời hạn", None, "Hoàn thành", "1/6/2023"],
        ["NV-04", "Số hóa hồ sơ", "Thủ tục hành chính", "Thường xuyên", None, "Hoàn thành", "5/12/2023", None, "Kế hoạch"],
    ]
    title = [["THEO DÕI NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH"], *block()[1:], ["SỐ LIỆU GIẢ LẬP"], TASKS]
    return xlsx({"Nhiệm vụ CCHC": [*title, *rows]}, merge=("A1:J1", "C7:C9", "E7:E9", "I7:I9", "J7:J8"))


def days_from_1904() -> bytes:
    """A register in a workbook that counts its days from 1904, as old Macs did: a date cell, the same day as a bare number, and as text."""
    day = dt.date(2023, 6, 30)
    serial = (day - dt.date(1904, 1, 1)).days
    rows: list[Row] = [
        ["NV-01", "Rà soát văn bản", "Cải cách thể chế", "Có thời hạn", day, "Hoàn thành", serial, None, "Kế hoạch"],
        ["NV-02", "Sửa thông tư", "Cải cách thể chế", "Có thời hạn", str(serial), "Hoàn thành", "30/6/2023", None, "Kế hoạch"],
    ]
    title = [["THEO DÕI NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH"], *block()[1:], ["SỐ LIỆU GIẢ LẬP"], TASKS]
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Nhiệm vụ CCHC": [*title]})))
    book.epoch = CALENDAR_MAC_1904
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def nothing_declared() -> bytes:
    """A register of a unit that had no tasks."""
    return xlsx({"Nhiệm vụ": [["THEO DÕI NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH"], *block()[1:], TASKS, [None, "Không phát sinh"], *SIGNED[2:]]})
