-- Grain: one row per index year × unit × scored line × round (as core.declarations).
-- Meaning: the points of the line in that round, by the declared rule of its set.
-- state: value, not_applicable, blank, quarantined, unreadable, text; only value and not_applicable are usable.
-- points_from: entered (written in the form), rule (computed from the declared data, because no points were written or because the set
-- lets the rule decide), policy (a line that does not apply gets full points). Points of a penalty are negative.
-- counted_max is what the line adds to the unit's own maximum: 0 where it does not apply and is left out.
-- is_final: the last word on the line (core.declarations).
WITH matched AS (
    SELECT
        d.index_year, d.panel, d.unit_id, d.criteria_set, d.node_id, d.round, d.is_final, d.entered_points, d.entered_state, d.declared_state,
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
)
SELECT
    s.index_year, s.panel, s.unit_id, s.criteria_set, s.field_node_id, s.node_id, s.part, s.counts_as, s.round,
    s.is_final, s.state, s.points_from,
    CAST(CASE s.points_from
        WHEN 'entered' THEN s.entered_points WHEN 'rule' THEN s.rule_points WHEN 'policy' THEN s.max_points
    END * CASE s.counts_as WHEN 'penalty' THEN -1 ELSE 1 END AS DECIMAL(18, 8)) AS points,
    s.entered_points, s.rule_points, s.branch_no, s.max_points,
    CASE WHEN s.state = 'not_applicable' AND s.not_applicable = 'left_out' THEN CAST(0 AS DECIMAL(9, 4)) ELSE s.max_points END AS counted_max,
    s.made_up
FROM scored AS s
