-- Grain: one row per index year × panel × unit that has to send a self-assessment.
-- Meaning: đúng – đủ – sạch – sống (right, complete, clean, alive) of what the unit itself sends, each 0 to 100; never part of the index.
--   right    = 100 × (1 − cells with a finding of the rules of part `right` ÷ points cells that were filled in)
--   complete = 100 × appraised lines of the set with points or «không áp dụng» ÷ all appraised lines of the set
--   clean    = 100 × (1 − cells with a finding of the rules of part `clean` ÷ points cells that were filled in)
--   alive    = 100 in time, less the same for every day late, 0 from days_until_zero on
-- Nothing submitted: complete and alive are 0, right and clean are null, since there is nothing to judge. Which rules make a part, and
-- days_until_zero, are data (reference.quality_part).
WITH expected AS (
    SELECT c.* FROM quality.awaited_submissions AS c WHERE c.form = 'self_assessment' AND c.state <> 'not_expected'
),
filled AS (
    SELECT l.submission_id, count(*) AS cells
    FROM intake.lines AS l
    WHERE l.form = 'self_assessment' AND l.measure = 'self_points' AND l.state <> 'blank'
    GROUP BY l.submission_id
),
present AS (
    SELECT
        s.index_year, s.panel, s.unit_id, count(*) AS lines,
        count(*) FILTER (WHERE s.self_state IN ('value', 'not_applicable')) AS lines_present
    FROM core.line_scores AS s
    WHERE s.part = 'appraised'
    GROUP BY s.index_year, s.panel, s.unit_id
),
parts AS (
    SELECT
        e.index_year, e.level, e.panel, e.unit_id, e.unit_code, e.unit_name, e.state, e.days_late, e.made_up,
        coalesce(f.cells, 0) AS cells, least(coalesce(t.right_bad, 0), coalesce(f.cells, 0)) AS right_bad,
        least(coalesce(t.clean_bad, 0), coalesce(f.cells, 0)) AS clean_bad,
        coalesce(p.lines, 0) AS lines, coalesce(p.lines_present, 0) AS lines_present,
        (SELECT max(q.days_until_zero) FROM reference.quality_part AS q WHERE q.part = 'alive') AS days_until_zero
    FROM expected AS e
    LEFT JOIN filled AS f ON f.submission_id = e.submission_id
    LEFT JOIN quality.faulty_cells AS t ON t.submission_id = e.submission_id
    LEFT JOIN present AS p ON p.index_year = e.index_year AND p.panel = e.panel AND p.unit_id = e.unit_id
)
SELECT
    index_year, level, panel, unit_id, unit_code, unit_name, state,
    CAST(CASE WHEN cells > 0 THEN 100 * (cells - right_bad) / cells END AS DECIMAL(18, 8)) AS right_percent,
    CAST(CASE WHEN lines > 0 THEN 100 * lines_present / lines END AS DECIMAL(18, 8)) AS complete_percent,
    CAST(CASE WHEN cells > 0 THEN 100 * (cells - clean_bad) / cells END AS DECIMAL(18, 8)) AS clean_percent,
    CAST(
        CASE WHEN state IN ('missing', 'refused') THEN 0 ELSE greatest(0, 100 - 100 * coalesce(days_late, 0) / days_until_zero) END
        AS DECIMAL(18, 8)
    ) AS alive_percent,
    cells, right_bad, clean_bad, lines, lines_present, days_late, made_up
FROM parts
