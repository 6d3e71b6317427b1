-- q.weighed steps of 0.00000001 over q.parts, rounded half up to eight decimals once: whole numbers, so no digit is lost before.
CAST(CAST((2 * q.weighed + q.parts) // (2 * q.parts) AS DECIMAL(20, 0)) * 0.00000001 AS DECIMAL(18, 8))
