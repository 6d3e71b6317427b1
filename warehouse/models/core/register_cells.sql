-- Grain: one row per cell of a register row (a task, a petition, a finding, a month, a ballot), of the versions that count.
-- Meaning: what a cell says once its errors are taken out: a cell with an error has neither words nor number; a row without its code, listed
-- twice, or of no known month is marked whole. Days are stored in lines as yyyymmdd, choices as their number in the form's list; here they are
-- a DATE and a code. reference_day is the day at whose end the register is looked at: 31 December of the index year or, where it was received
-- before, the day of receipt.
WITH faulty AS (
    SELECT
        k.line_id,
        bool_or(k.rule = 'REGISTER-CODE' OR k.rule = 'REGISTER-ROW-TWICE' OR k.rule = 'DOSSIER-MONTH') AS of_the_row
    FROM quality.kept_out_lines AS k
    GROUP BY k.line_id
),
cells AS (
    SELECT
        l.index_year, l.form, l.level, l.unit_id, l.submission_id, l.row_no, l.code_text, l.measure, l.cell, l.state, l.text, l.value,
        faulty.line_id IS NOT NULL AS rejected, coalesce(faulty.of_the_row, false) AS rejects_row,
        least(make_date(l.index_year, 12, 31), CAST(v.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh' AS DATE)) AS reference_day,
        l.file_name, l.file_sha256, l.sheet, v.made_up
    FROM quality.checked_lines AS l
    JOIN intake.versions AS v ON v.submission_id = l.submission_id AND v.counts
    LEFT JOIN faulty ON faulty.line_id = l.line_id
    WHERE l.form IN ('plan_tasks', 'petitions', 'inspections', 'dossiers', 'sipas_ballots')
)
SELECT
    c.index_year, c.form, c.level, c.unit_id, c.submission_id, c.row_no, c.code_text AS code, c.measure, c.cell, c.state,
    CASE WHEN NOT c.rejected AND c.state = 'text' THEN c.text END AS words,
    CASE WHEN NOT c.rejected THEN c.value END AS number,
    CASE
        WHEN NOT c.rejected AND c.measure IN (
            'deadline', 'completed_on', 'deferred_to', 'received_on', 'answered_on', 'inspected_on', 'remedy_due_on', 'remedied_on'
        ) THEN CAST(try_strptime(CAST(CAST(c.value AS BIGINT) AS VARCHAR), '%Y%m%d') AS DATE)
    END AS day,
    CASE WHEN NOT c.rejected THEN o.code END AS choice,
    c.rejected,
    bool_or(c.rejects_row) OVER (PARTITION BY c.submission_id, c.row_no) AS row_rejected,
    c.reference_day, c.file_name, c.file_sha256, c.sheet, c.made_up
FROM cells AS c
LEFT JOIN reference.form_choice AS o
    ON o.form = c.form AND o.measure = c.measure AND o.number = c.value AND c.index_year BETWEEN o.from_index_year AND o.to_index_year
