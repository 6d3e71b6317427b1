-- What one point is worth in index points, for each unit and year: 100 over what applies to it (lines within the scale), 100 over the
    -- maximum that the index is taken of (bonus and penalty).
    SELECT
        u.index_year, u.panel, u.unit_id, sum(f.applicable_max) AS own_maximum,
        CAST(100 / sum(f.applicable_max) AS DECIMAL(18, 12)) AS per_base_point,
        CAST(100 / any_value(u.applicable_max) AS DECIMAL(18, 12)) AS per_extra_point
    FROM mart.par_index AS u
    JOIN mart.par_index_field AS f ON f.index_year = u.index_year AND f.panel = u.panel AND f.unit_id = u.unit_id
    WHERE u.index_percent IS NOT NULL
    GROUP BY u.index_year, u.panel, u.unit_id
