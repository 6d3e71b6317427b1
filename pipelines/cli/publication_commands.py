"""The command line of approving, publishing, reproducing and comparing: the options of those commands.

Belongs here: options. Does not: what commands do (one module each beside this one), the other commands (app.py).
"""

from __future__ import annotations

from typing import Annotated

import typer

Year = Annotated[int, typer.Argument(min=1900, max=9999, help="Năm của chỉ số.")]
Panel = Annotated[str, typer.Option(help="Bảng xếp hạng: ministries, provinces.")]
Unit = Annotated[str | None, typer.Option(help="Đơn vị: tên hoặc mã; không nêu thì mọi đơn vị của bảng.")]
By = Annotated[str, typer.Option("--by", help="Người hoặc cơ quan quyết định.")]
Reason = Annotated[str, typer.Option(help="Lý do.")]
Document = Annotated[str, typer.Option(help="Văn bản làm căn cứ: số, ngày.")]


def approve(year: Year, panel: Panel, by: By, document: Document, unit: Unit = None) -> None:
    """Phê duyệt số liệu của một bảng hoặc một đơn vị, đúng như bản phát hành đang mở."""
    from pipelines.cli.approve import approve as command

    command(year, panel, unit, by, document)


def unapprove(year: Year, panel: Panel, by: By, reason: Reason, document: Document, unit: Unit = None) -> None:
    """Bỏ phê duyệt số liệu của một bảng hoặc một đơn vị; việc phê duyệt trước vẫn được lưu."""
    from pipelines.cli.approve import unapprove as command

    command(year, panel, unit, by, reason, document)


COMMANDS = (approve, unapprove)
