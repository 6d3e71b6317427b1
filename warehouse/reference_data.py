"""Schema reference, read from its CSV and YAML files: the way in for everybody else.

Belongs here: loading all tables, their hash, the open years, and warnings. Does not belong here: how one kind of file
is read (reference_files/), the data (reference/), writing to the warehouse (assets), form layouts (intake).
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from warehouse.reference_files import (
    corrections,
    criteria_checks,
    criteria_sets,
    form_choices,
    indicators,
    outside_indices,
    panels,
    periods,
    published,
    published_figures,
    quality_parts,
    ranked_lists,
    register_counts,
    series_breaks,
    service_quality,
    survey_settings,
    uncertainty,
    unit_history,
    unit_tiles,
    units,
)
from warehouse.reference_files.overlay import ReferenceFiles
from warehouse.reference_files.problems import Problem, Problems, ReferenceError
from warehouse.reference_files.record import Entry
from warehouse.reference_files.table_frames import table_frame
from warehouse.wording import Wording

_VI = Wording("vi")

__all__ = [
    "SHIPPED", "Problem", "ReferenceError", "available_years", "load_reference", "reference_hash", "reference_warnings",
]  # fmt: skip

SHIPPED = Path(__file__).parent / "reference"
_OURS = (
    periods.PERIODS, units.UNITS, criteria_sets.CRITERIA_SETS, panels.PANELS, panels.GROUPS,
    outside_indices.OUTSIDE_INDICES, published.PUBLISHED, corrections.CORRECTIONS,
    quality_parts.QUALITY_PARTS, ranked_lists.RANKED_LISTS, series_breaks.SERIES_BREAKS, uncertainty.UNCERTAINTY,
    indicators.INDICATORS, register_counts.REGISTER_COUNTS, published_figures.FIGURES, published_figures.CLAIMS, published_figures.OPERANDS,
    service_quality.SERVICE_QUALITY, survey_settings.SURVEY_SETTINGS, unit_tiles.UNIT_TILES,
)  # fmt: skip
_OUR_FOLDERS = ("units/", "criteria_sets/", "outside_indices/", "published/", "corrections/", "indicators/", "figures/")
_DOCUMENTS = (".md", ".txt")


def load_reference(folders: list[Path]) -> dict[str, pl.DataFrame]:
    """Return every table of schema reference ("reference.unit" → frame), columns and types as in its contract.

    Later folders overlay earlier ones: a file of the same relative path replaces, another is added. Raises
    ReferenceError with every problem found: first all that cannot be read, and once all is readable, all that is wrong.
    A process that asks again for the same files gets the same frames.
    """
    return dict(_load(tuple(folders), reference_hash(folders)))


@lru_cache(maxsize=2)
def _load(folders: tuple[Path, ...], _digest: str) -> dict[str, pl.DataFrame]:
    files, problems = ReferenceFiles(list(folders)), Problems()
    _report_unknown_files(files, problems)
    years, deadlines = periods.read_periods(files, problems)
    unit_rows = units.read_units(files, problems)
    aliases = units.read_aliases(files, problems)
    mergers = units.read_mergers(files, problems)
    shares = unit_history.read_merger_shares(files, problems)
    regions = unit_history.read_region_members(files, problems)
    sets, criteria, branches = criteria_sets.read_criteria_sets(files, problems)
    members = panels.read_panel_members(files, problems)
    groups = panels.read_groups(files, problems)
    lists = ranked_lists.read_ranked_lists(files, problems)
    outside = outside_indices.read_outside_indices(files, problems)
    results = published.read_published(files, problems)
    corrected = corrections.read_corrections(files, problems)
    parts = quality_parts.read_quality_parts(files, problems)
    breaks = series_breaks.read_series_breaks(files, problems)
    assumed = uncertainty.read_uncertainty(files, problems)
    counted = register_counts.read_register_counts(files, problems)
    catalogue = indicators.read_indicators(files, problems)
    choices = form_choices.read_form_choices(files)
    figures = published_figures.read_published_figures(files, problems)
    claims = published_figures.read_figure_claims(files, problems)
    operands = published_figures.read_figure_operands(files, problems)
    quality_ratios = service_quality.read_service_quality(files, problems)
    survey = survey_settings.read_survey_settings(files, problems)
    tiles = unit_tiles.read_unit_tiles(files, problems)
    problems.raise_if_any()

    periods.check_periods(years, deadlines)
    units.check_units(unit_rows, aliases, mergers)
    unit_history.check_merger_shares(shares, mergers)
    unit_history.check_region_members(regions, unit_rows)
    criteria_checks.check_criteria_sets(sets, criteria)
    panels.check_panel_members(members, unit_rows, sets)
    panels.check_groups(groups)
    ranked_lists.check_ranked_lists(lists)
    outside_indices.check_outside_indices(outside)
    published.check_published(results, unit_rows)
    quality_parts.check_quality_parts(parts)
    series_breaks.check_series_breaks(breaks)
    uncertainty.check_uncertainty(assumed)
    indicators.check_indicators(catalogue)
    register_counts.check_register_counts(counted, catalogue.indicators, choices)
    indicators.check_measures(criteria, catalogue)
    published_figures.check_published_figures(figures, claims, operands, catalogue.indicators)
    service_quality.check_service_quality(quality_ratios)
    survey_settings.check_survey_settings(survey)
    unit_tiles.check_unit_tiles(tiles, unit_rows)
    corrections.check_corrections(corrected, unit_rows, sets, criteria, members)
    periods.check_forms(deadlines, files)
    opened = {entry["index_year"] for entry in years}
    for entries in (sets, members, groups, lists, outside.indices, results, corrected, figures, claims, operands):
        periods.check_open(entries, opened)
    problems.raise_if_any()

    tables: dict[str, list[Entry]] = {
        "reference.index_year": years,
        "reference.deadline": deadlines,
        "reference.unit": unit_rows,
        "reference.unit_alias": aliases,
        "reference.unit_merger": mergers,
        "reference.merger_share": shares,
        "reference.region_member": regions,
        "reference.criteria_set": sets,
        "reference.criterion": criteria,
        "reference.criterion_branch": branches,
        "reference.panel_member": members,
        "reference.unit_group": groups,
        "reference.ranked_list": lists,
        "reference.outside_index": outside.indices,
        "reference.outside_index_line": outside.lines,
        "reference.outside_index_group": outside.groups,
        "reference.published_result": results,
        "reference.correction": corrected,
        "reference.quality_part": parts,
        "reference.series_break": breaks,
        "reference.uncertainty": assumed,
        "reference.register_count": counted,
        "reference.indicator": catalogue.indicators,
        "reference.indicator_reporter": catalogue.reporters,
        "reference.indicator_term": catalogue.terms,
        "reference.form_choice": choices,
        "reference.published_figure": figures,
        "reference.figure_claim": claims,
        "reference.figure_operand": operands,
        "reference.service_quality_part": quality_ratios,
        "reference.survey_setting": survey,
        "reference.unit_tile": tiles,
    }
    return {table: table_frame(table, entries) for table, entries in tables.items()}


def reference_hash(folders: list[Path]) -> str:
    """Return the sha256 of the files that count (form layouts included): equal hash, equal reference data."""
    return ReferenceFiles(folders).sha256()


def available_years(folders: list[Path]) -> list[int]:
    """Return the open index years, ascending, from periods.yml alone. Raises ReferenceError when it cannot be used."""
    problems = Problems()
    years, deadlines = periods.read_periods(ReferenceFiles(folders), problems)
    problems.raise_if_any()
    periods.check_periods(years, deadlines)
    problems.raise_if_any()
    return [entry["index_year"] for entry in years]


def deadlines_of(folders: list[Path], form: str) -> list[date]:
    """Return the days on which a form was or is due, of all open years, from periods.yml alone. Raises ReferenceError."""
    problems = Problems()
    _, deadlines = periods.read_periods(ReferenceFiles(folders), problems)
    problems.raise_if_any()
    return sorted({each["due_on"] for each in deadlines if each["form"] == form})


def reference_warnings(tables: dict[str, pl.DataFrame]) -> list[str]:
    """Return, in Vietnamese, what looks odd in loaded tables but does not stop anything; empty when nothing does.

    A criteria set whose counts differ from those that its decision states, or whose panel has no members. (Decision
    2948 states 38 criteria where its own fields sum to 39: such a difference is to be seen, not refused.)
    """
    return [*_count_warnings(tables), *_panel_warnings(tables)]


def _count_warnings(tables: dict[str, pl.DataFrame]) -> Iterator[str]:
    columns = {"field": "stated_fields", "criterion": "stated_criteria", "sub_criterion": "stated_subcriteria"}
    criteria = tables["reference.criterion"]
    for row in tables["reference.criteria_set"].iter_rows(named=True):
        own = criteria.filter(pl.col("criteria_set") == row["criteria_set"])
        for kind, column in columns.items():
            count = own.filter(pl.col("kind") == kind).height
            if row[column] is not None and row[column] != count:
                yield f"Bộ tiêu chí {row['criteria_set']}: có {count} {_VI.code('node', kind)}, văn bản ghi {row[column]}."


def _panel_warnings(tables: dict[str, pl.DataFrame]) -> Iterator[str]:
    members = set(tables["reference.panel_member"].select("index_year", "panel").unique().iter_rows())
    for row in tables["reference.criteria_set"].iter_rows(named=True):
        if (row["index_year"], row["panel"]) not in members:
            panel = f"danh sách {row['panel']} năm {row['index_year']}"
            yield f"Bộ tiêu chí {row['criteria_set']}: {panel} chưa có đơn vị nào."


def _report_unknown_files(files: ReferenceFiles, problems: Problems) -> None:
    """A misnamed file (panel.csv, 2025.yaml) must not be passed over in silence; other folders belong to others."""
    known = {name for name, _ in files.matching(*_OURS)}
    paths = dict(files.matching("*", "*/*"))
    for name in files.names():
        ours = "/" not in name or name.startswith(_OUR_FOLDERS)
        if ours and name not in known and not name.endswith(_DOCUMENTS):
            file = str(paths.get(name, name))
            mend = f"đặt tên theo: {', '.join(_OURS)}"
            problems.add(file, None, "unknown_file", "không rõ tệp này thuộc loại nào", mend)
