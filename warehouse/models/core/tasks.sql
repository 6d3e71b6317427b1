-- Grain: one row per index year × unit × task.
-- Meaning: the reform tasks of a unit, those of its own plan and those that the Steering Committee assigned, as its register says. outcome, at
-- the end of the reference day (the whole last day is in time):
--   on_time, late  completed, by its day of completion against the deadline      completed  completed, but a day is missing
--   overdue        not completed and past the deadline (of a deferred one: past the new one)
--   deferred       asked to defer, and the new deadline is not known or not past     open  everything else
-- A serial number that begins again in each group of the register has its row beside it, so that each code stands once.
WITH tasks AS (
    SELECT
        c.index_year, c.level, c.unit_id, c.submission_id, c.row_no, c.code, c.reference_day, c.file_name, c.file_sha256, c.sheet, c.made_up,
        max(c.words) FILTER (WHERE c.measure = 'task') AS task,
        max(c.choice) FILTER (WHERE c.measure = 'area') AS area,
        max(c.words) FILTER (WHERE c.measure = 'owner') AS owner,
        max(c.choice) FILTER (WHERE c.measure = 'kind') AS kind,
        max(c.day) FILTER (WHERE c.measure = 'deadline') AS deadline,
        max(c.words) FILTER (WHERE c.measure = 'product') AS product,
        max(c.choice) FILTER (WHERE c.measure = 'status') AS status,
        max(c.day) FILTER (WHERE c.measure = 'completed_on') AS completed_on,
        max(c.day) FILTER (WHERE c.measure = 'deferred_to') AS deferred_to,
        max(c.choice) FILTER (WHERE c.measure = 'source') AS source,
        max(c.words) FILTER (WHERE c.measure = 'note') AS note,
        max(c.cell) FILTER (WHERE c.measure = 'task') AS cell
    FROM core.register_cells AS c
    WHERE c.form = 'plan_tasks' AND NOT c.row_rejected
    GROUP BY ALL
),
due AS (
    SELECT t.*, CASE WHEN t.status = 'deferred' THEN t.deferred_to ELSE t.deadline END AS due_on
    FROM tasks AS t
),
judged AS (
    SELECT
        d.*,
        CASE
            WHEN d.status = 'completed' AND d.completed_on IS NOT NULL AND d.deadline IS NOT NULL
                THEN CASE WHEN d.completed_on <= d.deadline THEN 'on_time' ELSE 'late' END
            WHEN d.status = 'completed' THEN 'completed'
            WHEN d.due_on <= d.reference_day THEN 'overdue'
            WHEN d.status = 'deferred' THEN 'deferred'
            ELSE 'open'
        END AS outcome
    FROM due AS d
)
SELECT
    j.index_year, j.level, j.unit_id,
    CASE WHEN count(*) OVER (PARTITION BY j.index_year, j.unit_id, j.code) > 1 THEN j.code || ' (dòng ' || j.row_no || ')' ELSE j.code END AS code,
    j.task, j.area, j.owner, j.kind, j.deadline, j.product, j.status, j.completed_on, j.deferred_to,
    j.source, j.note, j.outcome,
    CASE WHEN j.outcome = 'overdue' THEN CAST(date_diff('day', j.due_on, j.reference_day) AS INTEGER) END AS days_overdue,
    j.reference_day, j.submission_id, j.row_no, j.file_name, j.file_sha256, j.sheet, j.cell, j.made_up
FROM judged AS j
