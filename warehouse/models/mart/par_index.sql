-- Grain: one row per index year × panel × unit, at its most mature stage.
-- Meaning: the yearly index. Ranks and groups are cut on exact values; ties share a rank; a unit without a full score, or one that the
-- panel scores without ranking, is listed unranked with the reason.
WITH summed AS (
    SELECT
        l.index_year, l.level, l.panel, l.unit_id, l.unit_code, l.unit_name, l.criteria_set,
        coalesce(sum(l.max_points) FILTER (WHERE l.state <> 'not_applicable'), 0) AS applicable_max,
        CASE WHEN bool_and(l.self_state IN ('value', 'not_applicable', 'not_on_form')) THEN sum(l.self_points) END AS self_points,
        CASE WHEN bool_and(l.appraised_state IN ('value', 'not_applicable', 'not_on_form')) THEN sum(l.appraised_points) END AS appraised_points,
        CASE WHEN bool_and(l.survey_state IN ('value', 'not_applicable', 'not_on_form')) THEN sum(l.survey_points) END AS survey_points,
        CASE WHEN bool_and(l.state IN ('value', 'not_applicable')) THEN coalesce(sum(l.points), 0) END AS total_points,
        count(*) FILTER (WHERE l.state NOT IN ('value', 'not_applicable')) AS missing_lines,
        bool_or(l.self_state <> 'not_submitted') AS has_self,
        bool_or(l.appraised_state NOT IN ('not_submitted', 'not_on_form')) AS has_appraisal,
        bool_or(l.survey_state NOT IN ('not_submitted', 'not_on_form')) AS has_survey,
        bool_or(l.made_up) AS made_up
    FROM mart.par_index_line AS l
    GROUP BY ALL
),
scored AS (
    SELECT
        s.index_year, s.level, s.panel, s.unit_id, s.unit_code, s.unit_name, s.criteria_set, s.applicable_max, s.self_points,
        s.appraised_points, s.survey_points, s.total_points, s.missing_lines, s.has_self, s.has_appraisal, s.has_survey, s.made_up,
        m.standing, m.reason_vi AS standing_reason, u.region,
        CASE WHEN s.applicable_max > 0 THEN CAST(s.total_points * 100 / s.applicable_max AS DECIMAL(18, 8)) END AS index_percent
    FROM summed AS s
    JOIN reference.panel_member AS m ON m.index_year = s.index_year AND m.panel = s.panel AND m.unit_id = s.unit_id
    JOIN reference.unit AS u ON u.unit_id = s.unit_id
),
judged AS (
    SELECT
        scored.*,
        standing = 'ranked' AND index_percent IS NOT NULL AS is_ranked
    FROM scored
),
ranked AS (
    SELECT
        judged.*,
        rank() OVER (PARTITION BY index_year, panel, is_ranked ORDER BY index_percent DESC) AS position,
        count(*) FILTER (WHERE is_ranked) OVER (PARTITION BY index_year, panel) AS ranked_units
    FROM judged
)
SELECT
    r.index_year, r.level, r.panel, r.unit_id, r.unit_code, r.unit_name, r.region, r.criteria_set,
    r.self_points, r.appraised_points, r.survey_points, r.total_points, r.applicable_max, r.index_percent,
    CASE WHEN r.is_ranked THEN r.position END AS rank,
    r.ranked_units,
    CASE WHEN r.is_ranked THEN g.label END AS group_label,
    CASE
        WHEN r.missing_lines = 0 THEN 'scored'
        WHEN r.has_appraisal THEN 'appraised'
        WHEN r.has_self THEN 'self'
        ELSE 'none'
    END AS maturity,
    CASE
        WHEN r.is_ranked THEN NULL
        WHEN r.applicable_max = 0 THEN 'Mọi dòng tiêu chí đều không áp dụng'
        WHEN r.missing_lines = 0 THEN coalesce(r.standing_reason, 'Chấm điểm nhưng không xếp hạng')
        WHEN NOT r.has_self AND NOT r.has_appraisal AND NOT r.has_survey THEN 'Chưa có bài nộp nào được tiếp nhận'
        WHEN NOT r.has_appraisal THEN 'Chưa có kết quả thẩm định'
        WHEN NOT r.has_survey THEN 'Chưa có kết quả điều tra xã hội học'
        ELSE 'Còn ' || r.missing_lines || ' dòng tiêu chí chưa có điểm hợp lệ'
    END AS unranked_reason,
    r.made_up
FROM ranked AS r
LEFT JOIN reference.unit_group AS g
    ON g.index_year = r.index_year AND g.panel = r.panel
    AND (g.lower_bound IS NULL OR r.index_percent > g.lower_bound OR (g.lower_inclusive AND r.index_percent = g.lower_bound))
    AND (g.upper_bound IS NULL OR r.index_percent < g.upper_bound OR (g.upper_inclusive AND r.index_percent = g.upper_bound))
