"""Running a golden case: reading its workbook and bringing the outcome into the shape of its CSV files.

Belongs here: which columns the files hold and how they are written. Does not belong here: the workbooks (``build.py``).
To see what changed after a deliberate change: ``python -m tests.golden.golden_case`` rewrites the CSV files; then read
the diff.
"""

import csv
from pathlib import Path

from assets.intake.extract import extract, extract_unreadable
from assets.intake.intake_rows import Extraction, Stated
from assets.workbooks.cells import read_cells
from assets.workbooks.unreadable import UnreadableFile
from tests.golden.small_reference import shipped_layouts, small_lookup

HERE = Path(__file__).parent
LINE_COLUMNS = (
    "index_year", "level", "unit_id", "unit_cell", "sheet", "row_no", "code_text", "name_text", "node_id", "measure",
    "cell", "kind", "text", "value", "state", "problem",
)  # fmt: skip
PROBLEM_COLUMNS = ("form", "index_year", "unit_id", "problem", "sheet", "cell", "value", "detail")


def cases() -> list[str]:
    """The names of all golden cases."""
    return sorted(path.parent.name for path in HERE.glob("*/problems.csv"))


def outcome(case: str) -> Extraction:
    """What the case's workbook gives over the small reference and the shipped layouts."""
    (path,) = [path for path in (HERE / case).iterdir() if path.name not in ("lines.csv", "problems.csv")]
    stated = Stated(case, path.name)
    try:
        workbook = read_cells(path.read_bytes(), path.name)
    except UnreadableFile as error:
        return extract_unreadable(error, stated)
    return extract(workbook, stated, small_lookup(), shipped_layouts())


def as_table(rows: list, columns: tuple[str, ...]) -> list[list[str]]:  # type: ignore[type-arg]
    """Rows as the CSV holds them: header first, None as nothing."""
    cells = [[getattr(row, column) for column in columns] for row in rows]
    return [list(columns), *[["" if value is None else str(value) for value in row] for row in cells]]


def expected(case: str, name: str) -> list[list[str]]:
    """The rows of lines.csv or problems.csv, header first."""
    with (HERE / case / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def main() -> None:
    """Rewrites the expected CSV files of all cases."""
    for path in sorted(HERE.iterdir()):
        if path.is_dir() and not path.name.startswith("_"):
            found = outcome(path.name)
            for name, rows, columns in (
                ("lines.csv", found.lines, LINE_COLUMNS),
                ("problems.csv", found.problems, PROBLEM_COLUMNS),
            ):
                with (path / name).open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file, lineterminator="\n").writerows(as_table(rows, columns))


if __name__ == "__main__":
    main()
