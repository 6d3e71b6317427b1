-- Grain: one row per index year × panel × unit × scored line that did not get its maximum (or whose place in the sum is still open).
-- Meaning: why each point was lost: the line, its rule as worded, the data declared and the branch they took in the self-assessment and in
-- the appraisal, the appraiser's reason, the unit's explanation, the legal basis, and file, sheet and cell. Points are lost in two places
-- that add up: lost_before (the unit itself claimed less than the maximum) and lost_in_appraisal (the last word gave less than was
-- claimed; negative where it gave more). lost_why: missing, survey, appraisal, own_score, both, no_own_score (nothing was claimed to compare).
WITH lost AS (
    SELECT
        l.*,
        CASE WHEN l.points IS NOT NULL THEN l.max_points - l.points END AS lost_points,
        CASE WHEN l.part = 'appraised' AND l.self_points IS NOT NULL THEN l.max_points - l.self_points END AS lost_before,
        CASE WHEN l.part = 'appraised' AND l.self_points IS NOT NULL AND l.points IS NOT NULL THEN l.self_points - l.points END AS lost_in_appraisal
    FROM mart.par_index_line AS l
    WHERE l.counts_as = 'base' AND l.state <> 'not_applicable' AND (l.points IS NULL OR l.points < l.max_points)
)
SELECT
    t.index_year, t.level, t.panel, t.unit_id, t.unit_code, t.unit_name, t.criteria_set, t.field_node_id, f.name_vi AS field_name,
    t.node_id, t.sort_order, t.code, t.name_vi, t.part, t.max_points, t.self_points, t.points, t.state, t.maturity,
    t.lost_points, t.lost_before, t.lost_in_appraisal,
    CASE
        WHEN t.points IS NULL THEN 'missing'
        WHEN t.part = 'survey' THEN 'survey'
        WHEN t.self_points IS NULL THEN 'no_own_score'
        WHEN t.lost_in_appraisal > 0 AND t.lost_before > 0 THEN 'both'
        WHEN t.lost_in_appraisal > 0 THEN 'appraisal'
        ELSE 'own_score'
    END AS lost_why,
    c.rule_kind, c.rule_vi, c.legal_basis, c.evidence_vi,
    t.self_declared, t.self_branch, t.appraised_declared, t.appraised_branch, t.appraised_round, t.appraised_from,
    t.appraised_rule_points AS rule_points, t.reason, t.explanation,
    CASE t.part WHEN 'survey' THEN t.survey_file ELSE t.appraised_file END AS file_name,
    CASE t.part WHEN 'survey' THEN t.survey_sha256 ELSE t.appraised_sha256 END AS file_sha256,
    CASE t.part WHEN 'survey' THEN t.survey_sheet ELSE t.appraised_sheet END AS sheet,
    CASE t.part WHEN 'survey' THEN t.survey_cell ELSE t.appraised_cell END AS cell,
    t.self_file, t.self_sheet, t.self_cell, t.made_up
FROM lost AS t
JOIN reference.criterion AS c ON c.criteria_set = t.criteria_set AND c.node_id = t.node_id
JOIN reference.criterion AS f ON f.criteria_set = t.criteria_set AND f.node_id = t.field_node_id
