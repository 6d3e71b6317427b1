"""The command line of `cchc export`.

Belongs here: its options. Does not: what it does (export.py).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.wording import Language

Year = Annotated[int, typer.Argument(min=1900, max=9999, help="Năm của chỉ số.")]


def export(
    year: Year,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="Sổ Excel (mặc định khi không nêu dạng nào).")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Mỗi bảng một tệp CSV.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="Mỗi bảng một tệp Parquet.")] = False,
    package: Annotated[bool, typer.Option("--package", help="Gói dữ liệu Frictionless: datapackage.json, CSV, Parquet.")] = False,
    to: Annotated[Path | None, typer.Option("--to", help="Thư mục, hoặc tên tệp .xlsx; mặc định thư mục hiện tại.")] = None,
    panel: Annotated[str | None, typer.Option("--panel", help="Một danh sách xếp hạng; mặc định mọi danh sách của năm.")] = None,
    publication: Annotated[
        bool, typer.Option("--publication", help="Chỉ những gì đã công bố, từ bản công bố đang hiện hành; mặc định bản phát hành nội bộ.")
    ] = False,
    lang: Annotated[Language, typer.Option("--lang", help="Ngôn ngữ: vi hoặc en.")] = Language.vi,
) -> None:
    """Xuất một năm ra Excel (bố cục như bảng công bố), CSV, Parquet hoặc gói dữ liệu."""
    from pipelines.cli.export import export as command

    asked = {"xlsx": xlsx, "csv": csv, "parquet": parquet, "package": package}
    command(year, panel, to, [name for name, wanted in asked.items() if wanted], publication, lang.value)
