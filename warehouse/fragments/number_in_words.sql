-- n.number as people read it in Vietnamese, rounded half up to n.places decimals (0 to 8) without trailing zeros: 12.200.000 and 50,07.
CASE WHEN n.number IS NULL THEN NULL ELSE
    CASE WHEN n.number < 0 AND {rounded_steps} > 0 THEN '-' ELSE '' END
    || ltrim(reverse(regexp_replace(reverse(CAST({rounded_steps} // 100000000 AS VARCHAR)), '([0-9]{3})', '\1.', 'g')), '.')
    || rtrim(rtrim(',' || lpad(CAST({rounded_steps} % 100000000 AS VARCHAR), 8, '0'), '0'), ',')
END
