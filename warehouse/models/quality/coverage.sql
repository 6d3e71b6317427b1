-- Grain: one row per index year × expected unit × form that has a deadline for its level.
-- Meaning: what became of each submission that was to come (quality.awaited_submissions), and how many findings the version that counts has:
-- one that was accepted is accepted_with_findings where it has an error or a warning. `timeliness` stands beside the state, so that a late one
-- with findings is both.
WITH findings AS (
    SELECT
        f.submission_id,
        count(*) FILTER (WHERE f.severity = 'error') AS errors,
        count(*) FILTER (WHERE f.severity = 'warning') AS warnings
    FROM quality.line_findings AS f
    WHERE NOT f.superseded AND f.submission_id IS NOT NULL
    GROUP BY f.submission_id
)
SELECT
    a.index_year, a.level, a.panel, a.unit_id, a.unit_code, a.unit_name, a.form,
    CASE WHEN a.state = 'accepted' AND coalesce(f.errors, 0) + coalesce(f.warnings, 0) > 0 THEN 'accepted_with_findings' ELSE a.state END AS state,
    a.timeliness, a.opens_on, a.due_on, a.locks_on, a.received_at, a.days_late, a.arrivals, a.version_no,
    coalesce(f.errors, 0) AS errors, coalesce(f.warnings, 0) AS warnings, a.receipt_id, a.submission_id, a.file_name, a.made_up
FROM quality.awaited_submissions AS a
LEFT JOIN findings AS f ON f.submission_id = a.submission_id
