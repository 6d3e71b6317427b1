"""The shelf of publications: which hour has come, which is shown, and whether all are whole.

Belongs here: lifting embargoes, the links in `publications/current/`, checking hashes. Does not: writing publications.
What is shown follows from the ledger and the clock alone, so that a process killed in the middle is mended by the next look.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from assets.bundles.data_package import sha256_of
from warehouse.home import Home
from warehouse.ledger import Publication, Restoration, read_events


def folder_of(home: Home, publication_id: str) -> Path:
    """Where a publication lies: among the others once its hour has come, before that under embargo."""
    public = home.publications / publication_id
    return public if public.exists() else home.embargoed / publication_id


def is_public(publication: Publication, now: datetime) -> bool:
    """Whether its hour has come."""
    return datetime.fromisoformat(publication.public_at) <= now


def damage(home: Home, publication: Publication) -> list[str]:
    """Files that are missing or are not those that were written down; empty for a whole publication."""
    folder = folder_of(home, publication.publication_id)
    told = []
    for name, sha256 in sorted(publication.files.items()):
        path = folder / name
        if not path.is_file() or path.is_symlink():
            told.append(f"mất {name}")
        elif sha256_of(path) != sha256:
            told.append(f"{name} đã bị sửa")
    return told


def shown_now(publications: Iterable[Publication], restorations: Iterable[Restoration], now: datetime) -> dict[tuple[int, str], str]:
    """Per year and panel the publication that readers should see: the one that came last, or was put back last."""
    public = {each.publication_id: each for each in publications if is_public(each, now)}
    acts = [(max(datetime.fromisoformat(p.public_at), datetime.fromisoformat(p.recorded_at)), p.publication_id) for p in public.values()]
    acts += [(datetime.fromisoformat(r.recorded_at), r.publication_id) for r in restorations if r.publication_id in public]
    return {(public[named].index_year, public[named].panel): named for _, named in sorted(acts)}


def lift_embargoes(home: Home, now: datetime) -> list[str]:
    """Move publications whose hour has come to their place and point readers at what is to be shown; sentences on what was done, and on
    what could not be because it is damaged."""
    publications = read_events(home, Publication)
    told = []
    for publication in publications:
        waiting = home.embargoed / publication.publication_id
        if not (is_public(publication, now) and waiting.exists()):
            continue
        if damaged := damage(home, publication):
            told.append(f"Bản công bố {publication.publication_id} đến giờ nhưng không nguyên vẹn, KHÔNG đưa ra: {', '.join(damaged)}.")
            continue
        waiting.replace(home.publications / publication.publication_id)
    for (year, panel), named in shown_now(publications, read_events(home, Restoration), now).items():
        if (home.publications / named).exists() and _point(home, f"{year}-{panel}", named):
            told.append(f"Đã công khai bản công bố {named}: {home.publications / 'current' / f'{year}-{panel}'}")
    return told


def _point(home: Home, name: str, publication_id: str) -> bool:
    """Swap one link; False when it points there already."""
    link, target = home.publications / "current" / name, Path("..") / publication_id
    if link.is_symlink() and link.readlink() == target:
        return False
    link.parent.mkdir(parents=True, exist_ok=True)
    new = link.with_name(f".{name}.new")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)
    return True
