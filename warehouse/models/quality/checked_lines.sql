-- Grain: one row per form row × measure, of every version.
-- Meaning: what the line rules look at: lines read from forms beside their node of the criteria set (or of the indicator catalogue) and their version. The same bytes may
-- have arrived more than once; their lines count if one of the arrivals counts, and have the number of the latest one.
WITH submission_versions AS (
    SELECT v.submission_id, bool_or(v.counts) AS counts, max(v.version_no) AS version_no
    FROM intake.versions AS v
    GROUP BY v.submission_id
)
SELECT
    l.line_id, l.submission_id, l.file_sha256, l.file_name, l.form, l.index_year, l.level, l.criteria_set, l.index_name,
    l.unit_id, l.unit_text, l.unit_cell, l.sheet, l.row_no, l.code_text, l.code_cell,
    l.name_text, l.node_id, l.measure, l.cell, l.kind, l.text, l.value, l.state, l.problem,
    CASE WHEN l.form = 'index_scores' THEN TRUE WHEN i.indicator IS NOT NULL THEN i.kind = 'reported' ELSE c.is_leaf END AS is_leaf,
    c.part, c.max_points AS set_max, coalesce(c.name_vi, i.name_vi) AS node_name, coalesce(c.code, i.indicator) AS node_code,
    coalesce(v.counts, false) AS counts, v.version_no
FROM intake.lines AS l
LEFT JOIN reference.criterion AS c ON c.criteria_set = l.criteria_set AND c.node_id = l.node_id
-- (one equality, so that every row need not be held against every indicator)
LEFT JOIN reference.indicator AS i ON i.indicator = CASE WHEN l.criteria_set = 'indicators' THEN l.node_id END
LEFT JOIN submission_versions AS v ON v.submission_id = l.submission_id
