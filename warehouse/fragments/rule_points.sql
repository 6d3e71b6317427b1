-- Points of branch b for the number d.number. Floating point says how many steps of points these are wherever that is not close to a half;
-- near a half exact decimals decide. (DuckDB keeps a product of two decimals of up to 18 digits within 18 digits, and is slow at bringing
-- longer ones back: hence the types here and in core.scoring_branch.)
CASE
    WHEN NOT b.is_sloped THEN b.flat_points
    WHEN abs({rule_value} - floor({rule_value}) - 0.5) > 0.0001
        THEN CAST(CAST(least(greatest(floor({rule_value} + 0.5), 0), b.most_steps) AS INTEGER) * b.step_points AS DECIMAL(18, 8))
    -- (least and greatest pass over nulls: without a branch step_points makes the product null)
    ELSE CAST(CAST(least(greatest(
        {rule_steps} + CASE
            WHEN b.twice_base + d.number * b.twice_slope >= CAST(2 * {rule_steps} + 1 AS DECIMAL(20, 0)) * b.slope_per THEN 1
            WHEN b.twice_base + d.number * b.twice_slope < CAST(2 * {rule_steps} - 1 AS DECIMAL(20, 0)) * b.slope_per THEN -1
            ELSE 0
        END, 0), b.most_steps) AS INTEGER) * b.step_points AS DECIMAL(18, 8))
END
