"""`cchc run --as-of`: the index as it was known on a day, in a file of its own.

Belongs here: building it into `as-of/<day>/`, and the ranking in words. Does not: the steps (assets/past), asking it (sql.py).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from assets.past.moment import MomentUnclear, moment_of
from pipelines.cli.failure import BAD_INPUT, CommandFailed
from pipelines.cli.printing import console
from warehouse.archive import read_receipts
from warehouse.connection import open_closed
from warehouse.home import Home


def run_as_of(text: str, year: int | None) -> None:
    """Build from receipts, events and criteria sets known by then, and print the rankings. The release stays as it is."""
    from assets.past.past_build import build_past
    from assets.past.past_home import past_home, reference_known
    from pipelines.cli.summary import print_rankings

    home, out = Home.from_env().create(), console()
    try:
        moment = moment_of(text)
    except MomentUnclear as error:
        raise CommandFailed(str(error), BAD_INPUT) from error
    home.as_of.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.as_of, prefix=".making-") as folder:
        past = past_home(home, moment.at, Path(folder), reference_known(home, moment.at), moment.day)
        receipts = len(read_receipts(past.home))
        work_file = build_past(past.home, year)
        place = home.as_of / moment.name / home.release_file.name
        place.parent.mkdir(exist_ok=True)
        work_file.chmod(0o444)
        work_file.replace(place)
    years = "mọi năm đang mở" if year is None else f"năm {year}"
    out.print(f"Như đã biết đến {moment.vi} (giờ Việt Nam), {years}: {receipts} biên nhận trên {len(read_receipts(home))}.")
    for note in past.notes:
        out.print(f"  Lưu ý: {note}.")
    with open_closed(place) as con:
        if not con.execute("SELECT 1 FROM mart.par_index WHERE rank IS NOT NULL LIMIT 1").fetchone():
            out.print("  Lúc đó chưa có bảng PAR INDEX nào xếp hạng được.")
        print_rankings(con, out)
    out.print(f'\nKho riêng: {place} (bản phát hành không đổi). Truy vấn: cchc sql --as-of {text} "SELECT …"')
