-- Grain: one row per index year × form.
-- Meaning: every measured cell that came in, and what became of it: received = accepted + quarantined + superseded + withdrawn. Refused
-- files bring no rows and those locked out are counted apart. received is what each arrival said that it brought; accepted and quarantined
-- are counted from the lines themselves.
WITH arrivals AS (
    SELECT v.index_year, v.form, v.state, s.lines_in, v.submission_id
    FROM intake.versions AS v
    JOIN intake.submissions AS s ON s.receipt_id = v.receipt_id AND s.submission_id = v.submission_id
    WHERE v.index_year IS NOT NULL AND v.form IS NOT NULL
),
quarantined AS (
    SELECT DISTINCT k.line_id FROM quality.kept_out_lines AS k
),
counted AS (
    SELECT
        l.submission_id,
        count(*) FILTER (WHERE q.line_id IS NULL) AS accepted,
        count(*) FILTER (WHERE q.line_id IS NOT NULL) AS quarantined
    FROM intake.lines AS l
    LEFT JOIN quarantined AS q ON q.line_id = l.line_id
    GROUP BY l.submission_id
)
SELECT
    a.index_year, a.form,
    count(*) FILTER (WHERE a.state NOT IN ('refused', 'locked_out')) AS submissions,
    count(*) FILTER (WHERE a.state IN ('refused', 'locked_out')) AS submissions_refused,
    coalesce(sum(a.lines_in) FILTER (WHERE a.state NOT IN ('refused', 'locked_out')), 0)::BIGINT AS received,
    coalesce(sum(c.accepted) FILTER (WHERE a.state = 'counts'), 0)::BIGINT AS accepted,
    coalesce(sum(c.quarantined) FILTER (WHERE a.state = 'counts'), 0)::BIGINT AS quarantined,
    coalesce(sum(a.lines_in) FILTER (WHERE a.state = 'superseded'), 0)::BIGINT AS superseded,
    coalesce(sum(a.lines_in) FILTER (WHERE a.state = 'withdrawn'), 0)::BIGINT AS withdrawn,
    coalesce(sum(a.lines_in) FILTER (WHERE a.state IN ('refused', 'locked_out')), 0)::BIGINT AS refused
FROM arrivals AS a
LEFT JOIN counted AS c ON c.submission_id = a.submission_id
GROUP BY a.index_year, a.form
