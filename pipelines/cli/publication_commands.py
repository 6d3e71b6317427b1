"""The command line of approving, publishing, reproducing and comparing: the options of those commands.

Belongs here: options. Does not: what commands do (one module each beside this one), the other commands (app.py).
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.formats import Format
from warehouse.wording import Language

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


def bundle(
    year: Year,
    to: Annotated[Path, typer.Option("--to", help="Thư mục mới, hoặc tên tệp .zip mới.")],
) -> None:
    """Gói một năm của bản phát hành để nơi khác tính lại và đối chiếu: Parquet, datapackage.json, method.json, SHA256SUMS."""
    from pipelines.cli.bundle import bundle as command

    command(year, to)


def verify(bundle: Annotated[Path, typer.Argument(help="Thư mục hoặc tệp .zip do cchc bundle lập.")]) -> None:
    """Kiểm tra một gói: mã băm, tính lại mọi bảng chỉ số, so từng giá trị. Không cần thư mục dữ liệu."""
    from pipelines.cli.bundle import verify as command

    command(bundle)


Since = Annotated[
    str | None,
    typer.Option("--release", help="Tên hoặc tệp của một bản phát hành; mặc định bản đang mở."),
]


def replay(
    year: Year,
    release: Since = None,
    publication: Annotated[str | None, typer.Option("--publication", help="Mã của một bản công bố, thay cho --release.")] = None,
) -> None:
    """Dựng lại một năm như khi lập bản phát hành hoặc bản công bố đó, so từng giá trị; khác thì nói khác ở đâu và vì sao."""
    from pipelines.cli.replay import replay as command

    command(year, release, publication)


def publish(
    year: Year,
    by: By,
    at: Annotated[str, typer.Option("--at", help="Công khai từ lúc nào, giờ Việt Nam: '2025-04-06 09:00'.")],
    document: Document,
    panel: Annotated[str | None, typer.Option(help="Bảng xếp hạng; không nêu thì mọi bảng của năm.")] = None,
) -> None:
    """Công bố số liệu đã phê duyệt: chỉ các cột được phép, giữ kín đến giờ đã định, lưu mãi mãi."""
    from pipelines.cli.publish import publish as command

    command(year, panel, by, at, document)


def publications() -> None:
    """Các lần công bố: của bảng nào, từ lúc nào, bản nào đang hiện hành, còn nguyên vẹn không."""
    from pipelines.cli.publish import publications as command

    command()


def restore_publication(
    publication: Annotated[str, typer.Argument(help="Mã bản công bố, ví dụ 2024-provinces-1.")],
    by: By,
    reason: Reason,
) -> None:
    """Cho hiện hành lại một bản công bố trước; bản sau vẫn được lưu."""
    from pipelines.cli.publish import restore_publication as command

    command(publication, by, reason)


def changes(
    year: Annotated[int | None, typer.Argument(min=1900, max=9999, help="Chỉ một năm; mặc định mọi năm.")] = None,
    since: Annotated[str | None, typer.Option(help="Bản phát hành hoặc bản công bố để so; mặc định bản phát hành trước.")] = None,
    format: Annotated[Format, typer.Option("--format", help="Cách in kết quả.")] = Format.table,
) -> None:
    """Điều gì đã đổi từ một bản trước: điểm, phát hiện, chỉ số, thứ hạng, và vì bài nộp, khai báo hay quy tắc nào."""
    from pipelines.cli.changes import changes as command

    command(since, year, format.value)


def rule_try(
    which: Annotated[str, typer.Argument(metavar="FILE_OR_CODE", help="Tệp .yml có quy tắc mới, hoặc mã một quy tắc (cả khi đang tắt).")],
) -> None:
    """Chạy thử một quy tắc trên mọi năm đã lưu trước khi bật: bao nhiêu dòng, đơn vị nào sẽ có phát hiện. Không đổi gì."""
    from pipelines.cli.rule_try import rule_try as command

    command(which)


def published(
    statements: Annotated[Path, typer.Argument(help="Tệp CSV các phát biểu đã công bố.")],
    groups: Annotated[Path | None, typer.Option(help="Tệp CSV các nhóm với ngưỡng của từng năm.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Mọi phát biểu, không chỉ những phát biểu không khớp.")] = False,
    format: Annotated[Format, typer.Option(help="table, csv hoặc json.")] = Format.table,
) -> None:
    """Đối chiếu các số đã công bố với nhau: hai nguồn, thứ hạng, nhóm, phần và tổng, trung bình; không sửa số nào."""
    from pipelines.cli.published import published as command

    command(statements, groups, everything, format.value)


def figures(
    year: Year,
    everything: Annotated[bool, typer.Option("--all", help="Mọi phát biểu, không chỉ những phát biểu không khớp.")] = False,
    format: Annotated[Format, typer.Option("--format", help="Cách in kết quả.")] = Format.table,
) -> None:
    """Kiểm chứng số liệu tổng hợp đã công bố của một năm: tính lại từ các số in kèm, đối chiếu với số liệu báo cáo."""
    from pipelines.cli.figures import figures as command

    command(year, everything, format.value)


class Period(StrEnum):
    """Periods of the reform report."""

    year = "year"
    six_months = "six_months"
    quarter_1 = "quarter_1"
    quarter_3 = "quarter_3"


def scorecard(
    year: Year,
    period: Annotated[Period, typer.Option("--period", help="Kỳ báo cáo: năm, 6 tháng, quý I, riêng quý III.")] = Period.year,
    area: Annotated[
        str | None,
        typer.Option(
            "--area",
            help="Nội dung: steering, institutions, procedures, apparatus, civil_service, public_finance, e_government.",
        ),
    ] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Số liệu của một đơn vị: tên hoặc mã, kèm ô nguồn.")] = None,
    format: Annotated[Format, typer.Option("--format", help="Cách in kết quả.")] = Format.table,
) -> None:
    """Bảng tổng hợp cải cách hành chính của một năm: cả nước, bộ, tỉnh, so với năm trước, bao nhiêu đơn vị đã báo cáo."""
    from pipelines.cli.scorecard import scorecard as command

    command(year, period.value, area, unit, format.value)


def report(
    year: Year,
    unit: Annotated[str | None, typer.Option("--unit", help="Phiếu của một đơn vị: tên hoặc mã.")] = None,
    cards: Annotated[bool, typer.Option("--cards", help="Kèm phiếu của mọi đơn vị, báo cáo dẫn tới từng phiếu.")] = False,
    to: Annotated[Path | None, typer.Option("--to", help="Thư mục, hoặc tên tệp .html; mặc định: reports/NĂM.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="In thêm ra PDF khổ A4 (cần Chromium).")] = False,
    language: Annotated[Language, typer.Option("--lang", help="Ngôn ngữ hiện trước; trang luôn có cả hai.")] = Language.vi,
) -> None:
    """Báo cáo năm (một tệp HTML, không cần mạng): xếp hạng, lĩnh vực, thay đổi, vùng, bảng điểm, kiểm chứng, chất lượng, nguồn gốc."""
    from pipelines.cli.report import report as command

    command(year, unit, cards, to, pdf, language)


COMMANDS = (
    report,
    approve,
    unapprove,
    bundle,
    verify,
    replay,
    publish,
    publications,
    restore_publication,
    changes,
    rule_try,
    published,
    figures,
    scorecard,
)
