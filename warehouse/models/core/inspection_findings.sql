-- Grain: one row per finding of an inspection record, of the versions that count.
-- Meaning: what inspections of reform and civil service found, and its remedy. outcome, at the end of the reference day (the whole last day is in
-- time): on_time, late (remedied, against the deadline), remedied (without a deadline), overdue (not remedied and past it), open.
WITH findings AS (
    SELECT
        c.index_year, c.level, c.unit_id, c.submission_id, c.row_no, c.code, c.reference_day, c.file_name, c.file_sha256, c.sheet, c.made_up,
        max(c.day) FILTER (WHERE c.measure = 'inspected_on') AS inspected_on,
        max(c.words) FILTER (WHERE c.measure = 'inspected_unit') AS inspected_unit,
        max(c.words) FILTER (WHERE c.measure = 'team') AS team,
        max(c.words) FILTER (WHERE c.measure = 'finding') AS finding,
        max(c.choice) FILTER (WHERE c.measure = 'severity') AS severity,
        max(c.words) FILTER (WHERE c.measure = 'remedy') AS remedy,
        max(c.day) FILTER (WHERE c.measure = 'remedy_due_on') AS remedy_due_on,
        max(c.day) FILTER (WHERE c.measure = 'remedied_on') AS remedied_on,
        max(c.cell) FILTER (WHERE c.measure = 'finding') AS cell
    FROM core.register_cells AS c
    WHERE c.form = 'inspections' AND NOT c.row_rejected
    GROUP BY ALL
),
judged AS (
    SELECT
        f.*,
        CASE
            WHEN f.remedied_on IS NOT NULL AND f.remedy_due_on IS NULL THEN 'remedied'
            WHEN f.remedied_on IS NOT NULL THEN CASE WHEN f.remedied_on <= f.remedy_due_on THEN 'on_time' ELSE 'late' END
            WHEN f.remedy_due_on <= f.reference_day THEN 'overdue'
            ELSE 'open'
        END AS outcome
    FROM findings AS f
)
SELECT
    j.index_year, j.level, j.unit_id, j.code AS record_no, j.inspected_on, j.inspected_unit, j.team, j.finding, j.severity, j.remedy,
    j.remedy_due_on, j.remedied_on, j.outcome,
    CASE WHEN j.outcome = 'overdue' THEN CAST(date_diff('day', j.remedy_due_on, j.reference_day) AS INTEGER) END AS days_overdue,
    j.reference_day, j.submission_id, j.row_no, j.file_name, j.file_sha256, j.sheet, j.cell, j.made_up
FROM judged AS j
