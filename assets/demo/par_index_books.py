"""The three PAR INDEX workbooks of one unit: self-assessment, appraisal, survey.

Belongs here: sheet names, headers, titles and rows of the forms. Does not belong here: the points (unit_scores.py), how
a workbook is written (workbook_writer.py), faults (faults.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assets.demo.declared_data import declared_text
from assets.demo.demo_units import DemoPanel, Node
from assets.demo.form_book import BookRow, CellValue, Column, FormBook
from assets.demo.unit_scores import UnitScores

SELF, APPRAISAL, SURVEY = "self_assessment", "appraisal", "survey_scores"
FORMS = (SELF, APPRAISAL, SURVEY)
NOT_APPLICABLE = "Không áp dụng"
_EVIDENCE_EVERY, _NOTE_EVERY = 2, 9

_CODE = Column("code", "Mã", 9)
_NAME = Column("name", "Lĩnh vực / Tiêu chí / Tiêu chí thành phần", 62)
_MAX = Column("max_points", "Điểm tối đa", 11, "Điểm", "Tối đa")
_SELF = Column("self_points", "Điểm tự đánh giá", 12, "Điểm", "Tự đánh giá")
_APPRAISED = Column("appraised_points", "Điểm thẩm định", 12, "Điểm", "Thẩm định")
_SURVEY = Column("survey_points", "Điểm điều tra xã hội học", 14, "Điểm", "Điều tra xã hội học")
_COLUMNS = {
    SELF: (
        *(_CODE, _NAME, _MAX, _SELF),
        Column("evidence", "Tài liệu kiểm chứng", 34),
        Column("note", "Ghi chú", 16),
        Column("answer", "Kết quả thực hiện", 22),
    ),
    APPRAISAL: (_CODE, _NAME, _MAX, _SELF, _APPRAISED, Column("reason", "Lý do", 48), Column("answer", "Số liệu thẩm định", 22)),
    SURVEY: (_CODE, _NAME, _MAX, _SURVEY),
}
_SHEETS = {SELF: "Tự đánh giá", APPRAISAL: "Thẩm định", SURVEY: "Điều tra XHH"}
_TITLES = {
    SELF: "PHIẾU TỰ ĐÁNH GIÁ, CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",
    APPRAISAL: "KẾT QUẢ THẨM ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",
    SURVEY: "KẾT QUẢ ĐIỀU TRA XÃ HỘI HỌC XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH",
}
_SIGNERS = {SELF: "THỦ TRƯỞNG ĐƠN VỊ", APPRAISAL: "TM. HỘI ĐỒNG THẨM ĐỊNH", SURVEY: "ĐƠN VỊ ĐIỀU TRA"}
UNIT_LINE, YEAR_LINE = "Đơn vị: ", "Năm đánh giá: "


@dataclass(frozen=True)
class BookLook:
    """What differs from office to office; unit_text stands in the title, hidden_unit in the hidden sheet (or None)."""

    unit_text: str
    hidden_unit: str | None
    mark: str
    two_row_header: bool
    numbers_as_text: bool


def form_book(form: str, panel: DemoPanel, scores: UnitScores, look: BookLook) -> FormBook:
    """Lay out one unit's workbook of one form."""
    hidden = look.hidden_unit and (
        ("form", form),
        ("unit", look.hidden_unit),
        ("year", str(panel.index_year)),
        ("version", "1"),
        ("data", "made_up"),
    )
    return FormBook(
        form=form,
        sheet=_SHEETS[form],
        title_lines=(_TITLES[form], UNIT_LINE + look.unit_text, f"{YEAR_LINE}{panel.index_year}", look.mark),
        columns=_COLUMNS[form],
        rows=(*_rows(form, panel, scores), _total_row(form, panel, scores)),
        signature=(
            f"....., ngày ... tháng ... năm {panel.index_year + 1}",
            _SIGNERS[form],
            "(Ký, ghi rõ họ tên, đóng dấu)",
        ),
        hidden=hidden or None,
        two_row_header=look.two_row_header,
        numbers_as_text=look.numbers_as_text,
    )


def _rows(form: str, panel: DemoPanel, scores: UnitScores) -> Iterator[BookRow]:
    columns = _points_of(form, scores)
    shown = set(scores.survey_points) if form == SURVEY else {node.node_id for node in panel.nodes if node.part}
    for number, node in enumerate(panel.nodes):
        below = panel.scored_below[node.node_id]
        if shown.isdisjoint(below):
            continue
        values: dict[str, CellValue] = {"code": node.code, "name": node.name, "max_points": node.max_points}
        if node.part is None and form == SURVEY:
            values["max_points"] = None  # a field's maximum is not what its survey lines can give
        for key, points in columns.items():
            values[key] = _sum_below(points, below)
        if node.part == "appraised":
            values |= _appraised_texts(form, panel, node, number, scores)
        yield BookRow(node.kind, values, scored=node.part is not None)


def _appraised_texts(form: str, panel: DemoPanel, node: Node, number: int, scores: UnitScores) -> dict[str, CellValue]:
    """Evidence, note, reason; and the words for a line that does not apply."""
    applies = node.node_id not in scores.not_applicable
    values: dict[str, CellValue] = {}
    if not applies:
        values = {"self_points": NOT_APPLICABLE, "reason": "Không phát sinh nhiệm vụ trong năm đánh giá"}
        if form == APPRAISAL:
            values["appraised_points"] = NOT_APPLICABLE
    elif form == APPRAISAL:
        values["reason"] = scores.reasons.get(node.node_id)
    elif number % _EVIDENCE_EVERY == 0:
        values["evidence"] = f"{number + 100}/BC-CCHC ngày {number % 28 + 1:02}/{number % 12 + 1:02}/{panel.index_year} (giả lập)"
    points = (scores.self_points if form == SELF else scores.appraised_points).get(node.node_id)
    if points is not None and len(node.branches) > 0:
        values["answer"] = declared_text(node.rule_kind, node.conditions, node.branches, points, number)
    if form == SELF and number % _NOTE_EVERY == 0:
        values["note"] = "-"
    return values


def _total_row(form: str, panel: DemoPanel, scores: UnitScores) -> BookRow:
    everything = [node.node_id for node in panel.nodes if node.part]
    values: dict[str, CellValue] = {
        "name": "Tổng cộng",
        "max_points": panel.survey_max if form == SURVEY else panel.appraised_max + panel.survey_max,
    }
    values |= {key: _sum_below(points, everything) for key, points in _points_of(form, scores).items()}
    return BookRow("total", values)


def _points_of(form: str, scores: UnitScores) -> dict[str, Mapping[str, Decimal]]:
    if form == SURVEY:
        return {"survey_points": scores.survey_points}
    columns: dict[str, Mapping[str, Decimal]] = {"self_points": scores.self_points}
    if form == APPRAISAL:
        columns["appraised_points"] = scores.appraised_points
    return columns


def _sum_below(points: Mapping[str, Decimal], below: Sequence[str]) -> Decimal | None:
    """The sum over the lines below; None, not 0, without any: a survey line is empty in a self-assessment."""
    found = [points[node_id] for node_id in below if node_id in points]
    return sum(found, Decimal()) if found else None
