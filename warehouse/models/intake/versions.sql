-- Grain: one row per receipt × submission.
-- Meaning: accepted submissions of one form, index year and subject are numbered in the order in which we recorded them;
-- the newest accepted one counts whole. A refused submission has no number and never counts.
WITH numbered AS (
    SELECT
        s.submission_id, s.receipt_id, s.file_sha256, s.file_name, s.form, s.index_year, s.level, s.subject_id, s.unit_id,
        s.criteria_set, s.index_name, s.made_up, s.recorded_at,
        s.status = 'accepted' AS accepted,
        row_number() OVER (
            PARTITION BY s.form, s.index_year, s.subject_id, s.status ORDER BY s.recorded_at, s.receipt_id
        ) AS position,
        count(*) OVER (PARTITION BY s.form, s.index_year, s.subject_id, s.status) AS positions
    FROM intake.submissions AS s
)
SELECT
    submission_id, receipt_id, file_sha256, file_name, form, index_year, level, subject_id, unit_id,
    criteria_set, index_name, made_up, recorded_at,
    CASE WHEN accepted THEN position END AS version_no,
    accepted AND position = positions AS counts
FROM numbered
