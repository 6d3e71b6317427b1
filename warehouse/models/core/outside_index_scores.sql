-- Grain: one row per outside index × index year × unit × sub-dimension.
-- Meaning: the accepted scores of the long table that counts for that index and year.
WITH quarantined AS (
    SELECT DISTINCT k.line_id FROM quality.kept_out_lines AS k
)
SELECT
    s.index_name, s.index_year, l.unit_id, d.dimension_code, d.sub_code,
    coalesce(k.corrected, l.value) AS score, l.file_name, l.file_sha256, l.sheet, l.cell, k.correction, s.made_up
FROM core.submissions AS s
JOIN intake.lines AS l ON l.submission_id = s.submission_id
JOIN reference.outside_index_line AS d
    ON d.index_name = s.index_name AND d.index_year = s.index_year AND d.dimension_code || '/' || d.sub_code = l.node_id
LEFT JOIN quarantined AS q ON q.line_id = l.line_id
LEFT JOIN core.corrections AS k ON k.line_id = l.line_id AND k.status = 'applied'
WHERE s.form = 'index_scores' AND l.measure = 'score' AND l.unit_id IS NOT NULL
    AND (k.correction IS NOT NULL OR (l.state = 'value' AND q.line_id IS NULL))
