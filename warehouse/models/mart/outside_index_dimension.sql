-- Grain: one row per outside index × index year × unit × dimension.
-- Meaning: sub-dimension scores put together as the definition says (sum or mean, weighted). Null when a sub-dimension is missing.
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
added AS (
    SELECT
        s.index_name, s.index_year, s.unit_id, s.dimension_code,
        count(*) AS sub_codes_present,
        sum(CAST(CAST(s.score AS DECIMAL(26, 8)) * d.sub_weight AS DECIMAL(38, 12))) AS weighted_sum,
        sum(d.sub_weight) AS weight,
        bool_or(s.made_up) AS made_up
    FROM core.outside_index_scores AS s
    JOIN reference.outside_index_line AS d
        ON d.index_name = s.index_name AND d.index_year = s.index_year AND d.dimension_code = s.dimension_code AND d.sub_code = s.sub_code
    GROUP BY ALL
)
SELECT
    u.index_name, u.index_year, u.unit_id, u.unit_code, u.unit_name, h.dimension_code, h.dimension_name_vi,
    CASE
        WHEN a.sub_codes_present = h.sub_codes_expected AND i.sub_aggregation = 'sum' THEN CAST(a.weighted_sum AS DECIMAL(18, 8))
        WHEN a.sub_codes_present = h.sub_codes_expected AND i.sub_aggregation = 'mean' THEN CAST(a.weighted_sum / a.weight AS DECIMAL(18, 8))
    END AS score,
    h.sub_codes_expected,
    coalesce(a.sub_codes_present, 0) AS sub_codes_present,
    coalesce(a.made_up, false) AS made_up
FROM units AS u
JOIN reference.outside_index AS i ON i.index_name = u.index_name AND i.index_year = u.index_year
JOIN shape AS h ON h.index_name = u.index_name AND h.index_year = u.index_year
LEFT JOIN added AS a
    ON a.index_name = u.index_name AND a.index_year = u.index_year AND a.unit_id = u.unit_id AND a.dimension_code = h.dimension_code
