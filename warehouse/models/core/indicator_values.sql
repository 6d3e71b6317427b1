-- Grain: one row per index year × period × indicator × unit that has to report it, for reported indicators and ratios.
-- Meaning: each unit's figure, where there is one. state: value; blank, not_applicable, unreadable, quarantined (as core.report_figures; of a
-- ratio: that of its first term without a value, or zero_denominator); not_submitted (missing, withdrawn or refused). A ratio is 100 × sum of
-- its numerators ÷ sum of its denominators, and only where each of them is there. The division is made in floating point and kept to eight
-- decimals.
WITH forms AS (
    SELECT *
    FROM (VALUES
        ('report_quarter_1', 'quarter_1'), ('report_six_months', 'six_months'), ('report_quarter_3', 'quarter_3'), ('report_year', 'year')
    ) AS p (form, period)
),
reporters AS (
    SELECT c.index_year, p.period, c.level, c.unit_id, c.unit_code, c.unit_name, c.state AS submission_state
    FROM quality.awaited_submissions AS c
    JOIN forms AS p ON p.form = c.form
    WHERE c.state <> 'not_expected'
),
expected AS (
    SELECT r.*, i.indicator
    FROM reporters AS r
    JOIN reference.indicator_reporter AS b ON b.level = r.level
    JOIN reference.indicator AS i ON i.indicator = b.indicator
    WHERE coalesce(i.valid_from_year, r.index_year) <= r.index_year AND coalesce(i.valid_to_year, r.index_year) >= r.index_year
),
reported AS (
    SELECT
        e.index_year, e.period, e.level, e.unit_id, e.unit_code, e.unit_name, e.indicator,
        CASE WHEN e.submission_state IN ('missing', 'refused') THEN 'not_submitted' ELSE coalesce(f.state, 'blank') END AS state,
        f.figure, f.note, f.submission_id, f.file_name, f.sheet, f.cell, coalesce(f.made_up, false) AS made_up
    FROM expected AS e
    LEFT JOIN core.report_figures AS f
        ON f.index_year = e.index_year AND f.period = e.period AND f.unit_id = e.unit_id AND f.indicator = e.indicator
),
summed_terms AS (
    SELECT
        r.index_year, r.period, r.level, r.unit_id, r.unit_code, r.unit_name, t.indicator,
        count(DISTINCT t.role) AS roles, bool_and(r.state = 'value') AS complete, min(r.state) FILTER (WHERE r.state <> 'value') AS lacking,
        CAST(sum(CASE WHEN t.role = 'numerator' THEN r.figure END) AS DECIMAL(28, 8)) AS numerator,
        CAST(sum(CASE WHEN t.role = 'denominator' THEN r.figure END) AS DECIMAL(28, 8)) AS denominator,
        bool_or(r.made_up) AS made_up
    FROM reported AS r
    JOIN reference.indicator_term AS t ON t.term = r.indicator
    GROUP BY r.index_year, r.period, r.level, r.unit_id, r.unit_code, r.unit_name, t.indicator
)
SELECT
    r.index_year, r.period, r.level, r.unit_id, r.unit_code, r.unit_name, r.indicator, r.state, CAST(r.figure AS DECIMAL(28, 8)) AS figure,
    CAST(NULL AS DECIMAL(28, 8)) AS numerator, CAST(NULL AS DECIMAL(28, 8)) AS denominator,
    r.note, r.submission_id, r.file_name, r.sheet, r.cell, r.made_up
FROM reported AS r
UNION ALL
SELECT
    s.index_year, s.period, s.level, s.unit_id, s.unit_code, s.unit_name, s.indicator,
    CASE WHEN NOT s.complete THEN s.lacking WHEN s.denominator = 0 THEN 'zero_denominator' ELSE 'value' END,
    CASE
        WHEN s.complete AND s.denominator > 0
            THEN CAST(round(CAST(s.numerator AS DOUBLE) * 100 / CAST(s.denominator AS DOUBLE), 8) AS DECIMAL(28, 8))
    END,
    CASE WHEN s.complete THEN s.numerator END, CASE WHEN s.complete THEN s.denominator END,
    NULL, NULL, NULL, NULL, NULL, s.made_up
FROM summed_terms AS s
WHERE s.roles = 2
