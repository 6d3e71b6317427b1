-- The month (1 to 12) that m.code names: 3, "03", "Tháng 3", "T3", with or without the year of the form ("3/2024", "tháng 3 năm 2024"), or a day of that
-- year, which is what a cell becomes when "3/2024" is typed. Null for anything else: a quarter, a sum, another year.
CAST(nullif(regexp_extract(
    regexp_replace(
        trim(regexp_replace(lower(strip_accents(replace(m.code, chr(160), ' '))), '\s+', ' ', 'g')),
        '^' || m.index_year || '-([0-9][0-9])-[0-9][0-9](t00:00:00)?$', '\1'
    ),
    '^(?:t(?:h(?:g|ang)?)?[.]? ?)?0?([1-9]|1[0-2])(?:(?: ?[/-] ?| nam )' || m.index_year || ')?$', 1
), '') AS INTEGER)
