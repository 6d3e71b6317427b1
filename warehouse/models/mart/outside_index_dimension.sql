-- Grain: one row per outside index × index year × unit × dimension.
-- Meaning: sub-dimension scores put together as the definition says (sum or mean, weighted), added exactly and rounded once. Null when a
-- sub-dimension is missing.
-- Every unit of the level that was valid then is listed, also those without a score.
WITH shape AS (
    SELECT
        d.index_name, d.index_year, d.dimension_code, d.dimension_name_vi,
        count(*) AS sub_codes_expected, min(d.sort_order) AS sort_order
    FROM reference.outside_index_line AS d
    GROUP BY ALL
),
scored AS (
    SELECT DISTINCT s.index_name, s.index_year
    FROM core.outside_index_scores AS s
),
units AS (
    SELECT l.index_name, l.index_year, u.unit_id, u.unit_code, u.unit_name
    FROM scored AS l
    JOIN reference.outside_index AS i ON i.index_name = l.index_name AND i.index_year = l.index_year
    JOIN reference.unit AS u ON u.level = i.level
        AND coalesce(u.valid_from, i.units_as_of) <= i.units_as_of AND coalesce(u.valid_to, i.units_as_of) >= i.units_as_of
),
shares AS (
    {outside_index_shares}
),
added AS (
    SELECT
        s.index_name, s.index_year, s.unit_id, s.dimension_code,
        count(*) AS sub_codes_present,
        CAST(sum(CAST(CAST(s.score AS DECIMAL(28, 8)) * 100000000 AS HUGEINT) * h.dimension_share) AS HUGEINT) AS weighed,
        any_value(h.dimension_parts) AS parts,
        bool_or(s.made_up) AS made_up
    FROM core.outside_index_scores AS s
    JOIN shares AS h
        ON h.index_name = s.index_name AND h.index_year = s.index_year AND h.dimension_code = s.dimension_code AND h.sub_code = s.sub_code
    GROUP BY ALL
)
SELECT
    u.index_name, u.index_year, u.unit_id, u.unit_code, u.unit_name, h.dimension_code, h.dimension_name_vi,
    CASE WHEN q.sub_codes_present = h.sub_codes_expected THEN {weighed_mean} END AS score,
    h.sub_codes_expected,
    coalesce(q.sub_codes_present, 0) AS sub_codes_present,
    coalesce(q.made_up, false) AS made_up
FROM units AS u
JOIN shape AS h ON h.index_name = u.index_name AND h.index_year = u.index_year
LEFT JOIN added AS q
    ON q.index_name = u.index_name AND q.index_year = u.index_year AND q.unit_id = u.unit_id AND q.dimension_code = h.dimension_code
