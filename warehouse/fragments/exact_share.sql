-- q.numerator (DECIMAL(28,12)) / q.denominator (DECIMAL(18,8), above 0), rounded half up to eight decimals. DuckDB divides decimals in floating
-- point: that is the first guess, at most one step off, and exact decimals decide.
CAST(CAST({share_steps} + CASE
    WHEN q.numerator * 200000000 >= CAST(2 * {share_steps} + 1 AS DECIMAL(20, 0)) * q.denominator THEN 1
    WHEN q.numerator * 200000000 < CAST(2 * {share_steps} - 1 AS DECIMAL(20, 0)) * q.denominator THEN -1
    ELSE 0
END AS DECIMAL(20, 0)) * 0.00000001 AS DECIMAL(18, 8))
