"""The lists of a year as put out: the publications that readers are to see now, and nothing beside them.

Belongs here: finding, proving and opening them. Does not: making publications (assets/publishing), sheets.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime

from assets.exporting.exported_year import ExportedYear, ExportRefused, Origin, RankedList, chosen_panels, list_title, years_in_words
from assets.publishing.shelf import damage, folder_of, shown_now
from assets.publishing.write_publication import DATABASE, FACTS
from assets.units_told_apart import told_apart
from warehouse.connection import open_closed
from warehouse.home import Home
from warehouse.ledger import Publication, Restoration, read_events
from warehouse.wording import Wording


def from_publication(open_files: ExitStack, home: Home, year: int, panel: str | None, words: Wording) -> ExportedYear:
    """The year as put out; files stay open as long as `open_files`. Raises ExportRefused: none such, or one that is damaged."""
    publications = {each.publication_id: each for each in read_events(home, Publication)}
    shown = shown_now(publications.values(), read_events(home, Restoration), datetime.now(UTC))
    there = sorted(shown)
    if year not in {each for each, _ in there}:
        raise ExportRefused(words.say("export.not_published", year=year, there=years_in_words(words, there)))
    chosen = [publications[shown[year, each]] for each in chosen_panels(words, year, there, panel)]
    for each in chosen:
        if damaged := damage(home, each):
            raise ExportRefused(words.say("export.damaged", publication=each.publication_id, damage=", ".join(damaged)))
    names = ", ".join(each.publication_id for each in chosen)
    lists = tuple(_list(open_files, home, each, words) for each in chosen)
    return ExportedYear(
        year,
        words,
        Origin.publication,
        lists,
        words.say("export.of_publication", names=names),
        max(datetime.fromisoformat(each.recorded_at) for each in chosen),
        None,
        panel,
        any(each.made_up for each in lists),
    )


def _list(open_files: ExitStack, home: Home, publication: Publication, words: Wording) -> RankedList:
    con = open_files.enter_context(open_closed(folder_of(home, publication.publication_id) / DATABASE))
    made_up = con.execute("SELECT bool_or(made_up) FROM mart.par_index").fetchone()
    sets = con.execute("SELECT DISTINCT criteria_set FROM mart.par_index ORDER BY 1").fetchall()
    since = words.moment(datetime.fromisoformat(publication.public_at))
    return RankedList(
        con,
        publication.index_year,
        publication.panel,
        list_title(words, publication.panel, None),
        ", ".join(row[0] for row in sets),
        (words.say("export.published", publication=publication.publication_id, document=publication.document, since=since),),
        made_up=bool(made_up and made_up[0]),
        apart=told_apart(con, publication.index_year, publication.panel),
        publication_id=publication.publication_id,
    )


def publication_facts(home: Home, publication_id: str) -> dict[str, object]:
    """What a publication says of itself."""
    facts: dict[str, object] = json.loads((folder_of(home, publication_id) / FACTS).read_text(encoding="utf-8"))
    return facts
