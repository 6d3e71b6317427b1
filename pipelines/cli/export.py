"""`cchc export`: a year of the release, or of what was put out, as an Excel workbook, CSV, Parquet or a data package.

Belongs here: places of files, refusing, telling. Does not: sheets and tables (assets/exporting).
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import duckdb

from assets.exporting.exported_year import ExportedYear, ExportRefused, Origin
from assets.exporting.from_publication import from_publication
from assets.exporting.from_release import from_release
from assets.exporting.table_files import write_tables
from assets.exporting.year_workbook import year_workbook
from pipelines.cli.failure import BAD_INPUT, NOTHING_YET, CommandFailed
from pipelines.cli.printing import console
from pipelines.cli.sql import released
from warehouse.durable_files import write_whole
from warehouse.home import Home
from warehouse.wording import Wording


def export(year: int, panel: str | None, to: Path | None, formats: list[str], publication: bool, language: str) -> None:
    """Write the formats asked for (xlsx, csv, parquet, package; none: xlsx) and say where they lie."""
    home, words = Home.from_env(), Wording(language)
    wanted = formats or ["xlsx"]
    place = _place(to or Path(), wanted, words)
    with ExitStack() as open_files:
        try:
            if publication:
                exported = from_publication(open_files, home, year, panel, words)
            else:
                exported = from_release(open_files.enter_context(released(home)), home, year, panel, words)
            _write(exported, home, place, _name(exported, language), wanted)
        except ExportRefused as refused:
            raise CommandFailed(str(refused), NOTHING_YET) from refused
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise CommandFailed(words.say("export.old_release", what=str(error).splitlines()[0]), NOTHING_YET) from error
        except OSError as error:
            where = error.filename or place
            raise CommandFailed(words.say("export.cannot_write", place=where, why=error.strerror or error), BAD_INPUT) from error


def _place(to: Path, wanted: list[str], words: Wording) -> Path:
    """A folder, or a file .xlsx where nothing else is wanted."""
    as_file = _is_file(to)
    if (as_file and wanted != ["xlsx"]) or (not as_file and to.exists() and not to.is_dir()):
        raise CommandFailed(words.say("export.not_a_folder", place=to), BAD_INPUT)
    return to


def _is_file(to: Path) -> bool:
    return to.suffix.lower() == ".xlsx" and not to.is_dir()


def _name(exported: ExportedYear, language: str) -> str:
    """cchc-2023, cchc-2023-ministries, cchc-2023-cong-bo, cchc-2023-en, cchc-2023-gia-lap: exports that differ do not overwrite each other,
    and made-up figures say so by their file's name too (a CSV has no title)."""
    marks = {
        exported.panel or "": exported.panel is not None,
        "cong-bo": exported.origin is Origin.publication,
        language: language != "vi",
        "gia-lap": exported.made_up,
    }
    return "-".join(["cchc", str(exported.year), *(mark for mark, there in marks.items() if there)])


def _write(exported: ExportedYear, home: Home, place: Path, name: str, wanted: list[str]) -> None:
    words, out = exported.words, console()
    if "xlsx" in wanted:
        file = place if _is_file(place) else place / f"{name}.xlsx"
        content, sheets = year_workbook(exported, home)
        write_whole(file, content)
        out.print(words.say("export.done", year=exported.year, place=file, what=words.say("export.what.sheets", sheets=sheets)))
    kinds = [kind for kind in ("csv", "parquet") if kind in wanted or "package" in wanted]
    if kinds:
        folder = place / name
        tables = write_tables(exported, folder, kinds, "package" in wanted)
        what = words.say("export.what.tables", tables=tables) + f": {', '.join(kinds)}"
        out.print(words.say("export.done", year=exported.year, place=folder, what=what))
    for line in (line for each in exported.lists for line in each.standing):
        out.print(f"  {line}")
    if exported.made_up:
        out.print(f"  {words.say('made_up')}")
