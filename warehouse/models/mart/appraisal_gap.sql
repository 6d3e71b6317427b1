-- Grain: one row per index year × panel × unit × field; the whole unit in a row of its own with field_node_id 'all'.
-- Meaning: what the unit claimed beside what the appraisal granted, over the appraised lines on which both said a number. gap = self −
-- appraised (positive: cut). A cut without a word of reason is counted. Penalties are negative on both sides. Lines that only one side
-- scored, or that do not apply, are counted in lines_not_compared and are in no sum.
WITH lines AS (
    SELECT
        l.index_year, l.level, l.panel, l.unit_id, l.unit_code, l.unit_name, l.field_node_id, l.max_points, l.self_points, l.appraised_points,
        l.self_state = 'value' AND l.appraised_state = 'value' AS is_compared,
        coalesce(regexp_matches(l.reason, '\pL'), false) AS has_reason, l.made_up
    FROM mart.par_index_line AS l
    WHERE l.part = 'appraised'
),
each AS (
    SELECT l.* FROM lines AS l
    UNION ALL BY NAME
    SELECT l.* EXCLUDE (field_node_id), 'all' AS field_node_id FROM lines AS l
),
summed AS (
    SELECT
        e.index_year, e.level, e.panel, e.unit_id, e.unit_code, e.unit_name, e.field_node_id,
        count(*) FILTER (WHERE e.is_compared) AS lines_compared,
        count(*) FILTER (WHERE NOT e.is_compared) AS lines_not_compared,
        sum(e.max_points) FILTER (WHERE e.is_compared) AS compared_max,
        sum(e.self_points) FILTER (WHERE e.is_compared) AS self_total,
        sum(e.appraised_points) FILTER (WHERE e.is_compared) AS appraised_total,
        count(*) FILTER (WHERE e.is_compared AND e.appraised_points > e.self_points) AS lines_raised,
        count(*) FILTER (WHERE e.is_compared AND e.appraised_points < e.self_points) AS lines_cut,
        count(*) FILTER (WHERE e.is_compared AND e.appraised_points < e.self_points AND NOT e.has_reason) AS lines_cut_without_reason,
        sum(e.self_points - e.appraised_points) FILTER (WHERE e.is_compared AND e.appraised_points < e.self_points) AS points_cut,
        sum(e.appraised_points - e.self_points) FILTER (WHERE e.is_compared AND e.appraised_points > e.self_points) AS points_raised,
        bool_or(e.made_up) AS made_up
    FROM each AS e
    GROUP BY e.index_year, e.level, e.panel, e.unit_id, e.unit_code, e.unit_name, e.field_node_id
),
names AS (
    SELECT f.index_year, f.panel, f.unit_id, f.field_node_id, f.field_code, f.field_name, f.sort_order FROM mart.par_index_field AS f
)
SELECT
    s.index_year, s.level, s.panel, s.unit_id, s.unit_code, s.unit_name, s.field_node_id, n.field_code,
    coalesce(n.field_name, 'Toàn bộ') AS field_name, coalesce(n.sort_order, 0) AS sort_order, s.lines_compared, s.lines_not_compared,
    s.self_total, s.appraised_total, s.self_total - s.appraised_total AS gap,
    CASE WHEN s.compared_max > 0 THEN CAST((s.self_total - s.appraised_total) * 100 / s.compared_max AS DECIMAL(18, 8)) END AS gap_percent,
    coalesce(s.points_cut, 0) AS points_cut, coalesce(s.points_raised, 0) AS points_raised,
    s.lines_raised, s.lines_cut, s.lines_cut_without_reason, s.made_up
FROM summed AS s
LEFT JOIN names AS n ON n.index_year = s.index_year AND n.panel = s.panel AND n.unit_id = s.unit_id AND n.field_node_id = s.field_node_id
