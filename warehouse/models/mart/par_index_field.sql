-- Grain: one row per index year × panel × unit × field (lĩnh vực; blocks of bonus and penalty points too).
-- Meaning: exact sums of the last word on each line. A sum is given only when each of its lines has points or does not apply; else it is
-- null. Blocks of bonus and penalty points are cut at the maximum of the block, and a penalty is negative. Of them a blank line is not missing
-- (nothing claimed is nothing given), but one that was filled in and cannot be used (quarantined, unreadable) is.
WITH latest_set AS (
    SELECT s.criteria_set, s.index_year, s.panel
    FROM reference.criteria_set AS s
    QUALIFY row_number() OVER (PARTITION BY s.index_year, s.panel ORDER BY s.version DESC) = 1
),
fields AS (
    SELECT
        s.index_year, s.panel, c.criteria_set, c.field_node_id, any_value(c.counts_as) AS counts_as,
        count(*) AS leaf_lines,
        count(*) FILTER (WHERE c.part = 'appraised') AS appraised_lines,
        count(*) FILTER (WHERE c.part = 'survey') AS survey_lines
    FROM latest_set AS s
    JOIN reference.criterion AS c ON c.criteria_set = s.criteria_set AND c.is_leaf
    GROUP BY s.index_year, s.panel, c.criteria_set, c.field_node_id
),
expected AS (
    SELECT
        m.index_year, m.level, m.panel, m.unit_id, u.unit_code, u.unit_name, f.criteria_set, f.field_node_id, f.counts_as,
        f.leaf_lines, f.appraised_lines, f.survey_lines
    FROM reference.panel_member AS m
    JOIN reference.unit AS u ON u.unit_id = m.unit_id
    JOIN fields AS f ON f.index_year = m.index_year AND f.panel = m.panel
    WHERE m.standing <> 'excluded'
),
lines AS (
    SELECT
        p.index_year, p.unit_id, p.field_node_id, p.points, p.max_points, p.counted_max, p.made_up,
        p.round = 'self' AS is_own, p.is_final AND p.part = 'appraised' AS is_appraised, p.is_final AND p.part = 'survey' AS is_surveyed,
        p.counts_as <> 'base' AND p.is_final AND p.state NOT IN ('value', 'not_applicable', 'blank') AS is_open,
        p.is_final AND p.state = 'not_applicable' AS is_not_applicable, p.state = 'value' OR p.state = 'not_applicable' AS is_usable
    FROM core.line_points AS p
),
summed AS (
    SELECT
        p.index_year, p.unit_id, p.field_node_id,
        count(*) FILTER (WHERE p.is_usable AND p.is_own) AS self_lines,
        sum(p.points) FILTER (WHERE p.is_own) AS self_sum,
        count(*) FILTER (WHERE p.is_usable AND p.is_appraised) AS appraised_done,
        sum(p.points) FILTER (WHERE p.is_appraised) AS appraised_sum,
        count(*) FILTER (WHERE p.is_usable AND p.is_surveyed) AS survey_done,
        sum(p.points) FILTER (WHERE p.is_surveyed) AS survey_sum,
        count(*) FILTER (WHERE p.is_open) AS open_lines,
        count(*) FILTER (WHERE p.is_not_applicable) AS not_applicable_lines,
        sum(p.max_points - p.counted_max) FILTER (WHERE p.is_not_applicable) AS left_out_max,
        coalesce(bool_or(p.made_up) FILTER (WHERE p.is_usable), false) AS made_up
    FROM lines AS p
    GROUP BY p.index_year, p.unit_id, p.field_node_id
),
put_together AS (
    SELECT
        e.index_year, e.level, e.panel, e.unit_id, e.unit_code, e.unit_name, e.criteria_set, e.field_node_id, e.counts_as,
        c.code AS field_code, c.name_vi AS field_name, c.sort_order, c.max_points,
        CASE WHEN e.counts_as = 'base' THEN c.max_points - coalesce(s.left_out_max, 0) ELSE 0 END AS applicable_max,
        CASE
            WHEN e.counts_as = 'bonus' THEN least(coalesce(s.self_sum, 0), c.max_points)
            WHEN e.counts_as = 'penalty' THEN greatest(coalesce(s.self_sum, 0), -c.max_points)
            WHEN coalesce(s.self_lines, 0) = e.appraised_lines THEN s.self_sum
        END AS self_points,
        CASE
            WHEN e.counts_as = 'bonus' THEN least(coalesce(s.appraised_sum, 0), c.max_points)
            WHEN e.counts_as = 'penalty' THEN greatest(coalesce(s.appraised_sum, 0), -c.max_points)
            WHEN coalesce(s.appraised_done, 0) = e.appraised_lines THEN s.appraised_sum
        END AS appraised_points,
        CASE WHEN coalesce(s.survey_done, 0) = e.survey_lines THEN s.survey_sum END AS survey_points,
        e.leaf_lines,
        CASE e.counts_as WHEN 'base' THEN e.appraised_lines - coalesce(s.self_lines, 0) ELSE 0 END AS self_missing_lines,
        CASE e.counts_as WHEN 'base' THEN e.appraised_lines - coalesce(s.appraised_done, 0) ELSE coalesce(s.open_lines, 0) END
            AS appraised_missing_lines,
        CASE e.counts_as WHEN 'base' THEN e.survey_lines - coalesce(s.survey_done, 0) ELSE 0 END AS survey_missing_lines,
        coalesce(s.not_applicable_lines, 0) AS not_applicable_lines,
        coalesce(s.made_up, false) AS made_up
    FROM expected AS e
    JOIN reference.criterion AS c ON c.criteria_set = e.criteria_set AND c.node_id = e.field_node_id
    LEFT JOIN summed AS s ON s.index_year = e.index_year AND s.unit_id = e.unit_id AND s.field_node_id = e.field_node_id
),
totalled AS (
    SELECT
        p.*,
        CASE
            WHEN p.appraised_missing_lines + p.survey_missing_lines = 0
                THEN CAST(coalesce(p.appraised_points, 0) + coalesce(p.survey_points, 0) AS DECIMAL(38, 8))
        END AS points
    FROM put_together AS p
),
to_divide AS (
    SELECT
        t.*, CAST(t.points * 100 AS DECIMAL(28, 12)) AS numerator,
        CAST(CASE WHEN t.applicable_max > 0 THEN t.applicable_max END AS DECIMAL(18, 8)) AS denominator
    FROM totalled AS t
)
SELECT
    q.index_year, q.level, q.panel, q.unit_id, q.unit_code, q.unit_name, q.criteria_set, q.field_node_id,
    q.field_code, q.field_name, q.sort_order, q.counts_as,
    q.max_points, q.applicable_max, q.self_points, q.appraised_points, q.survey_points, q.points,
    CASE WHEN q.numerator IS NOT NULL AND q.denominator IS NOT NULL THEN {exact_share} END AS field_percent,
    q.leaf_lines, q.appraised_missing_lines + q.survey_missing_lines AS missing_lines,
    q.self_missing_lines, q.appraised_missing_lines, q.survey_missing_lines, q.not_applicable_lines, q.made_up
FROM to_divide AS q
