-- Grain: one row per index year × panel × field.
-- Meaning: what the ranked units of a list reach in a field, as a share of what applies to each of them: plain mean, best and lowest, and who
-- is best (several at the same share: all of them, in the order of names).
WITH shares AS (
    SELECT
        f.index_year, f.level, f.panel, f.criteria_set, f.field_node_id, f.field_code, f.field_name, f.sort_order, f.counts_as, f.max_points,
        f.unit_name, f.field_percent, f.made_up, max(f.field_percent) OVER (PARTITION BY f.index_year, f.panel, f.field_node_id) AS best
    FROM mart.par_index_field AS f
    JOIN mart.par_index AS u ON u.index_year = f.index_year AND u.panel = f.panel AND u.unit_id = f.unit_id
    WHERE u.rank IS NOT NULL AND f.field_percent IS NOT NULL
)
SELECT
    s.index_year, s.level, s.panel, s.criteria_set, s.field_node_id, s.field_code, s.field_name, s.sort_order, s.counts_as, s.max_points,
    count(*) AS units, CAST(sum(s.field_percent) / count(*) AS DECIMAL(18, 8)) AS mean_percent,
    min(s.field_percent) AS lowest_percent, max(s.field_percent) AS best_percent,
    string_agg(s.unit_name, '; ' ORDER BY s.unit_name) FILTER (WHERE s.field_percent = s.best) AS best_units,
    bool_or(s.made_up) AS made_up
FROM shares AS s
GROUP BY
    s.index_year, s.level, s.panel, s.criteria_set, s.field_node_id, s.field_code, s.field_name, s.sort_order, s.counts_as, s.max_points
