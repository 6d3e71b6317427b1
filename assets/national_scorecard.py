"""The country's line of each indicator with those of ministries and provinces beside it, as every reader of the scorecard shows it.

Belongs here: that one SELECT. Does not: which years, periods and columns are shown (the command, the report, the export).
"""

from __future__ import annotations

NATIONAL_SCORECARD = """(
    SELECT n.*, m.figure AS ministries, p.figure AS provinces
    FROM mart.scorecard AS n
    LEFT JOIN mart.scorecard AS m ON m.scope_kind = 'level' AND m.scope = 'ministry'
        AND (m.index_year, m.period, m.indicator) = (n.index_year, n.period, n.indicator)
    LEFT JOIN mart.scorecard AS p ON p.scope_kind = 'level' AND p.scope = 'province'
        AND (p.index_year, p.period, p.indicator) = (n.index_year, n.period, n.indicator)
    WHERE n.scope_kind = 'national'
)"""
"""A table to select from: all columns of mart.scorecard, and `ministries`, `provinces`."""
