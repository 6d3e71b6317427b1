-- Grain: one row per answer cell whose line has a scoring rule, of every version.
-- Meaning: the branch of the rule that the declared data take, the points that it gives, and the points written in the same row.
WITH written AS (
    SELECT l.submission_id, l.sheet, l.row_no, l.node_id, l.cell, l.text, l.value, l.state
    FROM intake.lines AS l
    WHERE l.measure = CASE l.form WHEN 'self_assessment' THEN 'self_points' ELSE 'appraised_points' END
)
SELECT
    d.line_id, d.submission_id, d.file_sha256, d.file_name, d.form, d.index_year, d.level, d.criteria_set, d.unit_id, d.sheet, d.row_no,
    d.code_text, d.node_id, d.node_name, d.measure, d.cell, d.kind, d.text, d.counts, d.version_no, d.set_max,
    d.rule_kind, d.rule_vi, d.data_unit, d.conditions, d.state, d.number,
    b.branch_no, b.label_vi AS branch_vi,
    CAST({rule_points} AS DECIMAL(18, 8)) AS rule_points,
    p.cell AS points_cell, p.text AS points_text, p.value AS points, p.state AS points_state
FROM quality.declared_data AS d
LEFT JOIN core.scoring_branch AS b
    ON b.criteria_set = d.criteria_set AND b.node_id = d.node_id AND d.number >= b.lowest AND d.number <= b.highest
LEFT JOIN written AS p ON p.submission_id = d.submission_id AND p.sheet = d.sheet AND p.row_no = d.row_no AND p.node_id = d.node_id
WHERE d.rule_kind IS NOT NULL
