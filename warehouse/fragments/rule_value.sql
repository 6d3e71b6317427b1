least(greatest(b.base_steps + CAST(d.number AS DOUBLE) * b.slope_steps, -2), b.most_steps + 2)
