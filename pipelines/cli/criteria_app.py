"""`cchc criteria …`: the commands on criteria sets and their options.

Belongs here: the command line. Does not: what the commands do (criteria.py).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Bộ tiêu chí: nhập từ phụ lục, ghi ra tệp, liệt kê.")


class Level(StrEnum):
    """Whom a set is for."""

    ministry = "ministry"
    province = "province"
    department = "department"
    district = "district"
    commune = "commune"


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="Phụ lục .xlsx, .xls, .ods hoặc .csv.")],
    year: Annotated[int, typer.Option(min=1900, max=9999, help="Năm đánh giá, đã mở trong periods.yml.")],
    level: Annotated[Level, typer.Option(help="Cấp đơn vị: bộ, tỉnh, sở ban ngành, huyện, xã.")],
    panel: Annotated[str | None, typer.Option(help="Danh sách xếp hạng, ví dụ so-hung-yen; mặc định là danh sách chung của cấp.")] = None,
    version: Annotated[int | None, typer.Option(min=1, help="Phiên bản; mặc định là số kế tiếp còn trống.")] = None,
    decision: Annotated[str | None, typer.Option(help="Số quyết định, khi phụ lục không ghi.")] = None,
    known_on: Annotated[str | None, typer.Option(help="Ngày ban hành, ví dụ 2025-12-05.")] = None,
    units_as_of: Annotated[str | None, typer.Option(help="Đơn vị tính đến ngày; mặc định 31/12 của năm.")] = None,
    source: Annotated[str | None, typer.Option(help="Địa chỉ công khai của văn bản.")] = None,
    sheet: Annotated[str | None, typer.Option(help="Trang tính, khi tệp có nhiều bảng tiêu chí.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Thư mục ghi; mặc định CCHC_HOME/reference/criteria_sets.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Ghi đè bộ cùng tên.")] = False,
) -> None:
    """Nhập bộ tiêu chí từ phụ lục: ghi tệp YAML và liệt kê việc còn phải làm, kèm trang tính và ô.

    Mở năm trước khi nhập: năm đánh giá phải có trong periods.yml (warehouse/reference/, hoặc bản riêng ở CCHC_HOME/reference/).
    """
    from pipelines.cli.criteria import ImportRequest, import_set

    import_set(file, ImportRequest(year, level.value, panel, version, decision, known_on, units_as_of, source, sheet), to, replace)


@app.command()
def export(
    criteria_set: Annotated[str, typer.Argument(help="Mã bộ tiêu chí, ví dụ province-2024-v1.")],
    to: Annotated[Path, typer.Option("--to", help="Tệp .xlsx, hoặc thư mục.")],
) -> None:
    """Ghi một bộ tiêu chí ra tệp Excel; nhập lại tệp ấy được đúng bộ tiêu chí ấy."""
    from pipelines.cli.criteria import export_set

    export_set(criteria_set, to)


@app.command("list")
def list_() -> None:
    """Các bộ tiêu chí: năm, cấp, phiên bản, ngày ban hành, số lượng so với văn bản."""
    from pipelines.cli.criteria import list_sets

    list_sets()
