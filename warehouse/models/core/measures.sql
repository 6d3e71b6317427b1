-- Grain: one row per index year × unit × measure.
-- Meaning: figures of the warehouse by which lines can be scored without being declared (`data_from` in a criteria set). Percents unless the
-- name says otherwise.
--   on_time_submissions  of the forms that the unit itself sends that year and whose last day has a counting version: the share in time
WITH own_forms AS (
    SELECT c.index_year, c.unit_id, c.timeliness, c.made_up
    FROM quality.coverage AS c
    WHERE c.form = 'self_assessment' AND c.state <> 'not_expected' AND c.timeliness IS NOT NULL
)
SELECT
    f.index_year, f.unit_id, 'on_time_submissions' AS measure,
    CAST(count(*) FILTER (WHERE f.timeliness <> 'late') * 100 / count(*) AS DECIMAL(18, 8)) AS number,
    count(*) FILTER (WHERE f.timeliness <> 'late') || '/' || count(*) || ' biểu gửi đúng hạn' AS words_vi,
    bool_or(f.made_up) AS made_up
FROM own_forms AS f
GROUP BY f.index_year, f.unit_id
