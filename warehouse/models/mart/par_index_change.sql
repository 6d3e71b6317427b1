-- Grain: one row per index year × panel × unit.
-- Meaning: the index beside that of the year before, and the change in index points taken apart so that the parts sum to it exactly:
--   change = changed_performance + changed_criteria + changed_appraisal + changed_boundary
-- compared_with: own (the same unit_id), composed (the declared predecessors of a unit of another extent, by plain mean), none (the reason
-- says why). Codes and names never join two years. A composed unit that carries the name of exactly one of its predecessors is shown beside
-- that one, as print does it (index_before, rank_before), and changed_boundary is what the new extent alone does: composed − that one;
-- without such a predecessor index_before is the composed figure. Everywhere else changed_boundary is 0.
-- Performance, appraisal and the lines of changed_criteria are sums over mart.par_index_change_line. changed_scale, a part of
-- changed_criteria, is what the same points are worth more or less because another maximum applies to the unit (100 / maximum), with what
-- divisions leave after the eighth decimal; it is the rest, so the sum closes, and a rule holds it to 0 where the maximum is the same.
WITH compared AS (
    {compared_units}
),
scales AS (
    {unit_scales}
),
composed AS (
    SELECT
        c.index_year, c.panel, c.unit_id, any_value(c.compared_with) AS compared_with, count(*) AS predecessors,
        CAST(sum(b.index_percent) / count(*) AS DECIMAL(18, 8)) AS composed_before,
        CASE WHEN any_value(c.compared_with) = 'own' THEN any_value(s.own_maximum) END AS own_maximum_before,
        bool_or(b.made_up) AS made_up
    FROM compared AS c
    JOIN mart.par_index AS b ON b.index_year = c.index_year - 1 AND b.panel = c.panel AND b.unit_id = c.from_unit_id
    JOIN scales AS s ON s.index_year = b.index_year AND s.panel = b.panel AND s.unit_id = b.unit_id
    GROUP BY c.index_year, c.panel, c.unit_id
),
shown_beside AS (
    SELECT
        c.index_year, c.panel, c.unit_id, b.unit_id AS before_unit_id, b.index_percent AS index_before, b.rank AS rank_before,
        b.ranked_units AS ranked_units_before, b.criteria_set AS criteria_set_before
    FROM compared AS c
    JOIN mart.par_index AS n ON n.index_year = c.index_year AND n.panel = c.panel AND n.unit_id = c.unit_id
    JOIN mart.par_index AS b ON b.index_year = c.index_year - 1 AND b.panel = c.panel AND b.unit_id = c.from_unit_id
    WHERE c.compared_with = 'own' OR b.unit_name = n.unit_name
    QUALIFY count(*) OVER (PARTITION BY c.index_year, c.panel, c.unit_id) = 1
),
causes AS (
    SELECT
        l.index_year, l.panel, l.unit_id,
        coalesce(sum(l.effect) FILTER (WHERE l.cause = 'performance'), 0) AS performance,
        coalesce(sum(l.effect) FILTER (WHERE l.cause = 'criteria'), 0) AS criteria_lines,
        coalesce(sum(l.effect) FILTER (WHERE l.cause = 'appraisal'), 0) AS appraisal,
        count(DISTINCT l.node_id) FILTER (WHERE l.cause <> 'criteria' AND l.part <> 'cap') AS lines_compared,
        count(DISTINCT l.node_id) FILTER (WHERE l.cause = 'criteria') AS lines_not_compared
    FROM mart.par_index_change_line AS l
    GROUP BY l.index_year, l.panel, l.unit_id
),
breaks AS (
    SELECT b.panel, b.index_year, string_agg(b.why_vi, '; ' ORDER BY b.why_vi) AS note
    FROM reference.series_break AS b
    WHERE b.index_name = 'PAR_INDEX'
    GROUP BY b.panel, b.index_year
),
years_before AS (
    SELECT DISTINCT u.index_year + 1 AS index_year, u.panel, u.unit_id FROM mart.par_index AS u
),
panels_before AS (
    SELECT DISTINCT u.index_year + 1 AS index_year, u.panel FROM mart.par_index AS u
),
successors AS (
    SELECT DISTINCT m.successor_unit_id FROM reference.unit_merger AS m
),
parts AS (
    SELECT
        n.index_year, n.level, n.panel, n.unit_id, n.unit_code, n.unit_name, n.criteria_set, n.index_percent, n.rank, n.ranked_units,
        coalesce(p.compared_with, 'none') AS compared_with, p.predecessors, p.composed_before, p.own_maximum_before, sc.own_maximum,
        s.before_unit_id, coalesce(s.index_before, p.composed_before) AS index_before, s.rank_before, s.ranked_units_before, s.criteria_set_before,
        c.performance, c.criteria_lines, c.appraisal, c.lines_compared, c.lines_not_compared,
        CASE
            WHEN p.compared_with IS NOT NULL THEN NULL
            WHEN n.index_percent IS NULL THEN 'Năm nay chưa có chỉ số'
            WHEN y.unit_id IS NOT NULL THEN 'Năm trước đơn vị chưa có chỉ số'
            WHEN pb.panel IS NULL THEN 'Năm trước chưa có kết quả của danh sách này'
            WHEN m.successor_unit_id IS NOT NULL THEN 'Đơn vị mới; chưa đủ kết quả năm trước của mọi đơn vị cũ để ghép'
            ELSE 'Năm trước đơn vị không có trong danh sách'
        END AS not_compared_vi,
        b1.note AS panel_note, b2.note AS any_note, n.made_up OR coalesce(p.made_up, false) AS made_up
    FROM mart.par_index AS n
    LEFT JOIN composed AS p ON p.index_year = n.index_year AND p.panel = n.panel AND p.unit_id = n.unit_id
    LEFT JOIN shown_beside AS s ON s.index_year = n.index_year AND s.panel = n.panel AND s.unit_id = n.unit_id
    LEFT JOIN causes AS c ON c.index_year = n.index_year AND c.panel = n.panel AND c.unit_id = n.unit_id
    LEFT JOIN scales AS sc ON sc.index_year = n.index_year AND sc.panel = n.panel AND sc.unit_id = n.unit_id
    LEFT JOIN years_before AS y ON y.index_year = n.index_year AND y.panel = n.panel AND y.unit_id = n.unit_id
    LEFT JOIN panels_before AS pb ON pb.index_year = n.index_year AND pb.panel = n.panel
    LEFT JOIN successors AS m ON m.successor_unit_id = n.unit_id
    LEFT JOIN breaks AS b1 ON b1.index_year = n.index_year AND b1.panel = n.panel
    LEFT JOIN breaks AS b2 ON b2.index_year = n.index_year AND b2.panel IS NULL
),
closed AS (
    SELECT
        p.*, p.index_percent - p.composed_before - p.performance - p.criteria_lines - p.appraisal AS scale,
        p.composed_before - p.index_before AS boundary
    FROM parts AS p
)
SELECT
    c.index_year, c.level, c.panel, c.unit_id, c.unit_code, c.unit_name, c.criteria_set, c.criteria_set_before, c.compared_with,
    c.before_unit_id, c.predecessors, c.index_percent, c.index_before, c.composed_before, c.rank, c.rank_before, c.ranked_units,
    c.ranked_units_before, c.rank_before - c.rank AS ranks_gained,
    c.index_percent - c.index_before AS change,
    c.performance AS changed_performance, c.criteria_lines + c.scale AS changed_criteria, c.scale AS changed_scale,
    c.appraisal AS changed_appraisal, c.boundary AS changed_boundary,
    c.own_maximum, c.own_maximum_before, c.lines_compared, c.lines_not_compared, c.not_compared_vi,
    c.panel_note IS NOT NULL OR c.any_note IS NOT NULL AS series_break,
    CASE WHEN c.panel_note IS NOT NULL AND c.any_note IS NOT NULL THEN c.panel_note || '; ' || c.any_note ELSE coalesce(c.panel_note, c.any_note) END
        AS series_break_note,
    c.made_up
FROM closed AS c
