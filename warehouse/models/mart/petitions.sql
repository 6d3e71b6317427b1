-- Grain: one row per index year × level × unit, with unit 'all' for the totals of a level and level 'all' for those of the country.
-- Meaning: petitions received and answered. The mean number of days is over those whose two days are known and in order.
WITH counted AS (
    SELECT
        p.index_year, coalesce(p.level, 'all') AS level, coalesce(p.unit_id, 'all') AS unit_id,
        count(*) AS received,
        count(*) FILTER (WHERE p.state = 'answered') AS answered,
        count(*) FILTER (WHERE p.state IS DISTINCT FROM 'answered') AS open,
        sum(p.days_to_answer) AS days,
        count(p.days_to_answer) AS dated,
        max(p.reference_day) AS reference_day,
        bool_or(p.made_up) AS made_up
    FROM core.petitions AS p
    GROUP BY GROUPING SETS ((p.index_year, p.level, p.unit_id), (p.index_year, p.level), (p.index_year))
)
SELECT
    c.index_year, c.level, c.unit_id, u.unit_code,
    coalesce(u.unit_name, CASE c.level WHEN 'ministry' THEN 'Các bộ, cơ quan ngang bộ' WHEN 'province' THEN 'Các tỉnh, thành phố' ELSE 'Cả nước' END)
        AS unit_name,
    c.received, c.answered, c.open,
    CAST(c.answered * 100 / c.received AS DECIMAL(18, 8)) AS answered_share,
    CAST(c.days / nullif(c.dated, 0) AS DECIMAL(18, 8)) AS days_to_answer,
    c.reference_day, c.made_up
FROM counted AS c
LEFT JOIN reference.unit AS u ON u.unit_id = c.unit_id
