-- Grain: one row per index year × panel × unit × field.
-- Meaning: a unit's field beside the others: the mean of its group (units with the same group label; null without groups), of the whole list,
-- the best, and its place in the field (ties share one). Means, best and places are over ranked units; a unit that is not ranked is compared
-- with them and has no place.
WITH shares AS (
    SELECT
        f.index_year, f.level, f.panel, f.unit_id, f.unit_code, f.unit_name, f.criteria_set, f.field_node_id, f.field_code, f.field_name,
        f.sort_order, f.counts_as, f.points, f.applicable_max, f.field_percent, u.group_label, u.rank IS NOT NULL AS ranked, f.made_up
    FROM mart.par_index_field AS f
    JOIN mart.par_index AS u ON u.index_year = f.index_year AND u.panel = f.panel AND u.unit_id = f.unit_id
),
groups AS (
    SELECT
        s.index_year, s.panel, s.field_node_id, s.group_label,
        CAST(sum(s.field_percent) / count(*) AS DECIMAL(18, 8)) AS group_mean, count(*) AS group_units
    FROM shares AS s
    WHERE s.ranked AND s.field_percent IS NOT NULL AND s.group_label IS NOT NULL
    GROUP BY s.index_year, s.panel, s.field_node_id, s.group_label
),
places AS (
    SELECT
        s.index_year, s.panel, s.field_node_id, s.unit_id,
        rank() OVER (PARTITION BY s.index_year, s.panel, s.field_node_id ORDER BY s.field_percent DESC) AS field_rank
    FROM shares AS s
    WHERE s.ranked AND s.field_percent IS NOT NULL
)
SELECT
    s.index_year, s.level, s.panel, s.unit_id, s.unit_code, s.unit_name, s.criteria_set, s.field_node_id, s.field_code, s.field_name,
    s.sort_order, s.counts_as, s.points, s.applicable_max, s.field_percent, s.group_label, g.group_mean, g.group_units,
    m.mean_percent AS list_mean, m.best_percent, m.best_units, p.field_rank, m.units AS ranked_units, s.made_up
FROM shares AS s
LEFT JOIN groups AS g
    ON g.index_year = s.index_year AND g.panel = s.panel AND g.field_node_id = s.field_node_id AND g.group_label = s.group_label
LEFT JOIN places AS p
    ON p.index_year = s.index_year AND p.panel = s.panel AND p.field_node_id = s.field_node_id AND p.unit_id = s.unit_id
LEFT JOIN mart.par_index_field_mean AS m
    ON m.index_year = s.index_year AND m.panel = s.panel AND m.field_node_id = s.field_node_id
