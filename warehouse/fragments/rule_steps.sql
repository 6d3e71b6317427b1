CAST(floor({rule_value} + 0.5) AS BIGINT)
