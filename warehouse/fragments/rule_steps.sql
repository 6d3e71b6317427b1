CAST(least(greatest(round((CAST(b.twice_base AS DOUBLE) + CAST(d.number AS DOUBLE) * CAST(b.twice_slope AS DOUBLE)) / (2 * CAST(b.slope_per AS DOUBLE))), -2), b.most_steps + 2) AS BIGINT)
