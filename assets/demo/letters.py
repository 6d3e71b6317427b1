"""The demo's register of incoming letters: made-up days of receipt, most in time, a few late, one early.

Belongs here: those rows. Does not: the submissions (demo_files.py), reading a register (assets/letter_register.py).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import re
from collections.abc import Sequence

from assets.demo.demo_units import Reference
from assets.letter_register import COLUMNS

_ENDS = {
    "bao_cao_quy_1": "report_quarter_1",
    "bao_cao_6_thang": "report_six_months",
    "bao_cao_quy_3": "report_quarter_3",
    "bao_cao_nam": "report_year",
    "tu_danh_gia": "self_assessment",
    "tham_dinh": "appraisal",
    "dieu_tra_xhh": "survey_scores",
    "theo_doi_nhiem_vu": "plan_tasks",
}
_MADE_UP = "số liệu giả lập"
_LATE, _EARLY = {17, 101, 160, 230, 300, 371, 402}, {40}


def demo_register(names: Sequence[str], reference: Reference, seed: int) -> bytes:
    """CSV in UTF-8 with a mark: one row per submission, with a letter that says that it is made up. Same input, same bytes."""
    due = {(row["index_year"], row["form"]): row for row in reference["reference.deadline"].iter_rows(named=True)}
    rng = random.Random(seed)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for number, name in enumerate(names):
        found = re.match(rf"(\d{{4}})_(\w+?)_.*?({'|'.join(_ENDS)})", name)
        deadline = due.get((int(found[1]), _ENDS[found[3]])) if found else None
        minutes, before = rng.randrange(8 * 60, 17 * 60), rng.randrange(1, 25)
        if deadline is None:
            continue
        day = deadline["due_on"] - dt.timedelta(days=min(before, (deadline["due_on"] - deadline["opens_on"]).days))
        if number in _LATE:
            day = deadline["due_on"] + dt.timedelta(days=before % 6 + 1)
        elif number in _EARLY:
            day = deadline["opens_on"] - dt.timedelta(days=2)
        letter = f"{number + 100}/CCHC ({_MADE_UP})"
        rows.writerow(
            [name, f"{day.isoformat()} {minutes // 60:02}:{minutes % 60:02}", letter, (day - dt.timedelta(days=1)).isoformat(), _MADE_UP]
        )
    return out.getvalue().encode("utf-8-sig")
