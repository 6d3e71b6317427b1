-- Grain: one row per criteria set × line × branch of its scoring rule.
-- Meaning: the branches as the arithmetic needs them. A number x belongs to the branch with lowest <= x <= highest (an end that is not
-- included begins one step of 0.00000001 further in). A flat branch gives flat_points. A sloped one gives
-- (twice_base + x × twice_slope) / (2 × slope_per) steps of step_points, rounded half up to a whole number of steps, from 0 to most_steps.
WITH steps AS (
    SELECT s.criteria_set, s.line_decimals, CAST(10 ** s.line_decimals AS DECIMAL(5, 0)) AS steps_per_point
    FROM reference.criteria_set AS s
)
SELECT
    b.criteria_set, b.node_id, b.branch_no, b.label_vi,
    CAST(CASE
        WHEN b.lower_bound IS NULL THEN -9999999999
        WHEN b.lower_inclusive THEN b.lower_bound ELSE b.lower_bound + 0.00000001
    END AS DECIMAL(18, 8)) AS lowest,
    CAST(CASE
        WHEN b.upper_bound IS NULL THEN 9999999999
        WHEN b.upper_inclusive THEN b.upper_bound ELSE b.upper_bound - 0.00000001
    END AS DECIMAL(18, 8)) AS highest,
    b.slope_points <> 0 AS is_sloped,
    CAST(CASE s.line_decimals
        WHEN 0 THEN round(b.base_points, 0) WHEN 1 THEN round(b.base_points, 1) WHEN 2 THEN round(b.base_points, 2)
        WHEN 3 THEN round(b.base_points, 3) ELSE b.base_points
    END AS DECIMAL(18, 8)) AS flat_points,
    CAST(2 * s.steps_per_point * b.slope_points AS DECIMAL(20, 4)) AS twice_slope,
    CAST(CAST(2 * s.steps_per_point * b.base_points AS DECIMAL(20, 4)) * b.slope_per AS DECIMAL(38, 12)) AS twice_base,
    b.slope_per,
    CAST(s.steps_per_point AS DOUBLE) * CAST(b.base_points AS DOUBLE) AS base_steps,
    CAST(s.steps_per_point AS DOUBLE) * CAST(b.slope_points AS DOUBLE) / CAST(b.slope_per AS DOUBLE) AS slope_steps,
    CAST(1 / s.steps_per_point AS DECIMAL(9, 4)) AS step_points,
    CAST(floor(c.max_points * s.steps_per_point) AS BIGINT) AS most_steps
FROM reference.criterion_branch AS b
JOIN steps AS s ON s.criteria_set = b.criteria_set
JOIN reference.criterion AS c ON c.criteria_set = b.criteria_set AND c.node_id = b.node_id
