-- Grain: one row per index year × panel × unit × appraised line that lost points and whose rule says how more are got.
-- Meaning: the nearest step that gains points, from the declared rule alone: from the data of the last word (else the unit's own), the
-- better branch that lies closest; one item or case more or fewer where points go by the piece. index_after and rank_after are the unit's
-- if it alone took this one step, all else as it is. Who decides what is worth doing is the unit: distance is in the unit of the line's data.
WITH lines AS (
    SELECT
        l.index_year, l.level, l.panel, l.unit_id, l.unit_name, l.criteria_set, l.field_node_id, l.node_id, l.sort_order, l.code, l.name_vi,
        l.max_points, l.points, c.rule_kind, c.rule_vi, c.data_unit, c.conditions, c.conditions_vi,
        coalesce(l.appraised_number, l.self_number) AS number, coalesce(l.appraised_declared, l.self_declared) AS declared, l.made_up
    FROM mart.par_index_line AS l
    JOIN reference.criterion AS c ON c.criteria_set = l.criteria_set AND c.node_id = l.node_id
    WHERE l.part = 'appraised' AND l.counts_as = 'base' AND l.state = 'value' AND l.points < l.max_points AND c.rule_kind IS NOT NULL
),
by_branch AS (
    SELECT
        l.*, b.label_vi AS step_label, b.flat_points AS points_after,
        CASE WHEN l.number IS NULL OR b.lowest > l.number THEN b.lowest ELSE b.highest END AS needed
    FROM lines AS l
    JOIN core.scoring_branch AS b ON b.criteria_set = l.criteria_set AND b.node_id = l.node_id AND NOT b.is_sloped AND b.flat_points > l.points
),
by_piece AS (
    SELECT
        l.*, b.label_vi AS step_label,
        CAST(least(l.points + CAST(abs(b.twice_slope) / 2 * b.step_points AS DECIMAL(18, 8)), l.max_points) AS DECIMAL(18, 8)) AS points_after,
        CASE l.rule_kind WHEN 'per_item' THEN coalesce(l.number, 0) + 1 ELSE greatest(coalesce(l.number, 1) - 1, 0) END AS needed
    FROM lines AS l
    JOIN core.scoring_branch AS b ON b.criteria_set = l.criteria_set AND b.node_id = l.node_id AND b.is_sloped
    WHERE l.rule_kind IN ('per_item', 'deduction')
),
-- From where the points begin to rise with the data: below it there are none.
by_slope AS (
    SELECT l.*, b.label_vi AS step_label, CAST({rule_points} AS DECIMAL(18, 8)) AS points_after, b.lowest AS needed
    FROM lines AS l
    JOIN core.scoring_branch AS b
        ON b.criteria_set = l.criteria_set AND b.node_id = l.node_id AND b.is_sloped AND b.twice_slope > 0 AND b.lowest > l.number
    CROSS JOIN LATERAL (SELECT b.lowest AS number) AS d
    WHERE l.rule_kind NOT IN ('per_item', 'deduction')
),
steps AS (
    SELECT * FROM by_branch
    UNION ALL BY NAME
    SELECT * FROM by_slope WHERE points_after > points
    UNION ALL BY NAME
    SELECT * FROM by_piece
),
nearest AS (
    SELECT s.*
    FROM steps AS s
    QUALIFY row_number() OVER (
        PARTITION BY s.index_year, s.panel, s.unit_id, s.node_id
        ORDER BY CASE WHEN s.number IS NULL OR s.rule_kind = 'options' THEN s.points_after - s.points ELSE abs(s.needed - s.number) END, s.points_after
    ) = 1
),
after_step AS (
    SELECT
        n.*, p.rank, p.index_percent, p.appraised_points, p.survey_points,
        CAST(p.index_percent + CAST((n.points_after - n.points) * 100 / p.applicable_max AS DECIMAL(18, 8)) AS DECIMAL(18, 8)) AS index_after
    FROM nearest AS n
    JOIN mart.par_index AS p ON p.index_year = n.index_year AND p.panel = n.panel AND p.unit_id = n.unit_id AND p.applicable_max > 0
),
placed AS (
    SELECT
        n.* EXCLUDE (ranked_index), l.tie_method, {ranked_value} AS ranked_on,
        CASE l.tie_method
            WHEN 'appraised_first' THEN n.appraised_points + n.points_after - n.points WHEN 'survey_first' THEN n.survey_points ELSE 0
        END AS then_on
    FROM (SELECT s.*, s.index_after AS ranked_index FROM after_step AS s) AS n
    LEFT JOIN reference.ranked_list AS l ON l.index_year = n.index_year AND l.panel = n.panel
),
others AS (
    SELECT
        n.index_year, n.panel, n.unit_id, {ranked_value} AS ranked_on,
        CASE l.tie_method WHEN 'appraised_first' THEN n.appraised_points WHEN 'survey_first' THEN n.survey_points ELSE 0 END AS then_on
    FROM (SELECT p.*, p.index_percent AS ranked_index FROM mart.par_index AS p WHERE p.rank IS NOT NULL) AS n
    LEFT JOIN reference.ranked_list AS l ON l.index_year = n.index_year AND l.panel = n.panel
)
SELECT
    a.index_year, a.level, a.panel, a.unit_id, a.unit_name, a.criteria_set, a.field_node_id, a.node_id, a.sort_order, a.code, a.name_vi,
    a.rule_kind, a.rule_vi, a.data_unit, a.max_points, a.points, a.declared, a.number,
    CAST(a.needed AS DECIMAL(18, 8)) AS needed,
    CAST(CASE WHEN a.rule_kind <> 'options' AND a.number IS NOT NULL THEN abs(a.needed - a.number) END AS DECIMAL(18, 8)) AS distance,
    a.points_after, CAST(a.points_after - a.points AS DECIMAL(18, 8)) AS gain_points,
    CASE a.rule_kind
        WHEN 'options' THEN 'đạt mức «' || a.step_label || '»'
        WHEN 'yes_no' THEN 'thực hiện được (câu trả lời «' || a.step_label || '»)'
        WHEN 'conditions' THEN 'đạt ' || CAST(a.needed AS BIGINT) || '/' || a.conditions || ' yêu cầu: ' || a.conditions_vi
        WHEN 'per_item' THEN 'thêm 1, thành ' || CAST(a.needed AS BIGINT)
        WHEN 'deduction' THEN 'bớt 1 trường hợp, còn ' || CAST(a.needed AS BIGINT)
        ELSE CASE WHEN a.needed >= coalesce(a.number, a.needed) THEN 'nâng lên ' ELSE 'giảm còn ' END
            -- (an end that is not included begins one step of 0.00000001 further in)
            || CASE WHEN a.needed > round(a.needed, 6) THEN 'trên ' WHEN a.needed < round(a.needed, 6) THEN 'dưới ' ELSE '' END
            || replace(rtrim(rtrim(CAST(round(a.needed, 6) AS VARCHAR), '0'), '.'), '.', ',') || CASE a.data_unit WHEN 'percent' THEN '%' WHEN 'days' THEN ' ngày' ELSE '' END
    END AS step_vi,
    a.rank, a.index_percent, a.index_after,
    CASE WHEN a.rank IS NOT NULL THEN 1 + (
        SELECT CASE a.tie_method WHEN 'dense' THEN count(DISTINCT o.ranked_on) ELSE count(*) END
        FROM others AS o
        WHERE o.index_year = a.index_year AND o.panel = a.panel AND o.unit_id <> a.unit_id
            AND (o.ranked_on > a.ranked_on OR (o.ranked_on = a.ranked_on AND o.then_on > a.then_on))
    ) END AS rank_after,
    a.made_up
FROM placed AS a
