-- Grain: one row per index year × panel × appraised line, over the units of the panel on which both sides said a number.
-- Meaning: how claims and appraisal of one line differ from unit to unit. gap = self − appraised (positive: cut).
--   optimism_systematic  most units were cut (cut_share at least 0.5): either the claim is wishful or the guidance is unclear
--   appraisal_uneven     units that claimed the very same and declared the same got different points (alike_spread > 0): the largest
--                        difference of appraised points among units with equal self points, declared number and branch
-- cut_spread is the standard deviation of the cuts among the units that were cut (population formula), as a measure of evenness.
WITH lines AS (
    SELECT
        l.index_year, l.level, l.panel, l.criteria_set, l.node_id, l.field_node_id, l.sort_order, l.code, l.name_vi, l.max_points, l.self_points,
        l.appraised_points, l.self_points - l.appraised_points AS gap, l.self_number, l.self_branch,
        coalesce(regexp_matches(l.reason, '\pL'), false) AS has_reason, l.made_up
    FROM mart.par_index_line AS l
    WHERE l.part = 'appraised' AND l.self_state = 'value' AND l.appraised_state = 'value'
),
alike AS (
    SELECT a.index_year, a.panel, a.node_id, max(a.spread) AS alike_spread, sum(a.units) FILTER (WHERE a.units > 1) AS alike_units
    FROM (
        SELECT
            l.index_year, l.panel, l.node_id, max(l.appraised_points) - min(l.appraised_points) AS spread, count(*) AS units
        FROM lines AS l
        GROUP BY l.index_year, l.panel, l.node_id, l.self_points, l.self_number, l.self_branch
    ) AS a
    GROUP BY a.index_year, a.panel, a.node_id
),
summed AS (
    SELECT
        l.index_year, l.level, l.panel, l.criteria_set, l.node_id, l.field_node_id, l.sort_order, l.code, l.name_vi, l.max_points,
        count(*) AS units, count(*) FILTER (WHERE l.gap > 0) AS units_cut, count(*) FILTER (WHERE l.gap < 0) AS units_raised,
        count(*) FILTER (WHERE l.gap > 0 AND NOT l.has_reason) AS units_cut_without_reason,
        count(*) FILTER (WHERE l.self_points = l.max_points) AS units_claiming_all,
        CAST(sum(l.gap) / count(*) AS DECIMAL(18, 8)) AS mean_gap,
        sum(l.gap) FILTER (WHERE l.gap > 0) AS cuts, sum(CAST(l.gap AS DECIMAL(38, 8)) * l.gap) FILTER (WHERE l.gap > 0) AS squared_cuts,
        min(l.gap) FILTER (WHERE l.gap > 0) AS least_cut, max(l.gap) FILTER (WHERE l.gap > 0) AS largest_cut, bool_or(l.made_up) AS made_up
    FROM lines AS l
    GROUP BY l.index_year, l.level, l.panel, l.criteria_set, l.node_id, l.field_node_id, l.sort_order, l.code, l.name_vi, l.max_points
)
SELECT
    s.index_year, s.level, s.panel, s.criteria_set, s.node_id, s.field_node_id, s.sort_order, s.code, s.name_vi, s.max_points,
    s.units, s.units_claiming_all, s.units_cut, s.units_raised, s.units_cut_without_reason, s.mean_gap,
    CAST(CAST(s.units_cut AS DECIMAL(18, 0)) / s.units AS DECIMAL(18, 8)) AS cut_share,
    CASE WHEN s.units_cut > 0 THEN CAST(s.cuts / s.units_cut AS DECIMAL(18, 8)) END AS mean_cut,
    s.least_cut, s.largest_cut,
    -- The integer under the root is exact: n × Σ cut² − (Σ cut)² is never negative.
    CASE WHEN s.units_cut > 0 THEN CAST(sqrt(CAST(s.units_cut * s.squared_cuts - s.cuts * s.cuts AS DOUBLE)) / s.units_cut AS DECIMAL(18, 8)) END AS cut_spread,
    coalesce(a.alike_spread, 0) AS alike_spread, coalesce(a.alike_units, 0) AS alike_units,
    s.units_cut * 2 >= s.units AS optimism_systematic, coalesce(a.alike_spread, 0) > 0 AS appraisal_uneven, s.made_up
FROM summed AS s
JOIN alike AS a ON a.index_year = s.index_year AND a.panel = s.panel AND a.node_id = s.node_id
