"""The deliberate faults of the demo: who sends what wrong, and what is to come of it.

Belongs here: the list, one fault each. Does not belong here: how a cell is changed (fault_changes.py), the rules that
find the faults (checks).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assets.demo import fault_changes as change
from assets.demo.broken_files import cut_off, password_protected
from assets.demo.form_book import FormBook
from assets.demo.par_index_books import APPRAISAL, SELF, SURVEY

REFUSED, FINDING, KEPT = "refused", "finding", "kept"


@dataclass(frozen=True)
class Fault:
    """One fault of one unit's workbook, made by change (to the book) or damage (to its bytes); neither: sent twice.

    outcome: refused (the file), finding (on a cell or line), kept (nothing is wrong). corrected: a clean second version
    follows. in_second_version: the fault sits in the second version, the first is clean.
    """

    name: str
    form: str
    unit_code: str
    outcome: str
    done_vi: str
    change: Callable[[FormBook], change.Changed] | None = None
    damage: Callable[[bytes], bytes] | None = None
    corrected: bool = False
    in_second_version: bool = False


SENT_TWICE = "same_file_twice"

FAULTS = (
    Fault("self_above_maximum", SELF, "27", FINDING,
          "Điểm tự đánh giá cao hơn điểm tối đa của dòng 0,5 điểm", change.self_above_maximum),
    Fault("text_for_number", APPRAISAL, "30", FINDING,
          "Điểm thẩm định ghi bằng chữ “hai điểm”", change.words_for_points),
    Fault("line_missing", APPRAISAL, "36", FINDING,
          "Xóa một dòng tiêu chí khỏi bảng thẩm định", change.missing_line, corrected=True),
    Fault("survey_line_filled", SELF, "34", FINDING,
          "Điền điểm tự đánh giá vào dòng điều tra xã hội học", change.survey_line_filled),
    Fault("unit_unknown", APPRAISAL, "33", REFUSED,
          "Tên đơn vị viết sai: “Tỉnh Hưng Yến”, không có trang tính ẩn", change.unknown_unit, corrected=True),
    Fault("year_without_criteria_set", SURVEY, "20", REFUSED,
          "Ghi năm đánh giá 2019, năm chưa có bộ tiêu chí; không có trang tính ẩn", change.year_without_set),
    Fault("column_missing", APPRAISAL, "54", REFUSED,
          "Thiếu cột “Điểm thẩm định”", change.column_missing, corrected=True),
    Fault("sheet_missing", SURVEY, "93", REFUSED,
          "Chỉ có trang tính “Công văn”, không có bảng điểm điều tra", change.other_sheet, corrected=True),
    Fault("line_twice", APPRAISAL, "62", FINDING,
          "Một dòng tiêu chí ghi hai lần, điểm khác nhau", change.line_twice, corrected=True),
    Fault("line_unknown", SELF, "58", FINDING,
          "Thêm dòng mang mã “9.9.9” không có trong bộ tiêu chí", change.unknown_line),
    Fault("negative_points", SURVEY, "49", FINDING,
          "Điểm điều tra xã hội học mang dấu âm", change.negative_points),
    Fault("error_value", APPRAISAL, "64", FINDING,
          "Ô điểm thẩm định là lỗi công thức #DIV/0!", change.error_value),
    Fault("percent_in_points", SELF, "83", FINDING,
          "Ghi tỷ lệ “85%” vào cột điểm tự đánh giá", change.percent_for_points),
    Fault("appraised_above_maximum", APPRAISAL, "94", FINDING,
          "Điểm thẩm định cao hơn điểm tối đa của dòng 0,25 điểm", change.appraised_above_maximum, corrected=True),
    Fault("maximum_changed", SELF, "11", FINDING,
          "Điểm tối đa của một dòng bị sửa tăng 1 điểm", change.maximum_changed),
    Fault("value_blanked", SELF, "84", FINDING,
          "Bản gửi lần 2 bỏ trống một ô đã có điểm ở lần 1", change.value_blanked, in_second_version=True),
    Fault("empty_file", APPRAISAL, "12", REFUSED,
          "Tệp rỗng, 0 byte", damage=lambda _: b""),
    Fault("encrypted", APPRAISAL, "60", REFUSED,
          "Tệp đặt mật khẩu", damage=password_protected, corrected=True),
    Fault("cut_off", SELF, "68", REFUSED,
          "Tệp bị cắt một nửa khi tải lên", damage=cut_off, corrected=True),
    Fault(SENT_TWICE, SURVEY, "96", KEPT,
          "Cùng một tệp gửi hai lần với hai tên khác nhau"),
)  # fmt: skip
