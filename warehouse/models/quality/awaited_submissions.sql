-- Grain: one row per index year × expected unit × form that has a deadline for its level.
-- Meaning: what became of each submission that was to come. State: not_expected (the unit is excluded that year), missing (nothing arrived,
-- or all was withdrawn), refused (something arrived and nothing of it counts), late (counts, but was received after the last day), accepted.
-- What was found in it stands in quality.coverage: figures that hang on whether and when something came are not made anew by a finding.
-- Expected are the units of the ranked lists; of a form that all units of a level send (deadline.units_on), those that exist on that day:
-- their list is called «reporting».
WITH expected AS (
    SELECT m.index_year, m.panel, m.level, m.unit_id, m.standing, d.form, d.opens_on, d.due_on, d.locks_on
    FROM reference.panel_member AS m
    JOIN reference.deadline AS d ON d.index_year = m.index_year AND d.level = m.level
    WHERE d.form <> 'index_scores' AND d.units_on IS NULL
    UNION ALL
    SELECT d.index_year, 'reporting', d.level, u.unit_id, 'reports', d.form, d.opens_on, d.due_on, d.locks_on
    FROM reference.deadline AS d
    JOIN reference.unit AS u ON u.level = d.level
    WHERE coalesce(u.valid_from, d.units_on) <= d.units_on AND coalesce(u.valid_to, d.units_on) >= d.units_on
),
arrived AS (
    SELECT
        v.index_year, v.form, v.unit_id, count(*) AS arrivals,
        max(v.recorded_at) FILTER (WHERE v.state IN ('refused', 'locked_out')) AS last_refused
    FROM intake.versions AS v
    WHERE v.unit_id IS NOT NULL AND v.state <> 'withdrawn'
    GROUP BY v.index_year, v.form, v.unit_id
)
SELECT
    e.index_year, e.level, e.panel, e.unit_id, u.unit_code, u.unit_name, e.form,
    CASE
        WHEN e.standing = 'excluded' THEN 'not_expected'
        WHEN c.submission_id IS NULL AND a.last_refused IS NOT NULL THEN 'refused'
        WHEN c.submission_id IS NULL THEN 'missing'
        WHEN c.timeliness = 'late' THEN 'late'
        ELSE 'accepted'
    END AS state,
    c.timeliness, e.opens_on, e.due_on, e.locks_on, c.received_at,
    CASE WHEN c.timeliness = 'late' THEN date_diff('day', e.due_on, CAST(c.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE)) END AS days_late,
    coalesce(a.arrivals, 0) AS arrivals, c.version_no, c.receipt_id, c.submission_id, c.file_name, coalesce(c.made_up, false) AS made_up
FROM expected AS e
JOIN reference.unit AS u ON u.unit_id = e.unit_id
LEFT JOIN intake.versions AS c ON c.counts AND c.index_year = e.index_year AND c.form = e.form AND c.unit_id = e.unit_id
LEFT JOIN arrived AS a ON a.index_year = e.index_year AND a.form = e.form AND a.unit_id = e.unit_id
