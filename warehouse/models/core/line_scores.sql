-- Grain: one row per index year × unit of a panel (ranked or scored) × scored line of its criteria set.
-- Meaning: what the rounds say of the line, side by side: self-assessment, the appraisal that is the last word (with the first and the
-- second kept apart), the unit's explanation between them, the survey (or, of a survey line that was not surveyed, the figure of the warehouse that its set
-- names). Missing has names: not_submitted (no such workbook), blank,
-- quarantined, not_applicable, not_on_form (a survey line in a self-assessment); none of them is zero. Declared data and the branch of the
-- scoring rule stand beside the points. A declared correction that still fits its source replaces the value; its code stands beside it.
WITH latest_set AS (
    SELECT s.criteria_set, s.index_year, s.level, s.panel
    FROM reference.criteria_set AS s
    QUALIFY row_number() OVER (PARTITION BY s.index_year, s.panel ORDER BY s.version DESC) = 1
),
expected AS (
    SELECT
        m.index_year, m.level, m.panel, m.standing, m.unit_id, s.criteria_set,
        c.node_id, c.field_node_id, c.sort_order, c.part, c.counts_as, c.max_points
    FROM reference.panel_member AS m
    JOIN latest_set AS s ON s.index_year = m.index_year AND s.panel = m.panel
    JOIN reference.criterion AS c ON c.criteria_set = s.criteria_set AND c.is_leaf
    WHERE m.standing <> 'excluded'
),
rounds AS (
    SELECT
        p.index_year, p.unit_id, p.node_id, p.round, p.is_final, p.state, p.points, p.points_from, p.rule_points, p.branch_no, p.made_up,
        d.sheet, d.points_cell, d.declared_cell, d.declared_text, d.declared_state, d.number, d.words, d.correction, b.label_vi AS branch_vi,
        s.file_name, s.file_sha256
    FROM core.line_points AS p
    JOIN core.declarations AS d
        ON d.index_year = p.index_year AND d.unit_id = p.unit_id AND d.node_id = p.node_id AND d.round = p.round
    LEFT JOIN core.scoring_branch AS b ON b.criteria_set = p.criteria_set AND b.node_id = p.node_id AND b.branch_no = p.branch_no
    LEFT JOIN core.submissions AS s ON s.submission_id = d.submission_id
),
submitted AS (
    SELECT s.index_year, s.unit_id, s.form, s.made_up FROM core.submissions AS s WHERE s.unit_id IS NOT NULL
)
SELECT
    e.index_year, e.level, e.panel, e.standing, e.unit_id, e.criteria_set, e.node_id, e.field_node_id, e.sort_order, e.part, e.counts_as,
    e.max_points,
    a.points AS self_points,
    CASE
        WHEN sa.unit_id IS NULL THEN 'not_submitted'
        WHEN e.part <> 'appraised' THEN 'not_on_form'
        ELSE coalesce(a.state, 'blank')
    END AS self_state,
    a.file_name AS self_file, a.file_sha256 AS self_sha256, a.sheet AS self_sheet, a.points_cell AS self_cell, a.correction AS self_correction,
    a.declared_text AS self_declared, a.number AS self_number, a.branch_vi AS self_branch, a.rule_points AS self_rule_points,
    f.points AS appraised_points,
    CASE
        WHEN e.part <> 'appraised' THEN 'not_on_form'
        WHEN f.node_id IS NOT NULL THEN f.state
        WHEN sb.unit_id IS NULL THEN 'not_submitted'
        ELSE 'blank'
    END AS appraised_state,
    f.round AS appraised_round, f.points_from AS appraised_from,
    f.file_name AS appraised_file, f.file_sha256 AS appraised_sha256, f.sheet AS appraised_sheet,
    coalesce(f.points_cell, f.declared_cell) AS appraised_cell, f.correction AS appraised_correction,
    f.declared_text AS appraised_declared, f.number AS appraised_number, f.branch_vi AS appraised_branch, f.rule_points AS appraised_rule_points,
    coalesce(f.words, b.words) AS reason,
    b.points AS appraisal_1_points, b.file_sha256 AS appraisal_1_sha256, b.points_cell AS appraisal_1_cell, b.words AS appraisal_1_reason,
    x.words AS explanation, x.points AS proposed_points, x.file_name AS explanation_file, x.file_sha256 AS explanation_sha256,
    x.sheet AS explanation_sheet, x.points_cell AS explanation_cell,
    c.points AS appraisal_2_points, c.file_sha256 AS appraisal_2_sha256, c.points_cell AS appraisal_2_cell, c.words AS appraisal_2_reason,
    v.points AS survey_points,
    CASE
        WHEN e.part <> 'survey' THEN 'not_on_form'
        WHEN v.node_id IS NOT NULL THEN v.state
        WHEN sv.unit_id IS NULL THEN 'not_submitted'
        ELSE 'blank'
    END AS survey_state,
    v.file_name AS survey_file, v.file_sha256 AS survey_sha256, v.sheet AS survey_sheet, v.points_cell AS survey_cell, v.correction AS survey_correction,
    CASE
        WHEN coalesce(f.state, v.state, '') IN ('value', 'not_applicable') THEN CASE
            WHEN e.part = 'survey' THEN 'final' WHEN c.node_id IS NOT NULL AND f.round = 'appraisal_2' THEN 'appraisal_2'
            WHEN x.words IS NOT NULL OR x.points IS NOT NULL THEN 'explained' ELSE 'appraisal_1'
        END
        WHEN a.state IN ('value', 'not_applicable') THEN 'self'
        ELSE 'none'
    END AS maturity,
    coalesce(sa.made_up, false) OR coalesce(sb.made_up, false) OR coalesce(sv.made_up, false) OR coalesce(x.made_up, false)
        OR coalesce(c.made_up, false) OR coalesce(f.made_up, false) AS made_up
FROM expected AS e
LEFT JOIN submitted AS sa ON sa.index_year = e.index_year AND sa.unit_id = e.unit_id AND sa.form = 'self_assessment'
LEFT JOIN submitted AS sb ON sb.index_year = e.index_year AND sb.unit_id = e.unit_id AND sb.form = 'appraisal'
LEFT JOIN submitted AS sv ON sv.index_year = e.index_year AND sv.unit_id = e.unit_id AND sv.form = 'survey_scores'
LEFT JOIN rounds AS a ON a.index_year = e.index_year AND a.unit_id = e.unit_id AND a.node_id = e.node_id AND a.round = 'self'
LEFT JOIN rounds AS b ON b.index_year = e.index_year AND b.unit_id = e.unit_id AND b.node_id = e.node_id AND b.round = 'appraisal_1'
LEFT JOIN rounds AS x ON x.index_year = e.index_year AND x.unit_id = e.unit_id AND x.node_id = e.node_id AND x.round = 'explanation'
LEFT JOIN rounds AS c ON c.index_year = e.index_year AND c.unit_id = e.unit_id AND c.node_id = e.node_id AND c.round = 'appraisal_2'
LEFT JOIN rounds AS v ON v.index_year = e.index_year AND v.unit_id = e.unit_id AND v.node_id = e.node_id
    AND (v.round = 'survey' OR (v.round = 'data' AND v.is_final AND e.part = 'survey'))
LEFT JOIN rounds AS f
    ON f.index_year = e.index_year AND f.unit_id = e.unit_id AND f.node_id = e.node_id AND f.is_final AND f.round <> 'survey'
    AND e.part = 'appraised'
