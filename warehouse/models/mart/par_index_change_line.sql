-- Grain: one row per index year × panel × unit × unit of the year before that it is compared with × line that one of the two years has.
-- Meaning: what each line adds to the change of the index since the year before, in index points of this year's scale:
--   effect = (points now − points before) × 100 / what applies to the unit now × share of that unit of the year before.
-- because says why it differs, cause which part of the change it belongs to:
--   performance        the same line (same node, name, maximum, part) with other points
--   appraisal          as above, but the unit said the very same in both years (self-assessed points, declared data, branch), the appraiser
--                      did not; only where a unit is compared with itself
--   new_line, gone_line, changed_line, applicability    cause criteria: a line that one year lacks, that has another name, maximum or
--                      part, or that applied to the unit in one year only
-- Beside the lines of the set stand what a cap cuts off (node «…#trần»): a block of bonus or penalty points, or the whole index.
-- Points of a line that has none (not applicable, nothing claimed in a bonus block) are 0 here. Composed: one row per predecessor.
WITH compared AS (
    {compared_units}
),
scales AS (
    {unit_scales}
),
lines AS (
    SELECT
        l.index_year, l.panel, l.unit_id, l.node_id, l.field_node_id, l.sort_order, l.code, l.name_vi, l.part, l.counts_as, l.max_points,
        coalesce(l.points, 0) AS points, l.state = 'not_applicable' AS left_out, l.self_state, l.self_points, l.self_number, l.self_branch,
        l.reason, CASE l.counts_as WHEN 'base' THEN s.per_base_point ELSE s.per_extra_point END AS per_point, l.made_up
    FROM mart.par_index_line AS l
    JOIN scales AS s ON s.index_year = l.index_year AND s.panel = l.panel AND s.unit_id = l.unit_id
),
block_cuts AS (
    SELECT
        f.index_year, f.panel, f.unit_id, f.field_node_id, f.field_code, f.field_name, f.sort_order, f.counts_as, f.max_points,
        CAST(f.points - coalesce(sum(l.points), 0) AS DECIMAL(18, 8)) AS points, any_value(l.per_point) AS per_point, f.made_up
    FROM mart.par_index_field AS f
    JOIN lines AS l ON l.index_year = f.index_year AND l.panel = f.panel AND l.unit_id = f.unit_id AND l.field_node_id = f.field_node_id
    WHERE f.counts_as <> 'base'
    GROUP BY
        f.index_year, f.panel, f.unit_id, f.field_node_id, f.field_code, f.field_name, f.sort_order, f.counts_as, f.max_points, f.points, f.made_up
),
index_cuts AS (
    SELECT
        u.index_year, u.panel, u.unit_id, c.index_cap, u.made_up,
        CAST(
            u.index_percent - sum(CAST(f.points * CASE f.counts_as WHEN 'base' THEN s.per_base_point ELSE s.per_extra_point END AS DECIMAL(18, 8)))
            AS DECIMAL(18, 8)
        ) AS points
    FROM mart.par_index AS u
    JOIN reference.criteria_set AS c ON c.criteria_set = u.criteria_set
    JOIN scales AS s ON s.index_year = u.index_year AND s.panel = u.panel AND s.unit_id = u.unit_id
    JOIN mart.par_index_field AS f ON f.index_year = u.index_year AND f.panel = u.panel AND f.unit_id = u.unit_id
    GROUP BY u.index_year, u.panel, u.unit_id, c.index_cap, u.index_percent, u.made_up
),
counted AS (
    SELECT * FROM lines
    UNION ALL BY NAME
    SELECT
        b.index_year, b.panel, b.unit_id, b.field_node_id || '#trần' AS node_id, b.field_node_id, b.sort_order, b.field_code AS code,
        'Phần vượt mức trần: ' || b.field_name AS name_vi, 'cap' AS part, b.counts_as, b.max_points, b.points, false AS left_out,
        b.per_point, b.made_up
    FROM block_cuts AS b
    WHERE b.points <> 0
    UNION ALL BY NAME
    -- Less than a hundred-thousandth is what divisions leave, not a cut.
    SELECT
        i.index_year, i.panel, i.unit_id, '#trần' AS node_id, '#trần' AS field_node_id, 9999 AS sort_order, '' AS code,
        'Phần vượt mức trần của chỉ số' AS name_vi, 'cap' AS part, 'cap' AS counts_as, coalesce(i.index_cap, 0) AS max_points, i.points,
        false AS left_out, CAST(1 AS DECIMAL(18, 12)) AS per_point, i.made_up
    FROM index_cuts AS i
    WHERE abs(i.points) >= 0.00001
),
scaled AS (
    SELECT c.*, s.per_base_point, s.per_extra_point
    FROM compared AS c
    JOIN scales AS s ON s.index_year = c.index_year AND s.panel = c.panel AND s.unit_id = c.unit_id
),
now_lines AS (
    SELECT c.index_year AS pair_year, c.panel AS pair_panel, c.unit_id AS pair_unit_id, c.from_unit_id, n.*
    FROM compared AS c
    JOIN counted AS n ON n.index_year = c.index_year AND n.panel = c.panel AND n.unit_id = c.unit_id
),
before_lines AS (
    SELECT c.index_year AS pair_year, c.panel AS pair_panel, c.unit_id AS pair_unit_id, c.from_unit_id, b.*
    FROM compared AS c
    JOIN counted AS b ON b.index_year = c.index_year - 1 AND b.panel = c.panel AND b.unit_id = c.from_unit_id
),
beside AS (
    SELECT
        coalesce(n.pair_year, b.pair_year) AS index_year, coalesce(n.pair_panel, b.pair_panel) AS panel,
        coalesce(n.pair_unit_id, b.pair_unit_id) AS unit_id, coalesce(n.from_unit_id, b.from_unit_id) AS from_unit_id,
        coalesce(n.node_id, b.node_id) AS node_id, coalesce(n.field_node_id, b.field_node_id) AS field_node_id,
        coalesce(n.sort_order, b.sort_order) AS sort_order, coalesce(n.code, b.code) AS code, coalesce(n.name_vi, b.name_vi) AS name_vi,
        CASE WHEN n.name_vi <> b.name_vi THEN b.name_vi END AS name_before,
        coalesce(n.part, b.part) AS part, coalesce(n.counts_as, b.counts_as) AS counts_as,
        n.max_points, b.max_points AS max_before, n.points, b.points AS points_before, n.self_points, b.self_points AS self_points_before,
        n.reason, n.per_point,
        n.node_id IS NULL AS is_gone, b.node_id IS NULL AS is_new,
        n.name_vi = b.name_vi AND n.max_points = b.max_points AND n.part = b.part AND n.counts_as = b.counts_as AS is_same_line,
        n.left_out = b.left_out AS applies_alike,
        n.part = 'appraised' AND n.self_state = 'value' AND b.self_state = 'value' AND n.self_points = b.self_points
            AND n.self_number IS NOT DISTINCT FROM b.self_number AND n.self_branch IS NOT DISTINCT FROM b.self_branch AS said_the_same,
        coalesce(n.made_up, false) OR coalesce(b.made_up, false) AS made_up
    FROM now_lines AS n
    FULL JOIN before_lines AS b
        ON b.pair_year = n.pair_year AND b.pair_panel = n.pair_panel AND b.pair_unit_id = n.pair_unit_id AND b.from_unit_id = n.from_unit_id
        AND b.node_id = n.node_id
),
judged AS (
    SELECT
        b.*, s.compared_with, s.share,
        CAST(
            CAST(
                (coalesce(b.points, 0) - coalesce(b.points_before, 0)) * coalesce(
                    b.per_point,
                    CASE b.counts_as WHEN 'base' THEN s.per_base_point WHEN 'cap' THEN CAST(1 AS DECIMAL(18, 12)) ELSE s.per_extra_point END
                ) AS DECIMAL(38, 8)
            ) * s.share AS DECIMAL(18, 8)
        ) AS effect,
        CASE
            WHEN b.is_new THEN CASE b.part WHEN 'cap' THEN 'performance' ELSE 'new_line' END
            WHEN b.is_gone THEN CASE b.part WHEN 'cap' THEN 'performance' ELSE 'gone_line' END
            WHEN NOT b.is_same_line THEN 'changed_line'
            WHEN NOT b.applies_alike THEN 'applicability'
            WHEN s.compared_with = 'own' AND b.said_the_same AND b.points <> b.points_before THEN 'appraisal'
            ELSE 'performance'
        END AS because
    FROM beside AS b
    JOIN scaled AS s ON s.index_year = b.index_year AND s.panel = b.panel AND s.unit_id = b.unit_id AND s.from_unit_id = b.from_unit_id
)
SELECT
    j.index_year, j.panel, j.unit_id, j.from_unit_id, j.compared_with, j.share, j.field_node_id, j.node_id, j.sort_order, j.code, j.name_vi,
    j.name_before, j.part, j.counts_as, j.max_points, j.max_before, j.points, j.points_before, j.self_points, j.self_points_before,
    j.because, CASE WHEN j.because = 'performance' OR j.because = 'appraisal' THEN j.because ELSE 'criteria' END AS cause,
    j.effect, j.reason, j.made_up
FROM judged AS j
