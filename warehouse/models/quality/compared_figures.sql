-- Grain: one row per figure of a periodic report × what it is compared with.
-- Meaning: what the rules on reports look at. compared_with:
--   itself          the figure alone (other_value is null)
--   sum_of_parts    the sum of the lines that are parts of this one, where the form has a value on each of them
--   at_most         the line that this one may not exceed
--   quarter_1, six_months, quarter_3   the same line of an earlier report of the year that counts
--   register        what the unit's registers of the year say (reference.register_count), beside its annual report
--   year_before     the same line and period of the year before that counts
-- A figure that cannot be (negative, or a count that is not whole) is told by itself and nothing is compared with it.
-- Only cells with a value have a row, and lines that stand twice in a form are left out. other_cell names the place in the same file or,
-- with other_file, in another. `explained`: the note of the row has words. Every version of a report is compared, with other reports'
-- versions that count.
WITH figures AS (
    SELECT
        l.line_id, l.submission_id, l.file_sha256, l.file_name, l.form, l.index_year, l.level, l.unit_id, l.sheet, l.row_no, l.code_text,
        l.node_id, l.node_name, l.cell, l.text, l.value, l.counts, l.version_no, i.unit_vi, i.unit_kind, i.timing, i.part_of, i.at_most
    FROM quality.checked_lines AS l
    JOIN reference.indicator AS i ON i.indicator = l.node_id
    WHERE l.criteria_set = 'indicators' AND l.measure = 'figure' AND l.state = 'value' AND l.is_leaf
    QUALIFY count(*) OVER (PARTITION BY l.submission_id, l.node_id) = 1
),
sane AS (
    SELECT f.* FROM figures AS f WHERE f.value >= 0 AND (f.unit_kind <> 'count' OR f.value = floor(f.value))
),
parts AS (
    SELECT
        p.submission_id, p.part_of, sum(p.value) AS total, count(*) AS present, string_agg(p.node_id, ' + ' ORDER BY p.row_no) AS names,
        string_agg(p.cell, ', ' ORDER BY p.row_no) AS cells, any_value(p.sheet) AS sheet
    FROM sane AS p
    WHERE p.part_of IS NOT NULL
    GROUP BY p.submission_id, p.part_of
),
wanted_parts AS (
    SELECT b.level, i.part_of, count(*) AS wanted
    FROM reference.indicator AS i
    JOIN reference.indicator_reporter AS b ON b.indicator = i.indicator
    WHERE i.part_of IS NOT NULL
    GROUP BY b.level, i.part_of
),
periods AS (
    SELECT *
    FROM (VALUES
        ('report_six_months', 'report_quarter_1', 0, 'quarter_1'), ('report_year', 'report_quarter_1', 0, 'quarter_1'),
        ('report_year', 'report_six_months', 0, 'six_months'), ('report_year', 'report_quarter_3', 0, 'quarter_3'),
        ('report_quarter_1', 'report_quarter_1', 1, 'year_before'), ('report_six_months', 'report_six_months', 1, 'year_before'),
        ('report_quarter_3', 'report_quarter_3', 1, 'year_before'), ('report_year', 'report_year', 1, 'year_before')
    ) AS p (form, other_form, years_before, compared_with)
),
register_rows AS (
    SELECT DISTINCT l.index_year, l.unit_id, l.submission_id, l.form, l.row_no, l.file_name, l.sheet
    FROM quality.checked_lines AS l
    WHERE l.counts AND l.form IN (SELECT form FROM reference.register_count)
),
register_choices AS (
    SELECT l.submission_id, l.row_no, l.measure, o.code
    FROM quality.checked_lines AS l
    JOIN reference.form_choice AS o
        ON o.form = l.form AND o.measure = l.measure AND o.number = l.value AND l.index_year BETWEEN o.from_index_year AND o.to_index_year
    WHERE l.counts AND l.form IN (SELECT form FROM reference.register_count)
),
register_holds AS (
    SELECT
        r.index_year, r.unit_id, r.file_name, r.sheet, r.row_no, d.indicator,
        bool_and(d.measure IS NULL OR (coalesce(c.code, '') = d.code) <> d.is_not) AS holds
    FROM register_rows AS r
    JOIN reference.register_count AS d ON d.form = r.form
    LEFT JOIN register_choices AS c ON c.submission_id = r.submission_id AND c.row_no = r.row_no AND c.measure = d.measure
    GROUP BY r.index_year, r.unit_id, r.file_name, r.sheet, r.row_no, d.indicator
),
register_counts AS (
    SELECT h.index_year, h.unit_id, h.indicator, count(*) FILTER (WHERE h.holds) AS rows_counted, min(h.file_name) AS file_name, min(h.sheet) AS sheet
    FROM register_holds AS h
    GROUP BY h.index_year, h.unit_id, h.indicator
    UNION ALL
    -- A register that says that there was nothing counts as none.
    SELECT v.index_year, v.unit_id, d.indicator, 0, v.file_name, s.sheet
    FROM intake.versions AS v
    JOIN intake.submissions AS s ON s.receipt_id = v.receipt_id AND s.submission_id = v.submission_id
    JOIN (SELECT DISTINCT form, indicator FROM reference.register_count) AS d ON d.form = v.form
    WHERE v.counts AND s.lines_in = 0
),
compared AS (
    SELECT
        f.line_id, 'itself' AS compared_with, CAST(NULL AS DECIMAL(28, 8)) AS other_value, CAST(NULL AS VARCHAR) AS other_vi,
        CAST(NULL AS VARCHAR) AS other_file, CAST(NULL AS VARCHAR) AS other_sheet, CAST(NULL AS VARCHAR) AS other_cell
    FROM figures AS f
    UNION ALL
    SELECT f.line_id, 'sum_of_parts', CAST(p.total AS DECIMAL(28, 8)), p.names, NULL, p.sheet, p.cells
    FROM figures AS f
    JOIN parts AS p ON p.submission_id = f.submission_id AND p.part_of = f.node_id
    JOIN wanted_parts AS w ON w.level = f.level AND w.part_of = f.node_id AND w.wanted = p.present
    UNION ALL
    SELECT f.line_id, 'at_most', o.value, o.node_id || ' ' || o.node_name, NULL, o.sheet, o.cell
    FROM figures AS f
    JOIN sane AS o ON o.submission_id = f.submission_id AND o.node_id = f.at_most
    UNION ALL
    SELECT f.line_id, 'register', CAST(r.rows_counted AS DECIMAL(28, 8)), NULL, r.file_name, r.sheet, NULL
    FROM figures AS f
    JOIN register_counts AS r ON r.index_year = f.index_year AND r.unit_id = f.unit_id AND r.indicator = f.node_id
    WHERE f.form = 'report_year'
    UNION ALL
    SELECT f.line_id, p.compared_with, o.value, NULL, o.file_name, o.sheet, o.cell
    FROM figures AS f
    JOIN periods AS p ON p.form = f.form
    JOIN sane AS o
        ON o.counts AND o.form = p.other_form AND o.index_year = f.index_year - p.years_before AND o.unit_id = f.unit_id AND o.node_id = f.node_id
),
notes AS (
    SELECT DISTINCT l.submission_id, l.sheet, l.row_no
    FROM intake.lines AS l
    WHERE l.state = 'text' AND l.measure = 'note' AND l.criteria_set = 'indicators' AND regexp_matches(l.text, '\pL')
)
SELECT
    f.line_id, f.submission_id, f.file_sha256, f.file_name, f.form, f.index_year, f.level, f.unit_id, f.sheet, f.row_no, f.code_text,
    f.node_id, f.node_name, f.cell, f.text, f.value, f.unit_vi, f.unit_kind, f.timing, f.counts, f.version_no,
    c.compared_with, c.other_value, c.other_vi, c.other_file, c.other_sheet, c.other_cell, n.submission_id IS NOT NULL AS explained
FROM compared AS c
JOIN figures AS f ON f.line_id = c.line_id
LEFT JOIN notes AS n ON n.submission_id = f.submission_id AND n.sheet = f.sheet AND n.row_no = f.row_no
