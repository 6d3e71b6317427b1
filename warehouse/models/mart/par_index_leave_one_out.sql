-- Grain: one row per index year × panel × ranked unit.
-- Meaning: the ranks that the unit would have if one criterion (tiêu chí, with all its lines) were left out for everybody, its points and its
-- maximum both; which criterion moves the unit's rank most (of several: the one that moves the index most, then the first of the set), and
-- to where. Bonus and penalty stay, and places are given as the list gives them. The official rank is never changed by this.
WITH scales AS (
    {unit_scales}
),
units AS (
    SELECT
        u.index_year, u.level, u.panel, u.unit_id, u.unit_code, u.unit_name, u.criteria_set, u.index_percent, u.rank, u.made_up,
        u.appraised_points, u.survey_points, s.own_maximum, s.per_extra_point
    FROM mart.par_index AS u
    JOIN scales AS s ON s.index_year = u.index_year AND s.panel = u.panel AND s.unit_id = u.unit_id
    WHERE u.rank IS NOT NULL
),
points AS (
    SELECT
        f.index_year, f.panel, f.unit_id, coalesce(sum(f.points) FILTER (WHERE f.counts_as = 'base'), 0) AS base_points,
        coalesce(sum(f.points) FILTER (WHERE f.counts_as <> 'base'), 0) AS extra_points
    FROM mart.par_index_field AS f
    GROUP BY f.index_year, f.panel, f.unit_id
),
criteria AS (
    SELECT
        l.index_year, l.panel, l.unit_id, CASE c.kind WHEN 'sub_criterion' THEN c.parent_node_id ELSE c.node_id END AS criterion_node_id,
        sum(coalesce(l.points, 0)) AS points, sum(CASE WHEN l.state = 'not_applicable' AND l.points IS NULL THEN 0 ELSE l.max_points END) AS maximum
    FROM mart.par_index_line AS l
    JOIN reference.criterion AS c ON c.criteria_set = l.criteria_set AND c.node_id = l.node_id
    WHERE l.counts_as = 'base'
    GROUP BY l.index_year, l.panel, l.unit_id, criterion_node_id
),
without AS (
    SELECT
        u.*, c.criterion_node_id,
        CAST((p.base_points - c.points) * 100 / nullif(u.own_maximum - c.maximum, 0) AS DECIMAL(18, 8))
            + CAST(p.extra_points * u.per_extra_point AS DECIMAL(18, 8)) AS index_without
    FROM units AS u
    JOIN points AS p ON p.index_year = u.index_year AND p.panel = u.panel AND p.unit_id = u.unit_id
    JOIN criteria AS c ON c.index_year = u.index_year AND c.panel = u.panel AND c.unit_id = u.unit_id
),
placed AS (
    SELECT
        n.*, k.code AS criterion_code, k.name_vi AS criterion_name, k.sort_order AS criterion_order, l.tie_method, {ranked_value} AS ranked_on,
        CASE l.tie_method WHEN 'appraised_first' THEN n.appraised_points WHEN 'survey_first' THEN n.survey_points ELSE 0 END AS then_on
    FROM (SELECT w.*, w.index_without AS ranked_index FROM without AS w WHERE w.index_without IS NOT NULL) AS n
    JOIN reference.criterion AS k ON k.criteria_set = n.criteria_set AND k.node_id = n.criterion_node_id
    LEFT JOIN reference.ranked_list AS l ON l.index_year = n.index_year AND l.panel = n.panel
),
ranked AS (
    SELECT
        p.*,
        CASE p.tie_method
            WHEN 'dense' THEN dense_rank() OVER (PARTITION BY p.index_year, p.panel, p.criterion_node_id ORDER BY p.ranked_on DESC)
            ELSE rank() OVER (PARTITION BY p.index_year, p.panel, p.criterion_node_id ORDER BY p.ranked_on DESC, p.then_on DESC)
        END AS rank_without
    FROM placed AS p
),
ordered AS (
    SELECT
        r.*, min(r.rank_without) OVER one_unit AS rank_min, max(r.rank_without) OVER one_unit AS rank_max,
        count(*) OVER one_unit AS criteria_left_out,
        row_number() OVER (
            PARTITION BY r.index_year, r.panel, r.unit_id
            ORDER BY abs(r.rank_without - r.rank) DESC, abs(r.index_without - r.index_percent) DESC, r.criterion_order
        ) AS place
    FROM ranked AS r
    WINDOW one_unit AS (PARTITION BY r.index_year, r.panel, r.unit_id)
)
SELECT
    o.index_year, o.level, o.panel, o.unit_id, o.unit_code, o.unit_name, o.index_percent, o.rank, o.rank_min, o.rank_max, o.criteria_left_out,
    o.criterion_node_id, o.criterion_code, o.criterion_name, o.rank_without, o.index_without, o.rank - o.rank_without AS ranks_gained_without,
    o.made_up
FROM ordered AS o
WHERE o.place = 1
