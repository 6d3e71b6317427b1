"""A home with made-up departments and communes of two provinces, each list with a set of its own.

Belongs here: the reference files of such a home and filled-in forms. Every name below a province is made up and says so.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import openpyxl

from assets.intake.layout_files import load_layouts
from assets.templates.template_form import template_form
from assets.templates.template_workbook import template_bytes
from warehouse.home import Home
from warehouse.reference_data import SHIPPED, load_reference

HEADER = "unit_id,unit_code,level,unit_name,unit_name_en,unit_type,region,valid_from,valid_to,parent_unit_id,note,source_url"
UNITS = """
hy-snv,SNV,department,Sở Nội vụ,,sở,,2025-07-01,,33@2025,đơn vị giả định để thử,
hy-stp,STP,department,Sở Tư pháp,,sở,,2025-07-01,,33@2025,đơn vị giả định để thử,
hy-tt,TTT,department,Thanh tra tỉnh giả định,,sở,,2025-07-01,,33@2025,đơn vị giả định để thử,
hy-ca,CAT,department,Cơ quan giả định ngoài đối tượng,,sở,,2025-07-01,,33@2025,đơn vị giả định để thử,
hn-snv,SNV,department,Sở Nội vụ,,sở,,2025-07-01,,01@all,đơn vị giả định để thử,
hn-stp,STP,department,Sở Tư pháp,,sở,,2025-07-01,,01@all,đơn vị giả định để thử,
hy-xa1,00001,commune,Xã Giả Định Một,,xã,,2025-07-01,,33@2025,đơn vị giả định để thử,
hy-xa2,00002,commune,Xã Giả Định Hai,,xã,,2025-07-01,,33@2025,đơn vị giả định để thử,
hn-xa1,00001,commune,Xã Giả Định Một,,xã,,2025-07-01,,01@all,đơn vị giả định để thử,
"""
PANELS = """index_year,panel,level,unit_id,standing,reason_vi,reason_en,source_url
2025,so-hung-yen,department,hy-snv,ranked,,,
2025,so-hung-yen,department,hy-stp,ranked,,,
2025,so-hung-yen,department,hy-tt,scored,Chấm điểm nhưng không xếp hạng,,
2025,so-hung-yen,department,hy-ca,excluded,Không thuộc đối tượng,,
2025,xa-hung-yen,commune,hy-xa1,ranked,,,
2025,xa-hung-yen,commune,hy-xa2,ranked,,,
"""
OTHER_PANEL = """index_year,panel,level,unit_id,standing,reason_vi,reason_en,source_url
2025,so-ha-noi,department,hn-snv,ranked,,,
"""
GROUPS = """index_year,panel,sort_order,label,lower_bound,lower_inclusive,upper_bound,upper_inclusive,members_published,source_url
2025,so-hung-yen,1,Tốt,80,true,,,,
2025,so-hung-yen,2,Khá,,,80,false,,
2025,xa-hung-yen,1,A,90,true,,,,
2025,xa-hung-yen,2,B,,,90,false,,
"""
LISTS = """index_year,panel,title_vi,tie_method,rank_decimals,shown_decimals,source_url
2025,so-hung-yen,Các sở giả định,share,,2,
2025,xa-hung-yen,Các xã giả định,dense,2,2,
"""
SET = """criteria_set: {panel}-2025-v1
index_year: 2025
level: {level}
version: 1
panel: {panel}
title_vi: Bộ tiêu chí giả định để thử ({panel})
units_as_of: 2025-12-31
line_decimals: 4
max_points: {whole}
appraised_max: {appraised}
survey_max: {survey}
illustrative: true
defaults: {{part: appraised, provenance: {{name: made_up, max: made_up}}}}
fields:
  - code: "1"
    name_vi: Lĩnh vực giả định
    max: {whole}
    criteria:
      - {{code: "1.1", name_vi: Kế hoạch, max: {appraised}, scoring: {{kind: ratio}}}}
      - {{code: "1.2", name_vi: Mức độ hài lòng, max: {survey}, part: survey}}
"""


def tier_home(root: Path, *, other_province: bool = True) -> Home:
    """The home; `other_province` also gives Hà Nội a list and a set for its departments."""
    home = Home(root).create()
    files = {
        "units/giả định.csv": HEADER + UNITS,
        "panels_tinh.csv": PANELS,
        "groups_tinh.csv": GROUPS,
        "ranked_lists_tinh.csv": LISTS,
        "criteria_sets/so-hung-yen-2025-v1.yml": SET.format(panel="so-hung-yen", level="department", whole=10, appraised=6, survey=4),
        "criteria_sets/xa-hung-yen-2025-v1.yml": SET.format(panel="xa-hung-yen", level="commune", whole=100, appraised=70, survey=30),
        "periods.yml": _periods(),
    }
    if other_province:
        files["panels_tinh_khac.csv"] = OTHER_PANEL
        files["criteria_sets/so-ha-noi-2025-v1.yml"] = SET.format(panel="so-ha-noi", level="department", whole=50, appraised=40, survey=10)
    for name, text in files.items():
        path = home.root / "reference" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return home


def _periods() -> str:
    """The shipped years, with the self-assessments of 2025 due from departments and communes too."""
    shipped = (SHIPPED / "periods.yml").read_text(encoding="utf-8")
    of_2025 = "      - {levels: [ministry, province], form: self_assessment, opens_on: 2025"
    assert of_2025 in shipped
    own = "      - {levels: [department, commune], form: self_assessment, opens_on: 2025-12-15, due_on: 2999-01-31}\n"
    return shipped.replace(of_2025, own + of_2025)


def filled_form(home: Home, form: str, unit: str, points: Mapping[str, Decimal | str], *, named: str | None = None) -> bytes:
    """The blank form of the unit with points by code; `named`: the hidden sheet goes and the title names the unit so."""
    tables, layouts = load_reference(home.reference_folders), load_layouts(home.reference_folders)
    made = template_form(form, unit, 2025, tables, layouts)
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(made)))
    sheet = book.worksheets[0]
    columns = {each.name: number for number, each in enumerate(made.columns, start=1)}
    entered = columns[{"self_assessment": "self_points", "appraisal": "appraised_points", "survey_scores": "survey_points"}[form]]
    for row in range(1, sheet.max_row + 1):
        text = sheet.cell(row, 1).value
        if named is not None and isinstance(text, str) and text.startswith("Đơn vị:"):
            sheet.cell(row, 1).value = named
        if text in points:
            sheet.cell(row, entered).value = points[text]
    if named is not None:
        book.remove(book.worksheets[-1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
