CAST(round(CAST(q.numerator AS DOUBLE) / CAST(q.denominator AS DOUBLE) * 100000000) AS BIGINT)
