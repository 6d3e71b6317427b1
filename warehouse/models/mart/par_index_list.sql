-- Grain: one row per index year × panel.
-- Meaning: a ranked list in one line: how many are ranked, mean, median and spread of the indices of the ranked units (plain, as publications
-- give them), and the field of the set that is weakest and strongest by the mean of its units' shares of the maximum.
WITH spread AS (
    SELECT
        u.index_year, u.level, u.panel, any_value(u.criteria_set) AS criteria_set, count(*) AS units, count(u.rank) AS ranked_units,
        sum(u.index_percent) FILTER (WHERE u.rank IS NOT NULL) AS index_sum,
        median(u.index_percent) FILTER (WHERE u.rank IS NOT NULL) AS index_median,
        min(u.index_percent) FILTER (WHERE u.rank IS NOT NULL) AS index_min,
        max(u.index_percent) FILTER (WHERE u.rank IS NOT NULL) AS index_max,
        bool_or(u.made_up) AS made_up
    FROM mart.par_index AS u
    GROUP BY u.index_year, u.level, u.panel
),
ends AS (
    SELECT
        f.index_year, f.panel,
        arg_min(f.field_node_id, (f.mean_percent, f.sort_order)) AS weakest_field_node_id,
        arg_min(f.field_name, (f.mean_percent, f.sort_order)) AS weakest_field,
        min(f.mean_percent) AS weakest_mean,
        arg_max(f.field_name, (f.mean_percent, -f.sort_order)) AS strongest_field,
        max(f.mean_percent) AS strongest_mean
    FROM mart.par_index_field_mean AS f
    WHERE f.counts_as = 'base' AND f.mean_percent IS NOT NULL
    GROUP BY f.index_year, f.panel
)
SELECT
    s.index_year, s.level, s.panel, s.criteria_set, s.units, s.ranked_units,
    CASE WHEN s.ranked_units > 0 THEN CAST(s.index_sum / s.ranked_units AS DECIMAL(18, 8)) END AS index_mean,
    CAST(s.index_median AS DECIMAL(18, 8)) AS index_median, s.index_min, s.index_max,
    e.weakest_field_node_id, e.weakest_field, e.weakest_mean, e.strongest_field, e.strongest_mean, s.made_up
FROM spread AS s
LEFT JOIN ends AS e ON e.index_year = s.index_year AND e.panel = s.panel
