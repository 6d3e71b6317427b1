-- Grain: one row per declared correction.
-- Meaning: what became of it. applied: the counting version still says what the declaration expects, so the corrected value is used.
-- waiting: nothing was submitted yet. All other states mean that the declaration no longer fits the source (mended, changed, expired,
-- unknown_line): it is not used, and a blocking rule says so loudly.
WITH target AS (
    SELECT c.*, s.submission_id, CAST(r.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE) AS recorded_on
    FROM reference.correction AS c
    LEFT JOIN core.submissions AS s
        ON s.index_year = c.index_year AND s.form = c.form AND s.subject_id = coalesce(c.index_name, c.unit_id)
    LEFT JOIN intake.submissions AS r ON r.receipt_id = s.receipt_id AND r.submission_id = s.submission_id
),
beside AS (
    SELECT
        t.*, l.line_id, l.file_name, l.file_sha256, l.sheet, l.cell, l.text AS found_now,
        coalesce(l.state, 'blank') = 'blank' AS is_blank,
        coalesce(l.text = t.found, false) OR coalesce(l.value = try_cast(t.found AS DECIMAL(18, 8)), false) AS as_found,
        coalesce(l.value = t.corrected, false) AS as_corrected
    FROM target AS t
    LEFT JOIN intake.lines AS l
        ON l.submission_id = t.submission_id AND l.unit_id = t.unit_id AND l.node_id = t.node_id AND l.measure = t.measure
    QUALIFY row_number() OVER (PARTITION BY t.correction ORDER BY l.row_no, l.cell) = 1
)
SELECT
    correction, index_year, form, measure, index_name, unit_id, node_id, found, corrected, what_vi, why_vi, declared_by, document, valid_until,
    submission_id, line_id, file_name, file_sha256, sheet, cell, found_now,
    CASE
        WHEN submission_id IS NULL THEN 'waiting'
        WHEN line_id IS NULL THEN 'unknown_line'
        WHEN as_corrected THEN 'mended'
        WHEN NOT (as_found OR (found IS NULL AND is_blank)) THEN 'changed'
        WHEN recorded_on > valid_until THEN 'expired'
        ELSE 'applied'
    END AS status
FROM beside
