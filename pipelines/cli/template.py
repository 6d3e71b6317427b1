"""`cchc template`: blank forms made for a unit, or for all units of a list.

Belongs here: where they are written and what is said. Does not: the form (assets/templates).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from assets.intake.layout_files import load_layouts
from assets.intake.reference_lookup import ReferenceLookup
from assets.plain_file_name import plain_file_name
from assets.templates.register_form import RegisterForm, register_form, senders
from assets.templates.register_workbook import OPEN_ROWS, register_bytes
from assets.templates.template_form import TemplateForm, TemplateRefused, find_layout, template_form
from assets.templates.template_workbook import template_bytes
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.reference_data import load_reference


def template(form: str, unit: str | None, year: int, to: Path | None, every: bool) -> None:
    """Write one template, or (`every`) one per unit that sends it that year. Raises CommandFailed with the reason."""
    home, out = Home.from_env(), console()
    tables, layouts = load_reference(home.reference_folders), load_layouts(home.reference_folders)
    try:
        layout = find_layout(form, year, layouts)
        if every and layout.shape == "register":
            units = senders(layout.form, year, tables)
        elif every and layout.lines == "indicators":
            units = [each.unit_id for each in ReferenceLookup.from_tables(tables).reporters(year, layout.form)]
            if not units:
                raise CommandFailed(f"Năm {year} chưa có thời hạn của biểu {layout.form} (periods.yml).", BAD_INPUT)
        elif every:
            members = tables["reference.panel_member"].filter((pl.col("index_year") == year) & (pl.col("standing") != "excluded"))
            units = members["unit_id"].to_list()
            if not units:
                raise CommandFailed(f"Năm {year} chưa có danh sách đơn vị nào (panels.csv).", BAD_INPUT)
        elif unit is not None:
            units = [unit]
        else:
            raise CommandFailed("Nêu --unit, hoặc --all để làm cho mọi đơn vị của năm.", BAD_INPUT)
        make = register_form if layout.shape == "register" else template_form
        made = [make(form, each, year, tables, layouts) for each in units]
    except TemplateRefused as refused:
        raise CommandFailed(str(refused), BAD_INPUT) from refused
    folder = to or Path.cwd()
    single = not every and folder.suffix.lower() == ".xlsx"
    if not single:
        folder.mkdir(parents=True, exist_ok=True)
    for each in made:
        path = folder if single else folder / _name(each)
        if path.exists():
            raise CommandFailed(f"Đã có tệp {path}; đổi tên hoặc chọn nơi khác bằng --to để không ghi đè.", BAD_INPUT)
        write_whole(path, register_bytes(each) if isinstance(each, RegisterForm) else template_bytes(each))
        if not every:
            out.print(f"✓ {path}: {each.title}, {each.unit_text}, năm {year}; {_size(each)}.")
    if every:
        out.print(f"✓ Đã ghi {len(made)} biểu vào {folder}.")


def _size(form: TemplateForm | RegisterForm) -> str:
    if isinstance(form, RegisterForm):
        return f"{OPEN_ROWS} dòng trống để ghi"
    return f"{sum(row.entry for row in form.rows)} dòng cần điền, {form.lines_vi}"


def _name(form: TemplateForm | RegisterForm) -> str:
    return f"{plain_file_name(f'{form.index_year}_{form.unit.code}_{form.unit_text}_{form.form}')}.xlsx"
