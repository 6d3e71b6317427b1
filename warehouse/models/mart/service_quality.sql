-- Grain: one row per index year × unit × month (0: the whole year) × part: each ratio, the five groups 1–5, and the total.
-- Meaning: the service-quality index of decision 766 from monthly counts, each ratio with its numerator and denominator. What scores how is data
-- (reference.service_quality_part); where no formula was found there, an illustrative one stands in and every row that holds it says so: such
-- points are never official. ratio: share × maximum (a share above 100 % gives the maximum; a rule tells the sender); target_ratio: the maximum
-- at the target, below it share ÷ target × maximum. A ratio is over
-- the months whose counts are all known; without any, or with a denominator of 0, it has no points, and measured_max of its group and of the
-- total leaves it out. The year is not the mean of its months: numerators and denominators are added up first.
WITH counts AS (
    SELECT
        d.index_year, d.level, d.unit_id, d.month, d.made_up, m.measure,
        CASE m.measure
            WHEN 'received' THEN d.received WHEN 'resolved_early' THEN d.resolved_early WHEN 'resolved_on_time' THEN d.resolved_on_time
            WHEN 'resolved_late' THEN d.resolved_late WHEN 'pending' THEN d.pending WHEN 'digitised' THEN d.digitised WHEN 'online' THEN d.online
            WHEN 'paid_online' THEN d.paid_online WHEN 'published_on_time' THEN d.published_on_time WHEN 'procedures' THEN d.procedures
            WHEN 'satisfied' THEN d.satisfied WHEN 'asked' THEN d.asked
        END AS number
    FROM core.dossiers AS d
    CROSS JOIN (
        VALUES ('received'), ('resolved_early'), ('resolved_on_time'), ('resolved_late'), ('pending'), ('digitised'), ('online'), ('paid_online'),
            ('published_on_time'), ('procedures'), ('satisfied'), ('asked')
    ) AS m (measure)
),
terms AS (
    SELECT p.from_index_year, p.part, 'numerator' AS side, unnest(string_split(p.numerator, '+')) AS measure
    FROM reference.service_quality_part AS p
    UNION ALL
    SELECT p.from_index_year, p.part, 'denominator', unnest(string_split(p.denominator, '+'))
    FROM reference.service_quality_part AS p
),
monthly AS (
    SELECT
        c.index_year, c.level, c.unit_id, c.month, p.from_index_year, p.part,
        CASE WHEN count(*) = count(c.number) THEN coalesce(sum(c.number) FILTER (WHERE t.side = 'numerator'), 0) END AS numerator,
        CASE WHEN count(*) = count(c.number) THEN coalesce(sum(c.number) FILTER (WHERE t.side = 'denominator'), 0) END AS denominator,
        bool_or(c.made_up) AS made_up
    FROM counts AS c
    JOIN reference.service_quality_part AS p ON c.index_year BETWEEN p.from_index_year AND p.to_index_year
    JOIN terms AS t ON t.from_index_year = p.from_index_year AND t.part = p.part AND t.measure = c.measure
    GROUP BY ALL
),
summed AS (
    SELECT m.index_year, m.level, m.unit_id, m.month, m.from_index_year, m.part, m.numerator, m.denominator, m.made_up FROM monthly AS m
    UNION ALL
    SELECT m.index_year, m.level, m.unit_id, 0, m.from_index_year, m.part, sum(m.numerator), sum(m.denominator), bool_or(m.made_up)
    FROM monthly AS m
    GROUP BY m.index_year, m.level, m.unit_id, m.from_index_year, m.part
),
ratios AS (
    SELECT
        s.index_year, s.level, s.unit_id, s.month, p.group_code, p.group_vi, p.group_max, p.part, p.part_vi, p.max_points, p.formula, p.target_percent,
        CAST(s.numerator AS DECIMAL(18, 8)) AS numerator, CAST(s.denominator AS DECIMAL(18, 8)) AS denominator,
        CASE WHEN s.denominator > 0 THEN CAST(s.numerator * 100 / s.denominator AS DECIMAL(18, 8)) END AS percent,
        p.max_provenance = 'illustrative' OR p.formula_provenance = 'illustrative' AS illustrative, s.made_up
    FROM summed AS s
    JOIN reference.service_quality_part AS p ON p.from_index_year = s.from_index_year AND p.part = s.part
),
scored AS (
    SELECT
        r.*,
        CAST(CASE
            WHEN r.percent >= CASE r.formula WHEN 'target_ratio' THEN r.target_percent ELSE 100 END THEN r.max_points
            WHEN r.formula = 'target_ratio' THEN r.percent / r.target_percent * r.max_points
            ELSE r.percent / 100 * r.max_points
        END AS DECIMAL(18, 8)) AS points
    FROM ratios AS r
),
parts AS (
    SELECT
        s.index_year, s.level, s.unit_id, s.month, s.part, 'ratio' AS part_kind, s.part_vi, CAST(s.max_points AS DECIMAL(18, 8)) AS max_points,
        CAST(CASE WHEN s.points IS NULL THEN 0 ELSE s.max_points END AS DECIMAL(18, 8)) AS measured_max, s.numerator, s.denominator, s.percent,
        s.points, s.illustrative, s.made_up
    FROM scored AS s
    UNION ALL
    SELECT
        s.index_year, s.level, s.unit_id, s.month, coalesce(s.group_code, 'total'), CASE WHEN s.group_code IS NULL THEN 'total' ELSE 'group' END,
        CASE WHEN s.group_code IS NULL THEN 'Tổng điểm' ELSE any_value(s.group_vi) END,
        CAST(sum(s.max_points) AS DECIMAL(18, 8)),
        CAST(coalesce(sum(s.max_points) FILTER (WHERE s.points IS NOT NULL), 0) AS DECIMAL(18, 8)), NULL, NULL, NULL,
        CAST(sum(s.points) AS DECIMAL(18, 8)), bool_or(s.illustrative), bool_or(s.made_up)
    FROM scored AS s
    GROUP BY GROUPING SETS ((s.index_year, s.level, s.unit_id, s.month, s.group_code), (s.index_year, s.level, s.unit_id, s.month))
)
SELECT
    p.index_year, p.level, p.unit_id, u.unit_code, u.unit_name, p.month, p.part, p.part_kind, p.part_vi, p.max_points, p.measured_max, p.numerator,
    p.denominator,
    coalesce(p.percent, CAST(p.points * 100 / nullif(p.measured_max, 0) AS DECIMAL(18, 8))) AS percent,
    p.points, p.illustrative, p.made_up
FROM parts AS p
JOIN reference.unit AS u ON u.unit_id = p.unit_id
