-- Grain: one row per index year × unit of a panel (ranked or scored) × scored line of its criteria set.
-- Meaning: what the counting self-assessment, appraisal and survey say of the line after the checks. Points are rounded half up to
-- the set's line_decimals. Missing has names: not_submitted (no such workbook), blank, quarantined, not_applicable,
-- not_on_form (a survey line in a self-assessment); none of them is zero. A declared correction that still fits its source replaces the
-- value; its code stands beside it.
WITH latest_set AS (
    SELECT s.criteria_set, s.index_year, s.level, s.panel
    FROM reference.criteria_set AS s
    QUALIFY row_number() OVER (PARTITION BY s.index_year, s.panel ORDER BY s.version DESC) = 1
),
expected AS (
    SELECT
        m.index_year, m.level, m.panel, m.standing, m.unit_id, s.criteria_set,
        c.node_id, c.field_node_id, c.sort_order, c.part, c.max_points
    FROM reference.panel_member AS m
    JOIN latest_set AS s ON s.index_year = m.index_year AND s.panel = m.panel
    JOIN reference.criterion AS c ON c.criteria_set = s.criteria_set AND c.is_leaf
    WHERE m.standing <> 'excluded'
),
quarantined AS (
    SELECT DISTINCT f.line_id
    FROM quality.line_findings AS f
    WHERE f.severity = 'error' AND f.line_id IS NOT NULL
),
measured AS (
    SELECT
        s.unit_id, s.criteria_set, l.node_id, l.measure, l.text, l.file_name, l.file_sha256, l.sheet, l.cell, k.correction,
        CAST(
            CASE WHEN k.correction IS NOT NULL THEN k.corrected ELSE CASE c.line_decimals
                WHEN 0 THEN round(l.value, 0) WHEN 1 THEN round(l.value, 1) WHEN 2 THEN round(l.value, 2) WHEN 3 THEN round(l.value, 3)
                WHEN 4 THEN round(l.value, 4) WHEN 5 THEN round(l.value, 5) WHEN 6 THEN round(l.value, 6) ELSE l.value
            END END AS DECIMAL(18, 8)
        ) AS points,
        CASE WHEN k.correction IS NOT NULL THEN 'value' WHEN q.line_id IS NOT NULL THEN 'quarantined' ELSE l.state END AS state
    FROM core.submissions AS s
    JOIN intake.lines AS l ON l.submission_id = s.submission_id
    JOIN reference.criteria_set AS c ON c.criteria_set = s.criteria_set
    LEFT JOIN quarantined AS q ON q.line_id = l.line_id
    LEFT JOIN core.corrections AS k ON k.line_id = l.line_id AND k.status = 'applied'
    WHERE l.node_id IS NOT NULL
      AND (s.form, l.measure) IN (
          ('self_assessment', 'self_points'), ('appraisal', 'appraised_points'), ('survey_scores', 'survey_points'), ('appraisal', 'reason')
      )
    QUALIFY row_number() OVER (
        PARTITION BY s.submission_id, l.node_id, l.measure ORDER BY k.correction IS NULL, q.line_id IS NOT NULL, l.row_no, l.cell
    ) = 1
),
submitted AS (
    SELECT s.index_year, s.unit_id, s.form, s.made_up FROM core.submissions AS s WHERE s.unit_id IS NOT NULL
)
SELECT
    e.index_year, e.level, e.panel, e.standing, e.unit_id, e.criteria_set, e.node_id, e.field_node_id, e.sort_order, e.part, e.max_points,
    CASE WHEN a.state = 'value' AND e.part = 'appraised' THEN a.points END AS self_points,
    CASE
        WHEN sa.unit_id IS NULL THEN 'not_submitted'
        WHEN e.part <> 'appraised' THEN 'not_on_form'
        ELSE coalesce(a.state, 'blank')
    END AS self_state,
    a.file_name AS self_file, a.file_sha256 AS self_sha256, a.sheet AS self_sheet, a.cell AS self_cell, a.correction AS self_correction,
    CASE WHEN b.state = 'value' AND e.part = 'appraised' THEN b.points END AS appraised_points,
    CASE
        WHEN e.part <> 'appraised' THEN 'not_on_form'
        WHEN sb.unit_id IS NULL THEN 'not_submitted'
        ELSE coalesce(b.state, 'blank')
    END AS appraised_state,
    b.file_name AS appraised_file, b.file_sha256 AS appraised_sha256, b.sheet AS appraised_sheet, b.cell AS appraised_cell, b.correction AS appraised_correction,
    r.text AS reason,
    CASE WHEN v.state = 'value' AND e.part = 'survey' THEN v.points END AS survey_points,
    CASE
        WHEN e.part <> 'survey' THEN 'not_on_form'
        WHEN sv.unit_id IS NULL THEN 'not_submitted'
        ELSE coalesce(v.state, 'blank')
    END AS survey_state,
    v.file_name AS survey_file, v.file_sha256 AS survey_sha256, v.sheet AS survey_sheet, v.cell AS survey_cell, v.correction AS survey_correction,
    coalesce(sa.made_up, false) OR coalesce(sb.made_up, false) OR coalesce(sv.made_up, false) AS made_up
FROM expected AS e
LEFT JOIN submitted AS sa ON sa.index_year = e.index_year AND sa.unit_id = e.unit_id AND sa.form = 'self_assessment'
LEFT JOIN submitted AS sb ON sb.index_year = e.index_year AND sb.unit_id = e.unit_id AND sb.form = 'appraisal'
LEFT JOIN submitted AS sv ON sv.index_year = e.index_year AND sv.unit_id = e.unit_id AND sv.form = 'survey_scores'
LEFT JOIN measured AS a ON a.criteria_set = e.criteria_set AND a.unit_id = e.unit_id AND a.node_id = e.node_id AND a.measure = 'self_points'
LEFT JOIN measured AS b ON b.criteria_set = e.criteria_set AND b.unit_id = e.unit_id AND b.node_id = e.node_id AND b.measure = 'appraised_points'
LEFT JOIN measured AS v ON v.criteria_set = e.criteria_set AND v.unit_id = e.unit_id AND v.node_id = e.node_id AND v.measure = 'survey_points'
LEFT JOIN measured AS r ON r.criteria_set = e.criteria_set AND r.unit_id = e.unit_id AND r.node_id = e.node_id AND r.measure = 'reason'
