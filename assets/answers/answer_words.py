"""The sentences of an answer: verdict, what the file was recognised as.

Belongs here: words. Does not: colours, HTML, openpyxl.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assets.answers.check_before_sending import Checked, Recognised
from assets.answers.marked_workbook import AnswerHead
from assets.answers.told_finding import ToldFinding
from checks.unknown import UnknownRule
from warehouse.wording import Wording


def verdict(
    findings: Sequence[ToldFinding], accepted: bool, unknown_rules: Sequence[UnknownRule] = (), *, good: str = "CÓ THỂ GỬI"
) -> tuple[str, bool]:
    """The verdict in one line, and whether nothing has to be mended; `good` opens the line when so."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    hints = sum(finding.severity == "info" for finding in findings)
    counted = ", ".join(f"{n} {what}" for n, what in ((errors, "lỗi"), (warnings, "cảnh báo"), (hints, "lưu ý")) if n)
    if errors or not accepted:
        return f"CẦN SỬA: {counted or 'tệp chưa dùng được'}.", False
    if unknown_rules:
        codes = sorted({unknown.rule for unknown in unknown_rules})
        return f"CHƯA KẾT LUẬN ĐƯỢC: {len(codes)} quy tắc không đánh giá được ({', '.join(codes)}); lỗi ở quy tắc, không phải ở tệp.", False
    return (f"{good}: không có lỗi" + (f"; còn {counted} nên xem lại." if counted else ", không có cảnh báo.")), True


def cells_vi(lines: int) -> str:
    """What an accepted form holds: «412 ô số liệu», or that there was nothing to list."""
    return f"{lines} ô số liệu" if lines else "khai không phát sinh"


def recognised_vi(recognised: Sequence[Recognised], forms: Mapping[str, str]) -> str:
    """«Phiếu tự đánh giá …», năm 2024, Hưng Yên, 412 ô số liệu; or that nothing was recognised."""
    told = [
        f"«{forms.get(each.form or '', each.form or 'không rõ biểu')}», năm {each.index_year or 'không rõ'}, "
        f"{each.unit_name or 'không rõ đơn vị'}" + (f", {cells_vi(each.lines)}" if each.accepted else " (bị từ chối)")
        for each in recognised
    ]
    return "; ".join(told) or "không nhận ra biểu mẫu nào"


def head_of_check(checked: Checked, forms: Mapping[str, str], zip_refused: str | None = None) -> AnswerHead:
    """What stands above the findings of a file checked before sending; `zip_refused` says why it was not unpacked."""
    accepted = any(each.accepted for each in checked.recognised)
    sentence, good = verdict(checked.findings, accepted, checked.unknown_rules)
    return AnswerHead(
        sentence,
        good,
        (
            f"Tệp: {checked.file_name}",
            f"Nhận ra: {recognised_vi(checked.recognised, forms)}.",
            *([] if zip_refused is None else [Wording().say("check.zip_refused", why=zip_refused)]),
            *(unknown.sentence_vi for unknown in checked.unknown_rules),
            "Đây là kiểm tra trước khi gửi: tệp chưa được tiếp nhận. Ô tô đỏ là lỗi, tô vàng là cảnh báo; rê chuột vào ô để xem cách sửa.",
        ),
    )
