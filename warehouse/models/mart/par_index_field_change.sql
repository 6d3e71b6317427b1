-- Grain: one row per index year × panel × unit × field that one of the two years has; units that mart.par_index_change compares.
-- Meaning: the change of mart.par_index_change field by field. contribution is what the field adds to the index (points × 100 / what applies
-- to the unit), so contributions sum to the index but for a cap on the whole index. field_percent is the field's own index. The parts are
-- defined as there; before is the composed figure where the extent changed, and changed_boundary is composed − the predecessor shown beside.
WITH scales AS (
    {unit_scales}
),
compared AS (
    {compared_units}
),
fields AS (
    SELECT
        f.index_year, f.panel, f.unit_id, f.field_node_id, f.field_code, f.field_name, f.sort_order, f.counts_as, f.max_points, f.points,
        f.field_percent, f.made_up,
        CAST(f.points * CASE f.counts_as WHEN 'base' THEN s.per_base_point ELSE s.per_extra_point END AS DECIMAL(18, 8)) AS contribution
    FROM mart.par_index_field AS f
    JOIN scales AS s ON s.index_year = f.index_year AND s.panel = f.panel AND s.unit_id = f.unit_id
),
before AS (
    SELECT
        c.index_year, c.panel, c.unit_id, b.field_node_id, min(b.field_code) AS field_code, min(b.field_name) AS field_name,
        min(b.sort_order) AS sort_order, min(b.counts_as) AS counts_as, max(b.max_points) AS max_points,
        CAST(sum(b.points) / count(*) AS DECIMAL(18, 8)) AS points, CAST(sum(b.field_percent) / count(b.field_percent) AS DECIMAL(18, 8)) AS field_percent,
        CAST(sum(b.contribution) / any_value(k.predecessors) AS DECIMAL(18, 8)) AS contribution, bool_or(b.made_up) AS made_up
    FROM compared AS c
    JOIN mart.par_index_change AS k ON k.index_year = c.index_year AND k.panel = c.panel AND k.unit_id = c.unit_id
    JOIN fields AS b ON b.index_year = c.index_year - 1 AND b.panel = c.panel AND b.unit_id = c.from_unit_id
    GROUP BY c.index_year, c.panel, c.unit_id, b.field_node_id
),
shown_beside AS (
    SELECT k.index_year, k.panel, k.unit_id, b.field_node_id, b.contribution
    FROM mart.par_index_change AS k
    JOIN fields AS b ON b.index_year = k.index_year - 1 AND b.panel = k.panel AND b.unit_id = k.before_unit_id
),
causes AS (
    SELECT
        l.index_year, l.panel, l.unit_id, l.field_node_id,
        coalesce(sum(l.effect) FILTER (WHERE l.cause = 'performance'), 0) AS performance,
        coalesce(sum(l.effect) FILTER (WHERE l.cause = 'criteria'), 0) AS criteria_lines,
        coalesce(sum(l.effect) FILTER (WHERE l.cause = 'appraisal'), 0) AS appraisal
    FROM mart.par_index_change_line AS l
    GROUP BY l.index_year, l.panel, l.unit_id, l.field_node_id
),
keys AS (
    SELECT f.index_year, f.panel, f.unit_id, f.field_node_id
    FROM fields AS f
    JOIN mart.par_index_change AS k ON k.index_year = f.index_year AND k.panel = f.panel AND k.unit_id = f.unit_id AND k.compared_with <> 'none'
    UNION
    SELECT b.index_year, b.panel, b.unit_id, b.field_node_id FROM before AS b
),
beside AS (
    SELECT
        k.index_year, u.level, k.panel, k.unit_id, u.unit_code, u.unit_name, u.compared_with, k.field_node_id,
        coalesce(n.field_code, b.field_code) AS field_code, coalesce(n.field_name, b.field_name) AS field_name,
        coalesce(n.sort_order, b.sort_order) AS sort_order, n.max_points, b.max_points AS max_before, n.points, b.points AS points_before,
        n.field_percent, b.field_percent AS field_percent_before, n.contribution,
        CASE WHEN u.before_unit_id IS NULL THEN b.contribution ELSE s.contribution END AS contribution_before,
        coalesce(b.contribution, 0) AS composed_before, coalesce(c.performance, 0) AS performance,
        coalesce(c.criteria_lines, 0) AS criteria_lines, coalesce(c.appraisal, 0) AS appraisal, u.series_break, u.series_break_note,
        coalesce(n.made_up, false) OR coalesce(b.made_up, false) AS made_up
    FROM keys AS k
    JOIN mart.par_index_change AS u ON u.index_year = k.index_year AND u.panel = k.panel AND u.unit_id = k.unit_id
    LEFT JOIN fields AS n ON n.index_year = k.index_year AND n.panel = k.panel AND n.unit_id = k.unit_id AND n.field_node_id = k.field_node_id
    LEFT JOIN before AS b ON b.index_year = k.index_year AND b.panel = k.panel AND b.unit_id = k.unit_id AND b.field_node_id = k.field_node_id
    LEFT JOIN shown_beside AS s ON s.index_year = k.index_year AND s.panel = k.panel AND s.unit_id = k.unit_id AND s.field_node_id = k.field_node_id
    LEFT JOIN causes AS c ON c.index_year = k.index_year AND c.panel = k.panel AND c.unit_id = k.unit_id AND c.field_node_id = k.field_node_id
),
closed AS (
    SELECT
        b.*, coalesce(b.contribution, 0) - b.composed_before - b.performance - b.criteria_lines - b.appraisal AS scale,
        b.composed_before - coalesce(b.contribution_before, 0) AS boundary
    FROM beside AS b
)
SELECT
    c.index_year, c.level, c.panel, c.unit_id, c.unit_code, c.unit_name, c.compared_with, c.field_node_id, c.field_code, c.field_name,
    c.sort_order, c.max_points, c.max_before, c.points, c.points_before, c.field_percent, c.field_percent_before, c.contribution,
    c.contribution_before, coalesce(c.contribution, 0) - coalesce(c.contribution_before, 0) AS change,
    c.performance AS changed_performance, c.criteria_lines + c.scale AS changed_criteria, c.scale AS changed_scale,
    c.appraisal AS changed_appraisal, c.boundary AS changed_boundary, c.series_break, c.series_break_note, c.made_up
FROM closed AS c
