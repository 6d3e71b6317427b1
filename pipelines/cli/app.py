"""The commands and their options.

Belongs here: the command line. Does not: what commands do (one module each beside this one).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.criteria_app import app as criteria_app
from pipelines.cli.due_publications import lift_due_publications
from pipelines.cli.export_command import export
from pipelines.cli.failure import RUN_FAILED, USAGE, CommandFailed
from pipelines.cli.formats import Format
from pipelines.cli.publication_commands import COMMANDS
from warehouse.printable import printable

app = typer.Typer(
    name="cchc",
    help="Nền tảng dữ liệu cải cách hành chính: tiếp nhận bài nộp, kiểm tra, tính chỉ số, xếp hạng và truy nguyên.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(criteria_app, name="criteria")

_STOPPED = 130
"""By Ctrl-C."""


@app.command()
def demo(
    here: Annotated[Path | None, typer.Option("--to", help="Thư mục ghi tệp; mặc định là thư mục landing/.")] = None,
) -> None:
    """Tạo bộ bài nộp mẫu (SỐ LIỆU GIẢ LẬP) để chạy thử."""
    from pipelines.cli.demo import demo as command

    command(here)


@app.command()
def submit(
    files: Annotated[list[Path], typer.Argument(help="Tệp .xlsx, .xls, .ods, .csv, tệp nén .zip, hoặc thư mục.")],
    form: Annotated[str | None, typer.Option(help="Biểu mẫu, khi tệp không ghi: self_assessment, appraisal, survey_scores.")] = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị, khi tệp không ghi: tên hoặc mã.")] = None,
    year: Annotated[int | None, typer.Option(min=1900, max=9999, help="Năm của chỉ số, khi tệp không ghi.")] = None,
    received_at: Annotated[str | None, typer.Option(help="Lúc nhận theo văn thư, ví dụ '2025-01-20 09:30'; mặc định là bây giờ.")] = None,
    letter_number: Annotated[str | None, typer.Option(help="Số công văn kèm theo.")] = None,
    letter_date: Annotated[str | None, typer.Option(help="Ngày công văn, ví dụ 2025-01-20.")] = None,
    importer: Annotated[str | None, typer.Option(help="Người nhập tệp; cần có khi khai lúc nhận.")] = None,
    run: Annotated[bool, typer.Option("--run", help="Nhận xong thì chạy luôn.")] = False,
) -> None:
    """Tiếp nhận tệp: lưu nguyên bản, cấp biên nhận, báo ngay tệp là gì."""
    from pipelines.cli.submit import submit as command

    command(files, form, unit, year, received_at, letter_number, letter_date, importer)
    if run:
        from pipelines.cli.run import run as run_command

        run_command(None)


@app.command()
def template(
    form: Annotated[str, typer.Argument(help="Biểu mẫu: self_assessment, appraisal, survey_scores, hoặc tên tiếng Việt.")],
    year: Annotated[int, typer.Option(min=1900, max=9999, help="Năm đánh giá.")],
    unit: Annotated[str | None, typer.Option(help="Đơn vị: tên hoặc mã.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Thư mục, hoặc tên tệp .xlsx; mặc định là thư mục hiện tại.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Cho mọi đơn vị phải nộp của năm.")] = False,
) -> None:
    """Biểu mẫu trống làm riêng cho đơn vị và bộ tiêu chí của năm: ô khóa, danh sách chọn, chặn số sai."""
    from pipelines.cli.template import template as command

    command(form, unit, year, to, every)


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Tệp, thư mục hoặc tệp .zip cần kiểm tra trước khi gửi.")] = None,
    form: Annotated[str | None, typer.Option(help="Biểu mẫu, khi tệp không ghi.")] = None,
    unit: Annotated[str | None, typer.Option(help="Đơn vị, khi tệp không ghi: tên hoặc mã.")] = None,
    year: Annotated[int | None, typer.Option(min=1900, max=9999, help="Năm của chỉ số, khi tệp không ghi.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Thư mục ghi tệp trả lời; mặc định cạnh tệp được kiểm tra.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Theo dõi landing/check/ và trả lời mọi tệp chép vào đó.")] = False,
) -> None:
    """Kiểm tra tệp trước khi gửi (không tiếp nhận): cùng các quy tắc, trả lại tệp có đánh dấu ô sai và cách sửa."""
    from pipelines.cli.check import check as command
    from pipelines.cli.check import watch as watch_folder

    if watch:
        watch_folder()
    elif files:
        command(files, form, unit, year, to, as_json)
    else:
        raise CommandFailed("Hãy nêu tệp cần kiểm tra, hoặc --watch để theo dõi thư mục landing/check/.", 2)


@app.command()
def run(
    year: Annotated[int | None, typer.Option(min=1900, max=9999, help="Chỉ một năm; mặc định mọi năm đang mở.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Dựng riêng một kho như đã biết đến ngày này (2025-03-01[T14:30]).")] = None,
) -> None:
    """Chạy trọn quy trình: tiếp nhận landing/, kiểm tra, nạp kho, tính chỉ số, phát hành."""
    if as_of is not None:
        from pipelines.cli.as_of import run_as_of

        run_as_of(as_of, year)
        return
    from pipelines.cli.run import run as command

    command(year)


@app.command()
def rebuild() -> None:
    """Dựng lại kho từ bản gốc đã lưu; các bảng phải giống hệt từng giá trị."""
    from pipelines.cli.run import rebuild as command

    command()


@app.command()
def status(
    missing: Annotated[bool, typer.Option("--missing", help="Ai còn thiếu bài nộp, kèm văn bản nhắc soạn sẵn.")] = False,
    year: Annotated[int | None, typer.Option(min=1900, max=9999, help="Với --missing: chỉ một năm.")] = None,
    form: Annotated[str | None, typer.Option(help="Với --missing: chỉ một biểu mẫu.")] = None,
    panel: Annotated[str | None, typer.Option(help="Với --missing: chỉ một bảng xếp hạng.")] = None,
    to: Annotated[Path | None, typer.Option("--to", help="Với --missing: thư mục ghi các văn bản nhắc và danh sách.")] = None,
) -> None:
    """Đã nhận gì, còn thiếu gì, lỗi gì, bản phát hành nào đang mở."""
    if missing:
        from pipelines.cli.missing import missing as list_missing

        list_missing(year, form, panel, to)
        return
    from pipelines.cli.status import status as command

    command()


Author = Annotated[str, typer.Option(help="Người hoặc cơ quan quyết định.")]
Reason = Annotated[str, typer.Option(help="Lý do.")]
Document = Annotated[str, typer.Option(help="Văn bản làm căn cứ: số, ngày.")]


@app.command()
def withdraw(
    which: Annotated[str, typer.Argument(help="Mã biên nhận, hoặc tên tệp nếu chỉ có một biên nhận.")],
    author: Author,
    reason: Reason,
    document: Document,
) -> None:
    """Rút một bài nộp: bản trước đó (nếu có) lại được tính; tệp gốc vẫn được lưu."""
    from pipelines.cli.ledger_commands import withdraw as command

    command(which, author, reason, document)


@app.command()
def exception(
    form: Annotated[str, typer.Argument(help="Biểu mẫu: self_assessment, appraisal, survey_scores.")],
    year: Annotated[int, typer.Argument(min=1900, max=9999, help="Năm của chỉ số.")],
    author: Author,
    reason: Reason,
    document: Document,
    until: Annotated[str, typer.Option(help="Đến hết ngày nào, ví dụ 2025-02-15.")],
    unit: Annotated[str | None, typer.Option(help="Đơn vị; không nêu thì mọi đơn vị.")] = None,
) -> None:
    """Cho phép tính bài nộp nhận sau ngày khóa, theo văn bản, đến một ngày."""
    from pipelines.cli.ledger_commands import exception as command

    command(form, year, unit, author, reason, document, until)


@app.command()
def letter(
    which: Annotated[str, typer.Argument(help="Mã biên nhận, hoặc tên tệp nếu chỉ có một biên nhận.")],
    number: Annotated[str, typer.Option(help="Số công văn.")],
    date: Annotated[str, typer.Option(help="Ngày công văn, ví dụ 2025-01-20.")],
    author: Author,
) -> None:
    """Ghi số và ngày công văn cho một biên nhận."""
    from pipelines.cli.ledger_commands import letter as command

    command(which, number, date, author)


@app.command()
def diff(
    which: Annotated[list[str], typer.Argument(help="Hai mã biên nhận; hoặc ĐƠN_VỊ NĂM BIỂU để so hai bản gần nhất.")],
    format: Annotated[Format, typer.Option("--format", help="Cách in kết quả.")] = Format.table,
) -> None:
    """Hai bản của một bài nộp khác nhau ở những ô nào."""
    from pipelines.cli.diff import diff as command

    command(which, format.value)


@app.command()
def sql(
    query: Annotated[
        str | None, typer.Argument(help='Câu lệnh SELECT, ví dụ "SELECT * FROM mart.par_index"; không nêu thì hỏi đáp, hoặc đọc từ stdin.')
    ] = None,
    format: Annotated[Format, typer.Option("--format", help="Cách in kết quả.")] = Format.table,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Kho như đã biết đến một ngày, đã dựng bằng cchc run --as-of.")] = None,
) -> None:
    """Truy vấn bản phát hành (chỉ đọc)."""
    from pipelines.cli.sql import sql as command

    command(query, format.value, as_of)


@app.command()
def explain(
    unit: Annotated[str, typer.Argument(help="Tên hoặc mã đơn vị.")],
    year: Annotated[int, typer.Argument(min=1900, max=9999, help="Năm của chỉ số.")],
    all_lines: Annotated[bool, typer.Option("--all", help="In mọi dòng, không chỉ các dòng mất điểm.")] = False,
) -> None:
    """Vì sao được hạng ấy: từ thứ hạng đến lĩnh vực, từng dòng, tệp, trang tính và ô."""
    from pipelines.cli.explain import explain as command

    command(unit, year, all_lines)


@app.command()
def doctor() -> None:
    """Soát máy và thư mục dữ liệu: điều gì hỏng, sửa thế nào."""
    from pipelines.cli.doctor import doctor as command

    command()


for _command in (*COMMANDS, export):
    app.command()(_command)


def main() -> None:
    """Entry point of `cchc`: one-line errors, exit codes for scripts, a closed pipe is no error."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        lift_due_publications()
        ended = app(prog_name="cchc", standalone_mode=False)
    except CommandFailed as failed:
        print(printable(f"cchc: {failed}"), file=sys.stderr)
        sys.exit(failed.code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if getattr(error, "exit_code", None) == USAGE:  # typer has no public name for its usage errors
            from pipelines.cli.usage_errors import told

            print(printable(told(error)), file=sys.stderr)
            sys.exit(USAGE)
        sentence = _known_trouble(error)
        if sentence is None:
            raise
        print(printable(f"cchc: {sentence}"), file=sys.stderr)
        sys.exit(RUN_FAILED)
    except (KeyboardInterrupt, typer.Abort):
        ended = _STOPPED
    if ended == _STOPPED:
        print("cchc: đã dừng theo yêu cầu; dữ liệu gốc và biên nhận còn nguyên.", file=sys.stderr)
    if isinstance(ended, int):  # how typer tells that a command ended early, help among them
        sys.exit(ended)


def _known_trouble(error: Exception) -> str | None:
    """One line for trouble that is not ours: disk, permissions, a damaged file, wrong reference data or rules. None for anything else."""
    if isinstance(error, OSError):
        where = f" {error.filename}" if error.filename else ""
        return f"Không đọc hoặc ghi được{where}: {error.strerror or error}. Kiểm tra quyền ghi và chỗ trống của ổ đĩa (cchc doctor)."
    kind = type(error).__name__
    if kind in {
        "ReferenceError",
        "RuleError",
        "LayoutError",
        "ContractError",
        "LedgerDamaged",
        "RegisterError",
        "WorkFileBusy",
        "WorkFileBroken",
    }:
        return str(error)
    if kind == "OperationalError":
        return f"Cơ sở dữ liệu của Dagster không ghi được ({str(error).splitlines()[0]}); kiểm tra ổ đĩa (cchc doctor)."
    return None
