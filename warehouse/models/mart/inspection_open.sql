-- Grain: one row per index year × inspecting unit × inspected unit as written, with 'all' for the inspecting unit's total.
-- Meaning: what inspections found and what of it is not yet remedied at the end of the reference day; overdue ones are past their deadline.
WITH counted AS (
    SELECT
        f.index_year, f.level, f.unit_id, coalesce(f.inspected_unit, 'all') AS inspected_unit,
        count(DISTINCT f.record_no) AS records,
        count(*) AS findings,
        count(*) FILTER (WHERE f.remedied_on IS NOT NULL) AS remedied,
        count(*) FILTER (WHERE f.outcome = 'late') AS remedied_late,
        count(*) FILTER (WHERE f.remedied_on IS NULL) AS open,
        count(*) FILTER (WHERE f.outcome = 'overdue') AS overdue,
        count(*) FILTER (WHERE f.remedied_on IS NULL AND f.severity = 'serious') AS open_serious,
        min(f.remedy_due_on) FILTER (WHERE f.outcome = 'overdue') AS oldest_due_on,
        max(f.reference_day) AS reference_day,
        bool_or(f.made_up) AS made_up
    FROM (SELECT * REPLACE (coalesce(nullif(inspected_unit, 'all'), '(không ghi)') AS inspected_unit) FROM core.inspection_findings) AS f
    GROUP BY GROUPING SETS ((f.index_year, f.level, f.unit_id, f.inspected_unit), (f.index_year, f.level, f.unit_id))
)
SELECT
    c.index_year, c.level, c.unit_id, u.unit_code, u.unit_name, c.inspected_unit, c.records, c.findings, c.remedied, c.remedied_late, c.open,
    c.overdue, c.open_serious, c.oldest_due_on,
    CAST(c.remedied * 100 / c.findings AS DECIMAL(18, 8)) AS remedied_share,
    c.reference_day, c.made_up
FROM counted AS c
JOIN reference.unit AS u ON u.unit_id = c.unit_id
