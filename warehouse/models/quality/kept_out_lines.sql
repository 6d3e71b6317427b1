-- Grain: one row per line × rule of severity error that it fails.
-- Meaning: the lines that are kept out of every sum. What follows from the findings on lines reads this and not the findings themselves, so
-- that another warning, or another wording of one, makes no figure anew.
SELECT DISTINCT f.index_year, f.line_id, f.rule
FROM quality.line_findings AS f
WHERE f.severity = 'error' AND f.line_id IS NOT NULL
