-- Grain: one row per scored line of a self-assessment or appraisal × what it is compared with.
-- Meaning: what the rules on history and between forms look at: the points of a line beside the same line elsewhere. compared_with:
--   last_final       self-assessment beside the appraisal that counts of the year before, same unit: what was granted last year
--   last_self        self-assessment beside the self-assessment that counts of the year before, same unit
--   self_assessment  appraised points beside the self-assessment that counts of the same unit and year or, without one, beside the self
--                    points that the appraisal itself repeats
--   repeated_self    self points that the appraisal repeats beside that same self-assessment
--   earlier_version  points beside the version just before of the same form; only lines whose points changed
-- Two years are compared only where their criteria sets say that it is the same line: same node, name and maximum; otherwise there is no
-- row. A value outside 0 and the maximum has its own finding and is no value here. `explained`: the same row of the form has words in
-- its note (self-assessment) or reason (appraisal). Lines that stand twice in a form are left out: nobody knows which one is meant.
WITH versions AS (
    SELECT v.submission_id, v.form, v.index_year, v.unit_id, max(v.version_no) AS version_no, bool_or(v.counts) AS counts
    FROM intake.versions AS v
    WHERE v.version_no IS NOT NULL AND v.state <> 'withdrawn' AND (v.form = 'self_assessment' OR v.form = 'appraisal')
    GROUP BY v.submission_id, v.form, v.index_year, v.unit_id
),
contents AS (
    SELECT l.submission_id, sum(hash(l.node_id, l.value)) AS content
    FROM intake.lines AS l
    WHERE l.measure = CASE l.form WHEN 'self_assessment' THEN 'self_points' WHEN 'appraisal' THEN 'appraised_points' END
    GROUP BY l.submission_id
),
steps AS (
    SELECT
        v.submission_id, v.form, c.content, lag(v.submission_id) OVER one_subject AS earlier_submission_id,
        lag(c.content) OVER one_subject AS earlier_content
    FROM versions AS v
    JOIN contents AS c ON c.submission_id = v.submission_id
    WINDOW one_subject AS (PARTITION BY v.form, v.index_year, v.unit_id ORDER BY v.version_no)
),
partners AS (
    SELECT
        v.submission_id, b.submission_id AS other_submission_id, CASE b.form WHEN 'appraisal' THEN 'last_final' ELSE 'last_self' END AS compared_with,
        'self_points' AS measure, CASE b.form WHEN 'appraisal' THEN 'appraised_points' ELSE 'self_points' END AS other_measure
    FROM versions AS v
    JOIN versions AS b ON b.index_year = v.index_year - 1 AND b.unit_id = v.unit_id AND b.counts
    WHERE v.form = 'self_assessment'
    UNION ALL
    SELECT v.submission_id, s.submission_id, m.compared_with, m.measure, 'self_points'
    FROM versions AS v
    JOIN versions AS s ON s.form = 'self_assessment' AND s.index_year = v.index_year AND s.unit_id = v.unit_id AND s.counts
    CROSS JOIN (VALUES ('self_assessment', 'appraised_points'), ('repeated_self', 'self_points')) AS m (compared_with, measure)
    WHERE v.form = 'appraisal'
    UNION ALL
    SELECT v.submission_id, v.submission_id, 'self_assessment', 'appraised_points', 'self_points'
    FROM versions AS v
    LEFT JOIN versions AS s ON s.form = 'self_assessment' AND s.index_year = v.index_year AND s.unit_id = v.unit_id AND s.counts
    WHERE v.form = 'appraisal' AND s.submission_id IS NULL
    UNION ALL
    SELECT e.submission_id, e.earlier_submission_id, 'earlier_version', m.measure, m.measure
    FROM steps AS e
    JOIN (VALUES ('self_assessment', 'self_points'), ('appraisal', 'appraised_points')) AS m (form, measure) ON m.form = e.form
    WHERE e.content <> e.earlier_content
),
-- (of the submissions that are compared with any, so that the others' lines are left alone)
lines AS MATERIALIZED (
    SELECT l.*
    FROM quality.checked_lines AS l
    WHERE l.submission_id IN (SELECT unnest([p.submission_id, p.other_submission_id]) FROM partners AS p)
      AND l.is_leaf AND l.part = 'appraised' AND (l.state = 'value' OR l.state = 'not_applicable')
),
pairs AS (
    SELECT
        p.line_id, p.submission_id, p.file_sha256, p.file_name, p.form, p.index_year, p.level, p.criteria_set, p.unit_id, p.sheet, p.row_no,
        p.code_text, p.node_id, p.node_name, p.measure, p.cell, p.text,
        CASE WHEN p.value BETWEEN 0 AND p.set_max THEN p.value END AS value,
        CASE WHEN p.state = 'value' AND p.value NOT BETWEEN 0 AND p.set_max THEN 'out_of_bounds' ELSE p.state END AS state,
        p.set_max, p.counts, p.version_no, partners.compared_with,
        CASE WHEN o.value BETWEEN 0 AND o.set_max THEN o.value END AS other_value,
        CASE WHEN o.state = 'value' AND o.value NOT BETWEEN 0 AND o.set_max THEN 'out_of_bounds' ELSE o.state END AS other_state,
        o.file_name AS other_file, o.sheet AS other_sheet, o.cell AS other_cell
    FROM partners
    JOIN lines AS p ON p.submission_id = partners.submission_id AND p.measure = partners.measure
    JOIN lines AS o
        ON o.submission_id = partners.other_submission_id AND o.measure = partners.other_measure AND o.node_id = p.node_id
        AND o.node_name = p.node_name AND o.set_max = p.set_max
    QUALIFY count(*) OVER (PARTITION BY p.submission_id, p.node_id, p.measure, partners.compared_with) = 1
),
notes AS (
    SELECT DISTINCT l.submission_id, l.sheet, l.row_no
    FROM intake.lines AS l
    WHERE l.state = 'text' AND regexp_matches(l.text, '\pL') AND l.measure = CASE l.form WHEN 'self_assessment' THEN 'note' ELSE 'reason' END
)
SELECT
    p.line_id, p.submission_id, p.file_sha256, p.file_name, p.form, p.index_year, p.level, p.criteria_set, p.unit_id, p.sheet, p.row_no,
    p.code_text, p.node_id, p.node_name, p.measure, p.cell, p.text, p.value, p.state, p.set_max, p.counts, p.version_no,
    p.compared_with, p.other_value, p.other_state, p.other_file, p.other_sheet, p.other_cell,
    n.submission_id IS NOT NULL AS explained
FROM pairs AS p
LEFT JOIN notes AS n ON n.submission_id = p.submission_id AND n.sheet = p.sheet AND n.row_no = p.row_no
WHERE p.compared_with <> 'earlier_version' OR p.value <> p.other_value
