-- Grain: one row per index year × level × unit, with unit 'all' for the totals of the level.
-- Meaning: the task groups that the Steering Committee assigned. As the Committee prints them: those with a deadline (completed or not) beside the
-- recurring ones; what states neither kind is in neither group and is counted apart. The rate is over those with a deadline.
WITH counted AS (
    SELECT
        t.index_year, t.level, coalesce(t.unit_id, 'all') AS unit_id,
        count(*) AS assigned,
        count(*) FILTER (WHERE t.kind = 'with_deadline') AS with_deadline,
        count(*) FILTER (WHERE t.kind = 'with_deadline' AND t.status = 'completed') AS completed_with_deadline,
        count(*) FILTER (WHERE t.kind = 'with_deadline' AND t.status IS DISTINCT FROM 'completed') AS open_with_deadline,
        count(*) FILTER (WHERE t.kind = 'recurring') AS recurring,
        count(*) FILTER (WHERE t.kind IS NULL) AS kind_not_stated,
        count(*) FILTER (WHERE t.status = 'deferred') AS deferred,
        max(t.reference_day) AS reference_day,
        bool_or(t.made_up) AS made_up
    FROM core.tasks AS t
    WHERE t.source = 'steering_committee'
    GROUP BY GROUPING SETS ((t.index_year, t.level, t.unit_id), (t.index_year, t.level))
)
SELECT
    c.index_year, c.level, c.unit_id, u.unit_code,
    coalesce(u.unit_name, CASE c.level WHEN 'ministry' THEN 'Các bộ, cơ quan ngang bộ' WHEN 'province' THEN 'Các tỉnh, thành phố' ELSE 'Tất cả' END)
        AS unit_name,
    c.assigned, c.with_deadline, c.completed_with_deadline, c.open_with_deadline, c.recurring, c.kind_not_stated, c.deferred,
    CAST(c.completed_with_deadline * 100 / nullif(c.with_deadline, 0) AS DECIMAL(18, 8)) AS completion_rate,
    c.reference_day, c.made_up
FROM counted AS c
LEFT JOIN reference.unit AS u ON u.unit_id = c.unit_id
