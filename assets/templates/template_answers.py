"""The column of declared results in a blank form: each cell takes what the line's rule can read, and shows the rule while it is filled in.

Belongs here: drop-downs, prompts. Does not: which rules there are (template_form.py), points and looks (template_workbook.py).
"""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assets.templates.template_form import NOT_APPLICABLE, TemplateForm, TemplateRule

ANSWERS = ("Có", "Không", NOT_APPLICABLE)
_LONGEST_PROMPT = 250
_FIRST_LIST_COLUMN = 5
_ASKED = {
    "percent": "Ghi tỷ lệ có dấu %, ví dụ 97,5%, hoặc số đạt trên tổng số, ví dụ 46/50.",
    "count": "Ghi một số đếm, ví dụ 3; không có thì ghi 0.",
    "days": "Ghi số ngày, ví dụ 12.",
    "points": "Ghi một số, ví dụ 0,5.",
}


def stop_wrong_answers(sheet: Worksheet, hidden: Worksheet, form: TemplateForm, first: int) -> None:
    """Give each entry row its drop-down (kept in the hidden sheet: words hold commas) or its prompt."""
    letter = next(get_column_letter(number) for number, each in enumerate(form.columns, start=1) if each.name == "answer")
    made: dict[TemplateRule | None, DataValidation] = {}
    lists: dict[tuple[str, ...], str] = {}
    for row_no, row in enumerate(form.rows, start=first):
        if not row.entry:
            continue
        if row.rule not in made:
            made[row.rule] = _validation(row.rule, hidden, lists)
            sheet.add_data_validation(made[row.rule])
        made[row.rule].add(f"{letter}{row_no}")


def _validation(rule: TemplateRule | None, hidden: Worksheet, lists: dict[tuple[str, ...], str]) -> DataValidation:
    if rule is not None and not rule.choices:
        asked = _ASKED.get(rule.data_unit or "points", _ASKED["points"])
        return DataValidation(
            showInputMessage=True, promptTitle="Kết quả thực hiện", prompt=f"{asked} {rule.wording}"[:_LONGEST_PROMPT], allow_blank=True
        )
    choices = (*rule.choices, NOT_APPLICABLE) if rule is not None else ANSWERS
    if choices not in lists:
        column = _FIRST_LIST_COLUMN + len(lists)
        for number, text in enumerate(choices, start=1):
            cell = hidden.cell(number, column)
            cell.value, cell.data_type = text, "s"
            cell.number_format = "@"
        name = get_column_letter(column)
        lists[choices] = f"'{hidden.title}'!${name}$1:${name}${len(choices)}"
    return DataValidation(
        type="list",
        formula1=lists[choices],
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Chọn trong danh sách",
        error=f"Chọn: {'; '.join(choices)}."[:_LONGEST_PROMPT],
        showInputMessage=rule is not None and bool(rule.wording),
        promptTitle="Cách chấm",
        prompt=rule.wording[:_LONGEST_PROMPT] if rule is not None else None,
    )
