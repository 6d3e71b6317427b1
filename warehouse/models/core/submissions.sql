-- Grain: one row per index year × form × subject (unit, or outside index).
-- Meaning: the submission that counts, and what became of its measured cells: in = accepted + quarantined.
WITH quarantined AS (
    SELECT DISTINCT k.line_id FROM quality.kept_out_lines AS k
),
cells AS (
    SELECT
        l.submission_id,
        count(*) FILTER (WHERE q.line_id IS NULL) AS lines_accepted,
        count(*) FILTER (WHERE q.line_id IS NOT NULL) AS lines_quarantined
    FROM intake.lines AS l
    LEFT JOIN quarantined AS q ON q.line_id = l.line_id
    GROUP BY l.submission_id
)
SELECT
    v.index_year, v.form, v.subject_id, v.unit_id, v.level, v.criteria_set, v.index_name, v.submission_id, v.receipt_id,
    v.file_sha256, v.file_name, v.version_no, v.made_up,
    s.lines_in,
    coalesce(c.lines_accepted, 0) AS lines_accepted,
    coalesce(c.lines_quarantined, 0) AS lines_quarantined
FROM intake.versions AS v
JOIN intake.submissions AS s ON s.receipt_id = v.receipt_id AND s.submission_id = v.submission_id
LEFT JOIN cells AS c ON c.submission_id = v.submission_id
WHERE v.counts
