-- Grain: one row per index year × unit × measure.
-- Meaning: figures of the warehouse by which lines can be scored without being declared (`data_from` in a criteria set).
--   on_time_submissions      of the self-assessment, where a version counts: 100 in time, else 0 (percent)
--   on_time_reports          of the periodic reports that the unit had to send that year: the share in time (percent); a missing one is not
--                            in time, and of a unit that sent none at all nothing is said
--   report_year/<indicator>  what the unit's annual report says: a rate in percent, or a count
WITH own_forms AS (
    SELECT c.index_year, c.unit_id, c.timeliness, c.made_up
    FROM quality.coverage AS c
    WHERE c.form = 'self_assessment' AND c.state <> 'not_expected' AND c.timeliness IS NOT NULL
),
reports AS (
    SELECT c.index_year, c.unit_id, c.state NOT IN ('missing', 'refused', 'late') AS in_time, c.state <> 'missing' AS arrived, c.made_up
    FROM quality.coverage AS c
    WHERE starts_with(c.form, 'report_') AND c.state <> 'not_expected'
)
SELECT
    f.index_year, f.unit_id, 'on_time_submissions' AS measure,
    CAST(count(*) FILTER (WHERE f.timeliness <> 'late') * 100 / count(*) AS DECIMAL(18, 8)) AS number,
    count(*) FILTER (WHERE f.timeliness <> 'late') || '/' || count(*) || ' biểu gửi đúng hạn' AS words_vi,
    bool_or(f.made_up) AS made_up
FROM own_forms AS f
GROUP BY f.index_year, f.unit_id
UNION ALL
SELECT
    r.index_year, r.unit_id, 'on_time_reports',
    CAST(count(*) FILTER (WHERE r.in_time) * 100 / count(*) AS DECIMAL(18, 8)),
    count(*) FILTER (WHERE r.in_time) || '/' || count(*) || ' báo cáo gửi đúng hạn',
    bool_or(r.made_up)
FROM reports AS r
GROUP BY r.index_year, r.unit_id
HAVING bool_or(r.arrived)
UNION ALL
SELECT
    v.index_year, v.unit_id, 'report_year/' || v.indicator, CAST(v.figure AS DECIMAL(18, 8)),
    CASE
        WHEN v.denominator IS NOT NULL
            THEN replace(format('{:.2f}', v.figure), '.', ',') || '% (' || CAST(v.numerator AS BIGINT) || '/' || CAST(v.denominator AS BIGINT) || ')'
        ELSE replace(rtrim(rtrim(CAST(v.figure AS VARCHAR), '0'), '.'), '.', ',') || ' ' || i.unit_vi
    END || ' theo báo cáo năm',
    v.made_up
FROM core.indicator_values AS v
JOIN reference.indicator AS i ON i.indicator = v.indicator
WHERE v.period = 'year' AND TRY_CAST(v.figure AS DECIMAL(18, 8)) IS NOT NULL
