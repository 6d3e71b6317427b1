"""CSV files into records, strictly.

Belongs here: encoding, header and width of CSV files. Does not belong here: what the columns mean.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from warehouse.reference_files.problems import Problems
from warehouse.reference_files.record import Record


def read_text(path: Path, problems: Problems) -> str | None:
    """Return the file's text (UTF-8, a byte order mark is dropped), None with a problem when it is something else."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.add(str(path), None, "not_utf8", "tệp không phải UTF-8", "lưu lại với bảng mã UTF-8")
        return None


def read_csv(path: Path, columns: Sequence[str], problems: Problems, optional: Sequence[str] = ()) -> list[Record]:
    """Return the rows of a comma-separated file; its header holds `columns`, and may hold `optional` ones, in any order; blank rows are
    skipped."""
    text = read_text(path, problems)
    if text is None:
        return []
    reader = csv.reader(io.StringIO(text, newline=""))
    header = [name.strip() for name in next(reader, [])]
    if sorted(header) != sorted([*columns, *(name for name in optional if name in header)]):
        _report_header(path, header, columns, problems)
        return []
    records = []
    start = reader.line_num + 1
    for values in reader:
        line, start = start, reader.line_num + 1
        if not any(value.strip() for value in values):
            continue
        if len(values) != len(header):
            message = f"dòng có {len(values)} ô, tiêu đề có {len(header)} cột"
            problems.add(str(path), line, "row_width", message, "đặt ô có dấu phẩy trong ngoặc kép, hoặc bù ô thiếu")
            continue
        records.append(Record(str(path), line, dict(zip(header, values, strict=True)), problems))
    return records


def _report_header(path: Path, header: list[str], columns: Sequence[str], problems: Problems) -> None:
    missing = [name for name in columns if name not in header]
    extra = [name for name in header if name not in columns]
    repeated = sorted({name for name in header if header.count(name) > 1})
    parts = [f"{label}: {', '.join(names)}" for label, names in (("thiếu cột", missing), ("cột lạ", extra), ("cột lặp", repeated)) if names]
    mend = f"đặt dòng đầu là: {','.join(columns)}"
    if len(header) == 1 and ";" in header[0]:
        mend = "lưu lại với dấu phẩy (,) ngăn cột thay cho dấu chấm phẩy (;)"
    problems.add(str(path), 1, "csv_header", "; ".join(parts), mend)
