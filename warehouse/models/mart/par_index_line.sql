-- Grain: one row per index year × panel × unit × scored line.
-- Meaning: the points of every line beside its self-assessed ones, each with its file, sheet and cell.
SELECT
    s.index_year, s.level, s.panel, s.unit_id, u.unit_code, u.unit_name, s.criteria_set, s.field_node_id, s.node_id, s.sort_order,
    c.code, c.name_vi, s.part, s.counts_as, s.max_points,
    s.self_points, s.appraised_points, s.survey_points,
    CASE s.part WHEN 'survey' THEN s.survey_points ELSE s.appraised_points END AS points,
    CASE s.part WHEN 'survey' THEN s.survey_state ELSE s.appraised_state END AS state,
    s.self_state, s.self_file, s.self_sha256, s.self_sheet, s.self_cell, s.self_correction,
    s.self_declared, s.self_number, s.self_branch, s.self_rule_points,
    s.appraised_state, s.appraised_round, s.appraised_from, s.appraised_file, s.appraised_sha256, s.appraised_sheet, s.appraised_cell, s.appraised_correction,
    s.appraised_declared, s.appraised_number, s.appraised_branch, s.appraised_rule_points, s.reason,
    s.appraisal_1_points, s.appraisal_1_sha256, s.appraisal_1_cell, s.appraisal_1_reason,
    s.explanation, s.proposed_points, s.explanation_file, s.explanation_sha256, s.explanation_sheet, s.explanation_cell,
    s.appraisal_2_points, s.appraisal_2_sha256, s.appraisal_2_cell, s.appraisal_2_reason,
    s.survey_state, s.survey_file, s.survey_sha256, s.survey_sheet, s.survey_cell, s.survey_correction, s.maturity,
    s.made_up
FROM core.line_scores AS s
JOIN reference.unit AS u ON u.unit_id = s.unit_id
JOIN reference.criterion AS c ON c.criteria_set = s.criteria_set AND c.node_id = s.node_id
