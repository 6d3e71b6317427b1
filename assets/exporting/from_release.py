"""The lists of a year in the release, and whether their figures are public.

Belongs here: reading that. Does not: publications' own files (from_publication.py), sheets.
"""

from __future__ import annotations

from datetime import UTC, datetime

import duckdb

from assets.exporting.exported_year import ExportedYear, ExportRefused, Origin, RankedList, chosen_panels, list_title, years_in_words
from assets.opened_release import made_at, opened_file
from assets.publishing.standing import standing_of
from assets.units_told_apart import told_apart
from warehouse.home import Home
from warehouse.wording import Wording

_FINAL = "final"


def from_release(con: duckdb.DuckDBPyConnection, home: Home, year: int, panel: str | None, words: Wording) -> ExportedYear:
    """The year in the release that `con` is open on. Raises ExportRefused where it has no such year or list."""
    there = con.execute(
        "SELECT index_year, panel FROM mart.par_index GROUP BY ALL UNION SELECT index_year, '' FROM mart.scorecard GROUP BY ALL "
        "UNION SELECT index_year, '' FROM mart.reconciliation GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    if year not in {each for each, _ in there}:
        raise ExportRefused(words.say("export.no_year", year=year, there=years_in_words(words, there)))
    panels = [each for each in chosen_panels(words, year, [(y, p) for y, p in there if p], panel) if each]
    file = opened_file(con)
    when = made_at(file)
    lists = tuple(_list(con, home, year, each, words) for each in panels)
    return ExportedYear(
        year,
        words,
        Origin.release,
        lists,
        words.say("export.of_release", name=file.name, moment=words.moment(when)),
        when,
        con,
        panel,
        any(each.made_up for each in lists) or (panel is None and _reports_made_up(con, year)),
    )


def _reports_made_up(con: duckdb.DuckDBPyConnection, year: int) -> bool:
    row = con.execute("SELECT coalesce(bool_or(made_up), false) FROM mart.scorecard WHERE index_year = ?", [year]).fetchone()
    return bool(row and row[0])


def _list(con: duckdb.DuckDBPyConnection, home: Home, year: int, panel: str, words: Wording) -> RankedList:
    where = "WHERE index_year = ? AND panel = ?"
    titles = dict(con.execute("SELECT panel, arg_max(title_vi, index_year) FROM reference.ranked_list GROUP BY panel").fetchall())
    shown = con.execute(f"SELECT shown_decimals FROM reference.ranked_list {where}", [year, panel]).fetchone()
    drafts = con.execute(
        f"SELECT unit_id, unit_name FROM mart.par_index {where} AND maturity <> ? ORDER BY unit_code", [year, panel, _FINAL]
    ).fetchall()
    made_up = con.execute(f"SELECT bool_or(made_up) FROM mart.par_index {where}", [year, panel]).fetchone()
    apart = told_apart(con, year, panel)
    return RankedList(
        con,
        year,
        panel,
        list_title(words, panel, titles.get(panel)),
        _criteria(con, year, panel, words),
        _standing(con, home, year, panel, words),
        shown[0] if shown else 2,
        bool(made_up and made_up[0]),
        {unit_id: name + apart.get(unit_id, "") for unit_id, name in drafts},
        apart=apart,
    )


def _criteria(con: duckdb.DuckDBPyConnection, year: int, panel: str, words: Wording) -> str:
    rows = con.execute(
        "SELECT DISTINCT s.title_vi, s.title_en, s.decision, s.criteria_set FROM reference.criteria_set AS s "
        "JOIN mart.par_index AS i USING (criteria_set) WHERE i.index_year = ? AND i.panel = ? ORDER BY ALL",
        [year, panel],
    ).fetchall()
    told = []
    for vi, en, decision, name in rows:
        title = (en if words.language == "en" else None) or vi
        by = words.say("export.decision", decision=decision) if decision else words.say("export.no_decision")
        told.append(f"{title}, {by} ({name})")
    return "; ".join(told)


def _standing(con: duckdb.DuckDBPyConnection, home: Home, year: int, panel: str, words: Wording) -> tuple[str, ...]:
    """Internal, unless a publication whose hour has come holds the very figures of every unit that has an index."""
    standing = standing_of(con, home, year, panel, datetime.now(UTC))
    if standing is None:
        return (words.say("export.internal"),)
    publication = standing.publication
    if standing.differing:
        named = publication.publication_id
        return (words.say("export.differs_from_publication", publication=named, units=standing.differing),)
    since = words.moment(standing.public_at)
    return (words.say("export.is_published", publication=publication.publication_id, document=publication.document, since=since),)
