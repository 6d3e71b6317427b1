-- Grain: one row per index year × unit × measure.
-- Meaning: figures of the warehouse by which lines can be scored without being declared (`data_from` in a criteria set). Shares are percents:
--   on_time_submissions      of the self-assessment, where a version counts: 100 in time, else 0
--   on_time_reports          of the periodic reports that the unit had to send that year: those in time; a missing one is not in time, and of a
--                            unit that sent none at all nothing is said
--   tasks_on_time            of the completed tasks of the unit's own plan that have both days: those completed in time
--   inspections_remedied     of what the unit's inspections found: what is remedied
--   dossiers_on_time         of the dossiers resolved in the year: those resolved early or on time
--   sipas_satisfied          of the ballots of the satisfaction survey, by weight: those that answer 4 or 5 overall (method top_two of mart.sipas)
--   report_year/<indicator>  what the unit's annual report says: a rate in percent, or a count
WITH reports AS (
    SELECT c.index_year, c.unit_id, c.state NOT IN ('missing', 'refused', 'late') AS in_time, c.state <> 'missing' AS arrived, c.made_up
    FROM quality.awaited_submissions AS c
    WHERE starts_with(c.form, 'report_') AND c.state <> 'not_expected'
),
counted AS (
    SELECT
        c.index_year, c.unit_id, 'on_time_submissions' AS measure, count(*) FILTER (WHERE c.timeliness <> 'late') AS part, count(*) AS whole,
        'biểu gửi đúng hạn' AS words_vi, bool_or(c.made_up) AS made_up
    FROM quality.awaited_submissions AS c
    WHERE c.form = 'self_assessment' AND c.state <> 'not_expected' AND c.timeliness IS NOT NULL
    GROUP BY c.index_year, c.unit_id
    UNION ALL
    SELECT r.index_year, r.unit_id, 'on_time_reports', count(*) FILTER (WHERE r.in_time), count(*), 'báo cáo gửi đúng hạn', bool_or(r.made_up)
    FROM reports AS r
    GROUP BY r.index_year, r.unit_id
    HAVING bool_or(r.arrived)
    UNION ALL
    SELECT
        t.index_year, t.unit_id, 'tasks_on_time', count(*) FILTER (WHERE t.outcome = 'on_time'), count(*), 'nhiệm vụ hoàn thành đúng hạn',
        bool_or(t.made_up)
    FROM core.tasks AS t
    WHERE t.outcome IN ('on_time', 'late') AND t.source IS DISTINCT FROM 'steering_committee'
    GROUP BY t.index_year, t.unit_id
    UNION ALL
    SELECT
        f.index_year, f.unit_id, 'inspections_remedied', count(f.remedied_on), count(*), 'vấn đề phát hiện qua kiểm tra đã khắc phục',
        bool_or(f.made_up)
    FROM core.inspection_findings AS f
    GROUP BY f.index_year, f.unit_id
),
summed AS (
    SELECT
        d.index_year, d.unit_id, 'dossiers_on_time' AS measure,
        sum(coalesce(d.resolved_early, 0) + coalesce(d.resolved_on_time, 0)) AS part,
        sum(coalesce(d.resolved_early, 0) + coalesce(d.resolved_on_time, 0) + coalesce(d.resolved_late, 0)) AS whole,
        'hồ sơ giải quyết trước hạn, đúng hạn' AS words_vi, bool_or(d.made_up) AS made_up
    FROM core.dossiers AS d
    GROUP BY d.index_year, d.unit_id
    UNION ALL
    SELECT
        b.index_year, b.unit_id, 'sipas_satisfied', sum(b.weight) FILTER (WHERE b.overall >= 4), sum(b.weight),
        'phiếu (theo trọng số) hài lòng hoặc rất hài lòng', bool_or(b.made_up)
    FROM core.sipas_ballots AS b
    WHERE b.overall BETWEEN 1 AND 5 AND b.weight > 0
    GROUP BY b.index_year, b.unit_id
),
shares AS (
    SELECT c.index_year, c.unit_id, c.measure, CAST(c.part AS DECIMAL(28, 8)) AS part, CAST(c.whole AS DECIMAL(28, 8)) AS whole, c.words_vi, c.made_up
    FROM counted AS c
    UNION ALL
    SELECT s.index_year, s.unit_id, s.measure, CAST(coalesce(s.part, 0) AS DECIMAL(28, 8)), CAST(s.whole AS DECIMAL(28, 8)), s.words_vi, s.made_up
    FROM summed AS s
)
SELECT
    s.index_year, s.unit_id, s.measure,
    CAST(round(CAST(s.part AS DOUBLE) * 100 / CAST(s.whole AS DOUBLE), 8) AS DECIMAL(18, 8)) AS number,
    replace(rtrim(rtrim(CAST(s.part AS VARCHAR), '0'), '.'), '.', ',') || '/' || replace(rtrim(rtrim(CAST(s.whole AS VARCHAR), '0'), '.'), '.', ',') || ' ' || s.words_vi AS words_vi,
    s.made_up
FROM shares AS s
WHERE s.whole > 0
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
