-- Grain: one row per index year × panel × unit × field (lĩnh vực).
-- Meaning: exact sums of the lines. A sum is given only when each of its lines has points or does not apply; else it is null.
WITH summed AS (
    SELECT
        l.index_year, l.level, l.panel, l.unit_id, l.unit_code, l.unit_name, l.criteria_set, l.field_node_id,
        sum(l.max_points) AS max_points,
        coalesce(sum(l.max_points) FILTER (WHERE l.state <> 'not_applicable'), 0) AS applicable_max,
        CASE WHEN bool_and(l.self_state IN ('value', 'not_applicable', 'not_on_form')) THEN sum(l.self_points) END AS self_points,
        CASE WHEN bool_and(l.appraised_state IN ('value', 'not_applicable', 'not_on_form')) THEN sum(l.appraised_points) END AS appraised_points,
        CASE WHEN bool_and(l.survey_state IN ('value', 'not_applicable', 'not_on_form')) THEN sum(l.survey_points) END AS survey_points,
        CASE WHEN bool_and(l.state IN ('value', 'not_applicable')) THEN coalesce(sum(l.points), 0) END AS points,
        count(*) AS leaf_lines,
        count(*) FILTER (WHERE l.state NOT IN ('value', 'not_applicable')) AS missing_lines,
        count(*) FILTER (WHERE l.state = 'not_applicable') AS not_applicable_lines,
        bool_or(l.made_up) AS made_up
    FROM mart.par_index_line AS l
    GROUP BY ALL
)
SELECT
    s.index_year, s.level, s.panel, s.unit_id, s.unit_code, s.unit_name, s.criteria_set, s.field_node_id,
    c.code AS field_code, c.name_vi AS field_name, c.sort_order,
    s.max_points, s.applicable_max, s.self_points, s.appraised_points, s.survey_points, s.points,
    CASE WHEN s.applicable_max > 0 THEN CAST(s.points * 100 / s.applicable_max AS DECIMAL(18, 8)) END AS field_percent,
    s.leaf_lines, s.missing_lines, s.not_applicable_lines, s.made_up
FROM summed AS s
JOIN reference.criterion AS c ON c.criteria_set = s.criteria_set AND c.node_id = s.field_node_id
