-- Grain: one row per index year × panel × region; units of no known region in one row of their own (region_known is false).
-- Meaning: the plain mean of the indices of a region's units, as publications give it, over the ranked units that have an index. Who belongs
-- to a region is data with dates (reference.region_member), looked up on the day on which the criteria set says that units count (31 December
-- without a set). What has no region is not guessed: it has no mean.
WITH days AS (
    SELECT s.index_year, s.panel, s.units_as_of
    FROM reference.criteria_set AS s
    QUALIFY row_number() OVER (PARTITION BY s.index_year, s.panel ORDER BY s.version DESC) = 1
),
panels_with_regions AS (
    SELECT DISTINCT m.index_year, m.panel
    FROM reference.panel_member AS m
    JOIN reference.region_member AS r ON r.unit_id = m.unit_id
),
placed AS (
    SELECT
        u.index_year, u.level, u.panel, u.unit_id, u.unit_name, u.index_percent, u.rank, u.made_up, r.region,
        coalesce(d.units_as_of, make_date(u.index_year, 12, 31)) AS on_day
    FROM mart.par_index AS u
    JOIN panels_with_regions AS p ON p.index_year = u.index_year AND p.panel = u.panel
    LEFT JOIN days AS d ON d.index_year = u.index_year AND d.panel = u.panel
    LEFT JOIN reference.region_member AS r
        ON r.unit_id = u.unit_id
        AND (r.valid_from IS NULL OR r.valid_from <= coalesce(d.units_as_of, make_date(u.index_year, 12, 31)))
        AND (r.valid_to IS NULL OR r.valid_to >= coalesce(d.units_as_of, make_date(u.index_year, 12, 31)))
),
grouped AS (
    SELECT
        p.index_year, p.level, p.panel, coalesce(p.region, 'Chưa xác định vùng') AS region, p.region IS NOT NULL AS region_known,
        count(*) AS units, count(p.rank) AS scored_units, sum(p.index_percent) FILTER (WHERE p.rank IS NOT NULL) AS index_sum,
        min(p.index_percent) FILTER (WHERE p.rank IS NOT NULL) AS index_min, max(p.index_percent) FILTER (WHERE p.rank IS NOT NULL) AS index_max,
        min(p.rank) AS best_rank, max(p.rank) AS last_rank, bool_or(p.made_up) AS made_up
    FROM placed AS p
    GROUP BY p.index_year, p.level, p.panel, p.region
)
SELECT
    g.index_year, g.level, g.panel, g.region, g.region_known, g.units, g.scored_units,
    CASE WHEN g.region_known AND g.scored_units > 0 THEN CAST(g.index_sum / g.scored_units AS DECIMAL(18, 8)) END AS index_mean,
    g.index_min, g.index_max, g.best_rank, g.last_rank,
    CASE WHEN g.scored_units < g.units THEN 'Còn ' || (g.units - g.scored_units) || ' đơn vị của vùng chưa có chỉ số' END AS note_vi,
    g.made_up
FROM grouped AS g
