"""Why points were lost is told by what was claimed and what was given, line by line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.ready_warehouse import scratch_with_tables

_CRITERIA = """
INSERT INTO reference.criterion BY NAME
SELECT 's' AS criteria_set, unnest(['1', '1/1.1']) AS node_id, 1 AS sort_order, 'criterion' AS kind, '1.1' AS code, 'giả lập' AS name_vi,
    2 AS max_points, true AS is_leaf, '1' AS field_node_id, 'base' AS counts_as, 'made_up' AS name_provenance, 'made_up' AS max_provenance
"""
_LINE = """
INSERT INTO mart.par_index_line BY NAME
SELECT 2024 AS index_year, 'province' AS level, 'all' AS panel, 'u' AS unit_id, 'u' AS unit_code, 'u' AS unit_name, 's' AS criteria_set,
    '1/1.1' AS node_id, '1' AS field_node_id, 1 AS sort_order, '1.1' AS code, 'giả lập' AS name_vi, 'base' AS counts_as, $part AS part,
    2 AS max_points, $own::DECIMAL(18, 8) AS self_points, $given::DECIMAL(18, 8) AS points, 'value' AS self_state,
    'value' AS appraised_state, 'value' AS survey_state, 'value' AS state, 'final' AS maturity,
    true AS made_up
"""


@pytest.mark.parametrize(
    ("part", "own", "given", "why"),
    [
        ("appraised", "2", "1", "appraisal"),
        ("appraised", "1", "1", "own_score"),
        ("appraised", "1", "1.5", "own_score"),
        ("appraised", "1.5", "1", "both"),
        ("appraised", None, "1", "no_own_score"),
        ("appraised", None, None, "missing"),
        ("appraised", "2", None, "missing"),
        ("survey", None, "1", "survey"),
    ],
)
def test_why_points_were_lost(part: str, own: str | None, given: str | None, why: str) -> None:
    con = scratch_with_tables()
    con.execute(_CRITERIA)
    con.execute(_LINE, {"part": part, "own": own, "given": given})
    told = con.execute("SELECT lost_why, lost_points FROM mart.par_index_trace").fetchall()
    assert told == [(why, None if given is None else 2 - Decimal(given))]
