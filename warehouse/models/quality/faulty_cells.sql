-- Grain: one row per submission with such cells, of the versions that count.
-- Meaning: how many cells of a submission the rules of a part of the quality card tell of, by errors and warnings (what is told of no cell
-- counts as one). index_year is the submission's.
SELECT
    max(f.index_year) AS index_year, f.submission_id,
    count(DISTINCT coalesce(f.sheet, '') || '!' || coalesce(f.cell, '')) FILTER (WHERE p.part = 'right') AS right_bad,
    count(DISTINCT coalesce(f.sheet, '') || '!' || coalesce(f.cell, '')) FILTER (WHERE p.part = 'clean') AS clean_bad
FROM quality.line_findings AS f
JOIN reference.quality_part AS p ON p.rule = f.rule
WHERE f.submission_id IS NOT NULL AND f.severity IN ('error', 'warning') AND NOT f.superseded
GROUP BY f.submission_id
