-- (DuckDB keeps a product of two decimals of up to 18 digits within 18 digits; hence the wider types in core.scoring_branch.)
CASE
    WHEN NOT b.is_sloped THEN b.flat_points
    -- A first guess in floating point is at most one step off; exact decimals decide.
    -- (least and greatest pass over nulls: without a branch step_points makes the product null)
    ELSE CAST(least(greatest(
        {rule_steps} + CASE
            WHEN b.twice_base + d.number * b.twice_slope >= CAST(2 * {rule_steps} + 1 AS DECIMAL(20, 0)) * b.slope_per THEN 1
            WHEN b.twice_base + d.number * b.twice_slope < CAST(2 * {rule_steps} - 1 AS DECIMAL(20, 0)) * b.slope_per THEN -1
            ELSE 0
        END, 0), b.most_steps) AS DECIMAL(10, 0)) * b.step_points
END
