-- Grain: one row per index year × level × unit × area, with area 'all' for a unit's total and unit 'all' for the totals of the level.
-- Meaning: how the tasks of the units' own plans stand (those that the Steering Committee assigned: mart.steering_task_group). Every planned
-- task is in one place (one whose source cannot be read counts as planned): completed = completed_on_time + completed_late + completed_undated; planned = completed + overdue_open + deferred +
-- open_in_time. All at the end of the reference day: 31 December of the index year or, where the register was received before, that day.
WITH counted AS (
    SELECT
        t.index_year, t.level, coalesce(t.unit_id, 'all') AS unit_id, coalesce(t.area, 'all') AS area,
        count(*) AS planned,
        count(*) FILTER (WHERE t.kind = 'with_deadline') AS with_deadline,
        count(*) FILTER (WHERE t.kind = 'recurring') AS recurring,
        count(*) FILTER (WHERE t.status = 'completed') AS completed,
        count(*) FILTER (WHERE t.outcome = 'on_time') AS completed_on_time,
        count(*) FILTER (WHERE t.outcome = 'late') AS completed_late,
        count(*) FILTER (WHERE t.outcome = 'completed') AS completed_undated,
        count(*) FILTER (WHERE t.outcome = 'overdue') AS overdue_open,
        count(*) FILTER (WHERE t.outcome = 'deferred') AS deferred,
        count(*) FILTER (WHERE t.outcome = 'open') AS open_in_time,
        max(t.reference_day) AS reference_day,
        bool_or(t.made_up) AS made_up
    FROM (SELECT * REPLACE (coalesce(area, 'unknown') AS area) FROM core.tasks WHERE source IS DISTINCT FROM 'steering_committee') AS t
    GROUP BY GROUPING SETS (
        (t.index_year, t.level, t.unit_id, t.area), (t.index_year, t.level, t.unit_id), (t.index_year, t.level, t.area), (t.index_year, t.level)
    )
),
areas AS (
    SELECT o.code, o.words_vi, o.from_index_year, o.to_index_year
    FROM reference.form_choice AS o
    WHERE o.form = 'plan_tasks' AND o.measure = 'area'
)
SELECT
    c.index_year, c.level, c.unit_id, u.unit_code,
    coalesce(u.unit_name, CASE c.level WHEN 'ministry' THEN 'Các bộ, cơ quan ngang bộ' WHEN 'province' THEN 'Các tỉnh, thành phố' ELSE 'Tất cả' END)
        AS unit_name,
    c.area,
    coalesce(a.words_vi, CASE c.area WHEN 'all' THEN 'Tất cả lĩnh vực' ELSE 'Chưa rõ lĩnh vực' END) AS area_vi,
    c.planned, c.with_deadline, c.recurring, c.completed, c.completed_on_time, c.completed_late, c.completed_undated, c.overdue_open, c.deferred,
    c.open_in_time,
    CAST(c.completed * 100 / c.planned AS DECIMAL(18, 8)) AS completion_rate,
    CAST(c.completed_on_time * 100 / nullif(c.completed_on_time + c.completed_late, 0) AS DECIMAL(18, 8)) AS on_time_share,
    c.reference_day, c.made_up
FROM counted AS c
LEFT JOIN reference.unit AS u ON u.unit_id = c.unit_id
LEFT JOIN areas AS a ON a.code = c.area AND c.index_year BETWEEN a.from_index_year AND a.to_index_year
