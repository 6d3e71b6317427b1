-- Grain: one row per index year × period × unit × indicator that stands in the unit's report of that period.
-- Meaning: what the unit reports, from the version that counts. period: quarter_1, six_months, quarter_3, year; a year is never a sum of
-- others. state: value, blank, not_applicable, unreadable, quarantined (the cell has an error); only value has a figure. A declared
-- correction that still fits its source replaces the figure.
WITH periods AS (
    SELECT *
    FROM (VALUES
        ('report_quarter_1', 'quarter_1'), ('report_six_months', 'six_months'), ('report_quarter_3', 'quarter_3'), ('report_year', 'year')
    ) AS p (form, period)
),
quarantined AS (
    SELECT DISTINCT k.line_id FROM quality.kept_out_lines AS k
),
reported AS (
    SELECT
        s.index_year, p.period, s.unit_id, s.level, l.node_id AS indicator,
        CASE WHEN k.correction IS NOT NULL THEN 'value' WHEN q.line_id IS NOT NULL THEN 'quarantined' ELSE l.state END AS state,
        CASE WHEN k.correction IS NOT NULL THEN k.corrected WHEN q.line_id IS NULL AND l.state = 'value' THEN l.value END AS figure,
        k.correction, s.submission_id, s.file_name, l.sheet, l.row_no, l.cell, s.made_up
    FROM core.submissions AS s
    JOIN periods AS p ON p.form = s.form
    JOIN intake.lines AS l ON l.submission_id = s.submission_id AND l.measure = 'figure'
    JOIN reference.indicator AS i ON i.indicator = l.node_id AND i.kind = 'reported'
    LEFT JOIN quarantined AS q ON q.line_id = l.line_id
    LEFT JOIN core.corrections AS k ON k.line_id = l.line_id AND k.status = 'applied'
    QUALIFY row_number() OVER (PARTITION BY s.submission_id, l.node_id ORDER BY k.correction IS NULL, q.line_id IS NOT NULL, l.row_no, l.cell) = 1
)
SELECT
    r.index_year, r.period, r.unit_id, r.level, r.indicator, r.state, CAST(r.figure AS DECIMAL(18, 8)) AS figure, r.correction,
    n.text AS note, r.submission_id, r.file_name, r.sheet, r.row_no, r.cell, r.made_up
FROM reported AS r
LEFT JOIN intake.lines AS n
    ON n.submission_id = r.submission_id AND n.sheet = r.sheet AND n.row_no = r.row_no AND n.measure = 'note' AND n.state = 'text'
