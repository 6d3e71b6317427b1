-- Grain: one row per index year × unit × scored line × round (as core.declarations).
-- Meaning: the points of the line in that round, by the declared rule of its set, and which round is the last word.
-- state: value, not_applicable, blank, quarantined, unreadable, text; only value and not_applicable are usable.
-- points_from: entered (written in the form), rule (computed from the declared data, because no points were written or because the set
-- lets the rule decide), policy (a line that does not apply gets full points). Points of a penalty are negative.
-- counted_max is what the line adds to the unit's own maximum: 0 where it does not apply and is left out.
-- The last word (is_final): survey for survey lines; else the second appraisal where it says something usable, else the first, else the
-- figures of the warehouse.
WITH matched AS (
    SELECT
        d.index_year, d.panel, d.unit_id, d.criteria_set, d.node_id, d.round, d.entered_points, d.entered_state, d.declared_state,
        c.field_node_id, c.part, c.counts_as, c.not_applicable, c.max_points, c.rule_kind, s.points_from AS decided_by,
        b.branch_no, d.made_up,
        CAST({rule_points} AS DECIMAL(18, 8)) AS rule_points
    FROM core.declarations AS d
    JOIN reference.criteria_set AS s ON s.criteria_set = d.criteria_set
    JOIN reference.criterion AS c ON c.criteria_set = d.criteria_set AND c.node_id = d.node_id
    LEFT JOIN core.scoring_branch AS b
        ON b.criteria_set = d.criteria_set AND b.node_id = d.node_id AND d.number >= b.lowest AND d.number <= b.highest
),
judged AS (
    SELECT
        m.*,
        CASE
            WHEN m.entered_state = 'quarantined' THEN 'quarantined'
            WHEN m.decided_by = 'rule' AND m.rule_points IS NOT NULL THEN 'value'
            WHEN m.entered_state <> 'blank' THEN m.entered_state
            WHEN m.declared_state = 'not_applicable' THEN 'not_applicable'
            WHEN m.rule_points IS NOT NULL THEN 'value'
            ELSE 'blank'
        END AS state
    FROM matched AS m
),
scored AS (
    SELECT
        j.*,
        CASE
            WHEN j.state = 'not_applicable' AND j.not_applicable = 'full_points' THEN 'policy'
            WHEN j.state <> 'value' THEN NULL
            WHEN j.rule_points IS NOT NULL AND (j.decided_by = 'rule' OR j.entered_state <> 'value') THEN 'rule'
            ELSE 'entered'
        END AS points_from
    FROM judged AS j
),
overruling AS (
    SELECT d.index_year, d.unit_id, d.node_id, d.round
    FROM scored AS d
    WHERE (d.round = 'appraisal_2' OR d.round = 'data') AND (d.state = 'value' OR d.state = 'not_applicable')
),
overruled AS (
    SELECT a.index_year, a.unit_id, a.node_id, 'appraisal_1' AS round
    FROM overruling AS a WHERE a.round = 'appraisal_2'
    UNION
    SELECT a.index_year, a.unit_id, a.node_id, 'data'
    FROM overruling AS a WHERE a.round = 'appraisal_2'
    UNION
    SELECT a.index_year, a.unit_id, a.node_id, CASE WHEN s.state = 'value' OR s.state = 'not_applicable' THEN 'data' ELSE 'appraisal_1' END
    FROM overruling AS a
    JOIN scored AS s ON s.index_year = a.index_year AND s.unit_id = a.unit_id AND s.node_id = a.node_id AND s.round = 'appraisal_1'
    WHERE a.round = 'data'
)
SELECT
    s.index_year, s.panel, s.unit_id, s.criteria_set, s.field_node_id, s.node_id, s.part, s.counts_as, s.round,
    CASE
        WHEN s.round = 'self' OR s.round = 'explanation' THEN false
        WHEN s.round = 'survey' THEN true
        WHEN s.round = 'appraisal_2' THEN s.state = 'value' OR s.state = 'not_applicable'
        ELSE o.node_id IS NULL
    END AS is_final,
    s.state, s.points_from,
    CAST(CASE s.points_from
        WHEN 'entered' THEN s.entered_points WHEN 'rule' THEN s.rule_points WHEN 'policy' THEN s.max_points
    END * CASE s.counts_as WHEN 'penalty' THEN -1 ELSE 1 END AS DECIMAL(18, 8)) AS points,
    s.entered_points, s.rule_points, s.branch_no, s.max_points,
    CASE WHEN s.state = 'not_applicable' AND s.not_applicable = 'left_out' THEN CAST(0 AS DECIMAL(9, 4)) ELSE s.max_points END AS counted_max,
    s.made_up
FROM scored AS s
LEFT JOIN overruled AS o ON o.index_year = s.index_year AND o.unit_id = s.unit_id AND o.node_id = s.node_id AND o.round = s.round
