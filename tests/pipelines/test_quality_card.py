"""The quality card of the demo, counted by another road from findings, lines and days."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.connection import open_release
from warehouse.home import Home

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("graph")]


def test_parts_are_what_findings_and_lines_say(demo_home: Home) -> None:
    with open_release(demo_home) as con:
        cards = {
            name: row
            for name, *row in con.execute(
                "SELECT unit_name, right_percent, complete_percent, clean_percent, alive_percent, cells, lines FROM mart.quality_card "
                "WHERE index_year = 2024"
            ).fetchall()
        }
        faulty = con.execute(
            "SELECT u.unit_name, f.rule FROM quality.findings AS f JOIN reference.unit AS u USING (unit_id) "
            "WHERE f.form = 'self_assessment' AND f.index_year = 2024 AND NOT f.superseded AND f.severity <> 'info'"
        ).fetchall()
        late = dict(
            con.execute(
                "SELECT unit_name, days_late FROM quality.coverage WHERE index_year = 2024 AND form = 'self_assessment' AND state = 'late'"
            ).fetchall()
        )
    assert len(cards) == 63
    rules: dict[str, set[str]] = {}
    for name, rule in faulty:
        rules.setdefault(name, set()).add(rule)
    for name, (right, complete, clean, alive, cells, lines) in cards.items():
        said = rules.get(name, set())
        assert (right < 100) == bool(said & {"SELF-WITHIN-MAX", "MAX-DECLARED", "LINE-BLANKED", "SELF-NO-SURVEY"}), (name, said)
        assert (clean < 100) == bool(said & {"LINE-KNOWN", "NUMBER-TEXT", "NUMBER-PERCENT", "NUMBER-ERROR", "LINE-TWICE"}), (name, said)
        assert complete == 100 or said, name
        assert cells > 0 and lines == 78
        assert alive == (
            Decimal(100) if name not in late else max(Decimal(0), Decimal(100) - Decimal(100 * late[name]) / 30).quantize(Decimal("1e-8"))
        )
    assert cards["Bắc Ninh"][0] == (Decimal(100) * (cards["Bắc Ninh"][4] - 1) / cards["Bắc Ninh"][4]).quantize(Decimal("1e-8"))
