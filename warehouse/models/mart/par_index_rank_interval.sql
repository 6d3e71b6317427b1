-- Grain: one row per index year × panel × ranked unit.
-- Meaning: how firm the official rank is, under errors that are assumptions (reference.uncertainty; the columns repeat them). rank_low to
-- rank_high: the ranks of the low_percentile and high_percentile draw (the least rank that so many draws do not exceed), rank_median half.
-- group_stability: share of the draws in the official group. weight_rank_low to weight_rank_high: the same with the fields' weights varied
-- instead. indistinguishable: the units whose order with this one fewer than high_percentile % of the draws confirm. The official rank is
-- never changed by any of this.
WITH assumed AS (
    {assumptions}
),
counted AS (
    SELECT d.index_year, d.panel, d.unit_id, 'error' AS kind, d.rank_drawn AS rank, count(*) AS draws
    FROM mart.par_index_draw AS d
    GROUP BY d.index_year, d.panel, d.unit_id, d.rank_drawn
    UNION ALL
    SELECT d.index_year, d.panel, d.unit_id, 'weight', d.rank_reweighted, count(*)
    FROM mart.par_index_draw AS d
    GROUP BY d.index_year, d.panel, d.unit_id, d.rank_reweighted
),
cumulated AS (
    SELECT
        c.index_year, c.panel, c.unit_id, c.kind, c.rank,
        sum(c.draws) OVER (PARTITION BY c.index_year, c.panel, c.unit_id, c.kind ORDER BY c.rank) AS up_to
    FROM counted AS c
),
ranged AS (
    SELECT
        c.index_year, c.panel, c.unit_id, c.kind,
        min(c.rank) FILTER (WHERE c.up_to * 100 >= a.low_percentile * a.draws) AS rank_low,
        min(c.rank) FILTER (WHERE c.up_to * 2 >= a.draws) AS rank_median,
        min(c.rank) FILTER (WHERE c.up_to * 100 >= a.high_percentile * a.draws) AS rank_high
    FROM cumulated AS c
    JOIN assumed AS a ON a.index_year = c.index_year AND a.panel = c.panel
    GROUP BY c.index_year, c.panel, c.unit_id, c.kind
),
grouped AS (
    SELECT d.index_year, d.panel, d.unit_id, count(*) AS in_group
    FROM mart.par_index_draw AS d
    JOIN mart.par_index AS u ON u.index_year = d.index_year AND u.panel = d.panel AND u.unit_id = d.unit_id
    JOIN reference.unit_group AS g ON g.index_year = d.index_year AND g.panel = d.panel AND g.label = u.group_label
    WHERE (g.lower_bound IS NULL OR d.index_drawn > g.lower_bound OR (g.lower_inclusive AND d.index_drawn = g.lower_bound))
      AND (g.upper_bound IS NULL OR d.index_drawn < g.upper_bound OR (g.upper_inclusive AND d.index_drawn = g.upper_bound))
    GROUP BY d.index_year, d.panel, d.unit_id
),
neighbours AS (
    SELECT p.index_year, p.panel, p.unit_id, p.other_unit_id AS neighbour_id, p.other_rank AS neighbour_rank
    FROM mart.par_index_rank_pair AS p WHERE NOT p.distinguishable
    UNION ALL
    SELECT p.index_year, p.panel, p.other_unit_id, p.unit_id, p.rank
    FROM mart.par_index_rank_pair AS p WHERE NOT p.distinguishable
),
named AS (
    SELECT
        n.index_year, n.panel, n.unit_id, count(*) AS indistinguishable_units,
        string_agg(u.unit_name, '; ' ORDER BY n.neighbour_rank, u.unit_id) AS indistinguishable
    FROM neighbours AS n
    JOIN reference.unit AS u ON u.unit_id = n.neighbour_id
    GROUP BY n.index_year, n.panel, n.unit_id
)
SELECT
    u.index_year, u.level, u.panel, u.unit_id, u.unit_code, u.unit_name, u.index_percent, u.rank, u.ranked_units, u.group_label,
    e.rank_low, e.rank_median, e.rank_high,
    CASE WHEN u.group_label IS NOT NULL THEN CAST(CAST(coalesce(g.in_group, 0) AS DECIMAL(18, 0)) / a.draws AS DECIMAL(18, 8)) END AS group_stability,
    w.rank_low AS weight_rank_low, w.rank_median AS weight_rank_median, w.rank_high AS weight_rank_high,
    coalesce(n.indistinguishable_units, 0) AS indistinguishable_units, n.indistinguishable,
    a.seed, a.draws, a.survey_margin, a.appraisal_step, a.weight_change, a.low_percentile, a.high_percentile,
    'Khoảng thứ hạng dựa trên sai số giả định, không thay thế thứ hạng chính thức' AS note_vi,
    u.made_up
FROM mart.par_index AS u
JOIN assumed AS a ON a.index_year = u.index_year AND a.panel = u.panel
JOIN ranged AS e ON e.index_year = u.index_year AND e.panel = u.panel AND e.unit_id = u.unit_id AND e.kind = 'error'
JOIN ranged AS w ON w.index_year = u.index_year AND w.panel = u.panel AND w.unit_id = u.unit_id AND w.kind = 'weight'
LEFT JOIN grouped AS g ON g.index_year = u.index_year AND g.panel = u.panel AND g.unit_id = u.unit_id
LEFT JOIN named AS n ON n.index_year = u.index_year AND n.panel = u.panel AND n.unit_id = u.unit_id
