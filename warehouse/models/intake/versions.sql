-- Grain: one row per receipt × submission.
-- Meaning: which version counts, as one function of what is known of the arrivals. Accepted submissions of one form, index year and
-- subject are numbered in the order in which we recorded them; of those that are neither withdrawn nor locked out the newest counts whole.
-- The very bytes sent once more change nothing: the first arrival of them counts, so what came in time stays in time.
-- Timeliness and locks go by received_at (post or mail) and by days of Vietnam: the whole last day is in time.
-- state: counts, superseded, withdrawn, locked_out, refused (a refused one has no number).
WITH dated AS (
    SELECT
        s.*, CAST(s.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE) AS received_on, d.opens_on, d.due_on, d.locks_on
    FROM intake.submissions AS s
    LEFT JOIN reference.deadline AS d
        ON d.index_year = s.index_year AND d.form = s.form AND d.level = coalesce(s.level, 'province')
),
judged AS (
    SELECT
        a.*,
        CASE
            WHEN a.due_on IS NULL THEN 'no_deadline'
            WHEN a.received_on < a.opens_on THEN 'early'
            WHEN a.received_on <= a.due_on THEN 'on_time'
            ELSE 'late'
        END AS timeliness,
        CASE
            WHEN a.status <> 'accepted' THEN 'refused'
            WHEN EXISTS (
                SELECT 1 FROM intake.withdrawals AS w WHERE w.receipt_id = a.receipt_id AND w.submission_id = a.submission_id
            ) THEN 'withdrawn'
            WHEN a.received_on > a.locks_on AND NOT EXISTS (
                SELECT 1 FROM intake.lock_exceptions AS e
                WHERE e.index_year = a.index_year AND e.form = a.form AND coalesce(e.unit_id, a.unit_id) = a.unit_id
                  AND a.received_on <= e.valid_until
            ) THEN 'locked_out'
            ELSE 'standing'
        END AS standing
    FROM dated AS a
),
followed AS (
    SELECT
        j.*,
        lag(j.submission_id) OVER (
            PARTITION BY j.form, j.index_year, j.subject_id, j.standing ORDER BY j.recorded_at, j.receipt_id
        ) IS NOT DISTINCT FROM j.submission_id AS sent_again
    FROM judged AS j
),
numbered AS (
    SELECT
        f.*,
        row_number() OVER (PARTITION BY f.form, f.index_year, f.subject_id, f.status ORDER BY f.recorded_at, f.receipt_id) AS position,
        row_number() OVER (
            PARTITION BY f.form, f.index_year, f.subject_id, f.standing, f.sent_again ORDER BY f.recorded_at DESC, f.receipt_id DESC
        ) AS from_newest
    FROM followed AS f
)
SELECT
    submission_id, receipt_id, file_sha256, file_name, form, index_year, level, subject_id, unit_id,
    criteria_set, index_name, made_up, recorded_at, received_at, due_on, timeliness,
    CASE WHEN status = 'accepted' THEN position END AS version_no,
    standing = 'standing' AND NOT sent_again AND from_newest = 1 AS counts,
    CASE WHEN standing <> 'standing' THEN standing WHEN from_newest = 1 AND NOT sent_again THEN 'counts' ELSE 'superseded' END AS state
FROM numbered
