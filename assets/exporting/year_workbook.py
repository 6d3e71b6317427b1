"""The workbook of a year: which sheets, in which order.

Belongs here: that order and the words of the contents. Does not: single sheets, cells.
"""

from __future__ import annotations

from assets.exporting.exported_year import ExportedYear, RankedList
from assets.exporting.list_sheets import field_sheets, ranking_sheet, unit_sheets
from assets.exporting.sheet import Part
from assets.exporting.source_sheet import source_sheet
from assets.exporting.workbook_file import workbook_bytes
from assets.exporting.year_sheets import findings_sheet, scorecard_sheets, verdict_sheets
from warehouse.home import Home


def year_parts(exported: ExportedYear, home: Home) -> list[Part]:
    """Rankings, fields, what is of the whole year, findings and sources, and the units last (there are many)."""
    words, con = exported.words, exported.con
    parts = [Part(words.say("export.part_of.rankings"), [ranking_sheet(exported, each) for each in exported.lists])]
    parts += [Part(_of("export.part_of.fields", exported, each), field_sheets(exported, each)) for each in exported.lists]
    if con is not None and exported.panel is None:
        parts.append(Part(words.say("export.part_of.year"), [*scorecard_sheets(exported, con), *verdict_sheets(exported, con)]))
    found = [] if con is None else [findings_sheet(exported, con)]
    parts.append(Part(words.say("export.part_of.sources"), [*found, source_sheet(exported, home)]))
    parts += [Part(_of("export.part_of.units", exported, each), unit_sheets(exported, each)) for each in exported.lists]
    return parts


def year_workbook(exported: ExportedYear, home: Home) -> tuple[bytes, int]:
    """The whole workbook as bytes, and how many sheets it has."""
    words = exported.words
    parts = year_parts(exported, home)
    standing = [f"{each.title}: {line}" for each in exported.lists for line in each.standing]
    internal = exported.con is not None
    content = workbook_bytes(
        parts,
        words.say("export.title", year=exported.year),
        (exported.origin_line, *(() if internal else standing)),
        (*((words.say("made_up"),) if exported.made_up else ()), *((words.say("export.internal_file"), *standing) if internal else ())),
        words,
        exported.made_at,
    )
    return content, 1 + sum(len(part.sheets) for part in parts)


def _of(key: str, exported: ExportedYear, of: RankedList) -> str:
    return exported.words.say(key, list=of.title)
