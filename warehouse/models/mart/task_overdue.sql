-- Grain: one row per index year × unit × overdue task.
-- Meaning: the tasks, of plans and assigned by the Steering Committee, that were not completed at the end of the reference day and whose deadline
-- (of a deferred one: the new deadline) was that day or earlier, with the cell that says so.
WITH words AS (
    SELECT o.measure, o.code, o.words_vi, o.from_index_year, o.to_index_year
    FROM reference.form_choice AS o
    WHERE o.form = 'plan_tasks'
)
SELECT
    t.index_year, t.level, t.unit_id, u.unit_code, u.unit_name, t.code, t.task, area.words_vi AS area_vi, t.owner,
    source.words_vi AS source_vi, status.words_vi AS status_vi, t.deadline, t.deferred_to, t.days_overdue, t.reference_day,
    t.file_name, t.file_sha256, t.sheet, t.cell, t.made_up
FROM core.tasks AS t
JOIN reference.unit AS u ON u.unit_id = t.unit_id
LEFT JOIN words AS area
    ON area.measure = 'area' AND area.code = t.area AND t.index_year BETWEEN area.from_index_year AND area.to_index_year
LEFT JOIN words AS source
    ON source.measure = 'source' AND source.code = t.source AND t.index_year BETWEEN source.from_index_year AND source.to_index_year
LEFT JOIN words AS status
    ON status.measure = 'status' AND status.code = t.status AND t.index_year BETWEEN status.from_index_year AND status.to_index_year
WHERE t.outcome = 'overdue'
