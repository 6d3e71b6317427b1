"""Whether the figures of a list in a release are those that readers see now.

Belongs here: comparing a release's figures with the publication that is shown. Does not: sentences on it (messages.csv).
The ledger and the clock say what is shown: a release may be older than a publication made of it, or newer than what was put out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb

from assets.publishing.shelf import shown_now
from warehouse.home import Home
from warehouse.ledger import Publication, Restoration, read_events

_FIGURES = """
    SELECT f.unit_id, f.content FROM mart.par_index_figures AS f JOIN mart.par_index AS i USING (index_year, panel, unit_id)
    WHERE f.index_year = ? AND f.panel = ? AND i.index_percent IS NOT NULL
"""


_UNAPPROVED = """
    SELECT coalesce(u.unit_name, a.unit_id), a.document FROM core.approvals AS a LEFT JOIN reference.unit AS u USING (unit_id)
    WHERE a.index_year = ? AND a.panel = ? AND a.state = 'unapproved' AND a.unit_id IN (SELECT unnest(?)) ORDER BY 1
"""


@dataclass(frozen=True)
class Standing:
    """The publication of a list that is shown now, of how many units its figures are not those of the release, and the units in it whose
    approval was taken back, with the document."""

    publication: Publication
    differing: int
    unapproved: tuple[tuple[str, str], ...]

    @property
    def public_at(self) -> datetime:
        return datetime.fromisoformat(self.publication.public_at)


def standing_of(con: duckdb.DuckDBPyConnection, home: Home, year: int, panel: str, now: datetime) -> Standing | None:
    """How a list of the opened release stands to what is shown; None where nothing of it is public."""
    publications = read_events(home, Publication)
    named = shown_now(publications, read_events(home, Restoration), now).get((year, panel))
    if named is None:
        return None
    publication = next(each for each in publications if each.publication_id == named)
    figures = dict(con.execute(_FIGURES, [year, panel]).fetchall())
    units = figures.keys() | publication.figures.keys()
    unapproved = con.execute(_UNAPPROVED, [year, panel, list(publication.figures)]).fetchall()
    return Standing(publication, sum(publication.figures.get(unit) != figures.get(unit) for unit in units), tuple(unapproved))
