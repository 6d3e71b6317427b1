-- Grain: one row per index year × unit of a panel × scored line × round in which something was said of it.
-- Meaning: what each round says of the line: the points that were entered, and the declared data that the scoring rule looks at. Rounds:
-- self, appraisal_1, explanation (the unit's answer to the first appraisal), appraisal_2, survey, and data (figures of this warehouse, for
-- lines that the set scores by them). Entered points are rounded half up to the set's line_decimals. A declared correction that still
-- fits its source replaces the entered points. A cell with an error is quarantined: it stands here and counts for nothing.
-- The last word on a line (is_final): the survey for survey lines; else the second appraisal where it says anything (points, not
-- applicable, data that can be read, a cell with an error), else the first, else the figures of the warehouse. An error in the second
-- appraisal leaves the line open: nobody falls back on the first unseen.
WITH latest_set AS (
    SELECT s.criteria_set, s.index_year, s.panel, s.line_decimals
    FROM reference.criteria_set AS s
    QUALIFY row_number() OVER (PARTITION BY s.index_year, s.panel ORDER BY s.version DESC) = 1
),
lines_of_units AS (
    SELECT m.index_year, m.panel, m.unit_id, s.criteria_set, s.line_decimals, c.node_id, c.part, c.data_from
    FROM reference.panel_member AS m
    JOIN latest_set AS s ON s.index_year = m.index_year AND s.panel = m.panel
    JOIN reference.criterion AS c ON c.criteria_set = s.criteria_set AND c.is_leaf
    WHERE m.standing <> 'excluded'
),
rounds AS (
    SELECT *
    FROM (VALUES
        ('self_assessment', 'self', 'self_points', 'note', 'appraised'),
        ('appraisal', 'appraisal_1', 'appraised_points', 'reason', 'appraised'),
        ('explanation', 'explanation', 'proposed_points', 'explanation', 'appraised'),
        ('appraisal_2', 'appraisal_2', 'appraised_points', 'reason', 'appraised'),
        ('survey_scores', 'survey', 'survey_points', 'note', 'survey')
    ) AS r (form, round, measure, words_measure, part)
),
quarantined AS (
    SELECT DISTINCT k.line_id FROM quality.kept_out_lines AS k
),
points AS (
    SELECT
        s.unit_id, s.index_year, s.submission_id, s.made_up, r.round, r.part, l.node_id, l.sheet, l.row_no, l.cell, k.correction,
        CASE WHEN k.correction IS NOT NULL THEN k.corrected ELSE l.value END AS entered,
        CASE WHEN k.correction IS NOT NULL THEN 'value' WHEN q.line_id IS NOT NULL THEN 'quarantined' ELSE l.state END AS state
    FROM core.submissions AS s
    JOIN rounds AS r ON r.form = s.form
    JOIN intake.lines AS l ON l.submission_id = s.submission_id AND l.measure = r.measure
    LEFT JOIN quarantined AS q ON q.line_id = l.line_id
    LEFT JOIN core.corrections AS k ON k.line_id = l.line_id AND k.status = 'applied'
    WHERE l.node_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY s.submission_id, l.node_id ORDER BY k.correction IS NULL, q.line_id IS NOT NULL, l.row_no, l.cell) = 1
),
words AS (
    SELECT s.submission_id, l.sheet, l.row_no, l.text
    FROM core.submissions AS s
    JOIN rounds AS r ON r.form = s.form
    JOIN intake.lines AS l ON l.submission_id = s.submission_id AND l.measure = r.words_measure
    WHERE l.state = 'text'
),
declared AS (
    SELECT
        d.submission_id, d.sheet, d.row_no, d.node_id, d.cell, d.text, d.number,
        CASE WHEN q.line_id IS NOT NULL THEN 'quarantined' ELSE d.state END AS state
    FROM quality.declared_data AS d
    LEFT JOIN quarantined AS q ON q.line_id = d.line_id
),
said AS (
    SELECT
        u.index_year, u.panel, u.unit_id, u.criteria_set, u.node_id, p.round, p.submission_id, p.sheet, p.cell AS points_cell,
        CASE WHEN p.correction IS NOT NULL THEN p.entered ELSE CASE u.line_decimals
            WHEN 0 THEN round(p.entered, 0) WHEN 1 THEN round(p.entered, 1) WHEN 2 THEN round(p.entered, 2) WHEN 3 THEN round(p.entered, 3)
            WHEN 4 THEN round(p.entered, 4) ELSE p.entered
        END END AS entered_points,
        p.state AS entered_state, p.correction, w.text AS words,
        d.cell AS declared_cell, d.text AS declared_text, coalesce(d.state, 'none') AS declared_state,
        CASE WHEN d.state = 'read' THEN d.number END AS number,
        p.made_up
    FROM points AS p
    JOIN lines_of_units AS u ON u.index_year = p.index_year AND u.unit_id = p.unit_id AND u.node_id = p.node_id AND u.part = p.part
    LEFT JOIN words AS w ON w.submission_id = p.submission_id AND w.sheet = p.sheet AND w.row_no = p.row_no
    LEFT JOIN declared AS d ON d.submission_id = p.submission_id AND d.sheet = p.sheet AND d.row_no = p.row_no AND d.node_id = p.node_id
),
from_warehouse AS (
    SELECT
        u.index_year, u.panel, u.unit_id, u.criteria_set, u.node_id, 'data' AS round,
        'blank' AS entered_state, m.words_vi AS declared_text, 'read' AS declared_state, m.number, m.made_up
    FROM lines_of_units AS u
    JOIN core.measures AS m ON m.index_year = u.index_year AND m.unit_id = u.unit_id AND m.measure = u.data_from
),
together AS (
    SELECT
        s.index_year, s.panel, s.unit_id, s.criteria_set, s.node_id, s.round, s.submission_id, s.sheet, s.points_cell,
        CASE WHEN s.entered_state = 'value' THEN CAST(s.entered_points AS DECIMAL(18, 8)) END AS entered_points,
        s.entered_state, s.correction, s.words, s.declared_cell, s.declared_text, s.declared_state, s.number, s.made_up
    FROM said AS s
    UNION ALL
    SELECT
        f.index_year, f.panel, f.unit_id, f.criteria_set, f.node_id, f.round, NULL, NULL, NULL,
        NULL, f.entered_state, NULL, NULL, NULL, f.declared_text, f.declared_state, f.number, f.made_up
    FROM from_warehouse AS f
),
weighed AS (
    SELECT
        t.*,
        CASE
            WHEN t.round = 'self' OR t.round = 'explanation' THEN 0
            WHEN t.round = 'survey' THEN 5
            WHEN t.entered_state = 'blank' AND NOT t.declared_state IN ('read', 'not_applicable', 'quarantined') THEN 1
            WHEN t.round = 'appraisal_2' THEN 4
            WHEN t.round = 'appraisal_1' THEN 3
            ELSE 2
        END AS weight
    FROM together AS t
)
SELECT
    w.index_year, w.panel, w.unit_id, w.criteria_set, w.node_id, w.round,
    w.weight > 0 AND row_number() OVER (PARTITION BY w.index_year, w.unit_id, w.node_id ORDER BY w.weight DESC, w.round) = 1 AS is_final,
    w.submission_id, w.sheet, w.points_cell, w.entered_points,
    w.entered_state, w.correction, w.words, w.declared_cell, w.declared_text, w.declared_state, w.number, w.made_up
FROM weighed AS w
