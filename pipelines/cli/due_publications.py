"""Before any command: publications whose hour has come are shown.

Belongs here: looking, as cheaply as can be, and telling. Does not: how they are shown (assets/publishing/shelf.py).
"""

from __future__ import annotations

import sys

from warehouse.home import Home
from warehouse.printable import printable


def lift_due_publications() -> None:
    """Nothing where none waits. Trouble is told and stops no other command."""
    home = Home.from_env()
    if not home.embargoed.is_dir() or not any(home.embargoed.iterdir()):
        return
    from datetime import UTC, datetime

    from assets.publishing.shelf import lift_embargoes
    from warehouse.archive import LedgerDamaged

    try:
        for sentence in lift_embargoes(home, datetime.now(UTC)):
            print(printable(sentence), file=sys.stderr)
    except (OSError, LedgerDamaged) as error:
        print(printable(f"Chưa đưa được bản công bố đến giờ ra công khai: {error}"), file=sys.stderr)
