-- Grain: one row per index year × panel × view × basis × unit whose history it is × unit whose figure it is.
-- Meaning: three ways to look at a unit over the years, each labelled; published years are never rewritten.
--   as_published   each unit of the year, with the index and rank of that year (basis own)
--   composed       a merged unit in a year before it: its predecessors composed by declared shares; basis plain_mean needs no figures, the
--                  others stand in reference.merger_share; only where every predecessor has an index; a composed figure has no rank
--   predecessors   the same years, each frozen predecessor side by side (basis own)
-- A unit's history is followed along declared mergers alone, never along codes or names: both are used again with another extent.
WITH shares AS (
    SELECT m.successor_unit_id, m.predecessor_unit_id, 'plain_mean' AS basis, CAST(1 AS DECIMAL(18, 8)) AS weight, 'trung bình đơn giản' AS basis_vi
    FROM reference.unit_merger AS m
    UNION ALL
    SELECT s.successor_unit_id, s.predecessor_unit_id, s.basis, s.weight, s.basis_vi
    FROM reference.merger_share AS s
),
-- Years in which a predecessor is listed and the successor is not.
years_before AS (
    SELECT DISTINCT b.index_year, b.level, b.panel, m.successor_unit_id
    FROM mart.par_index AS b
    JOIN reference.unit_merger AS m ON m.predecessor_unit_id = b.unit_id
    LEFT JOIN mart.par_index AS n ON n.index_year = b.index_year AND n.panel = b.panel AND n.unit_id = m.successor_unit_id
    WHERE n.unit_id IS NULL
),
frozen AS (
    SELECT
        y.index_year, y.level, y.panel, y.successor_unit_id, s.basis, s.basis_vi, s.weight, s.predecessor_unit_id, p.unit_name AS predecessor_name,
        b.index_percent, b.rank, b.ranked_units, coalesce(b.made_up, false) AS made_up
    FROM years_before AS y
    JOIN shares AS s ON s.successor_unit_id = y.successor_unit_id
    JOIN reference.unit AS p ON p.unit_id = s.predecessor_unit_id
    LEFT JOIN mart.par_index AS b ON b.index_year = y.index_year AND b.panel = y.panel AND b.unit_id = s.predecessor_unit_id
),
composed AS (
    SELECT
        f.index_year, f.level, f.panel, f.successor_unit_id, f.basis, f.basis_vi, count(*) AS predecessors,
        count(f.index_percent) AS with_index,
        CASE WHEN count(f.index_percent) = count(*) THEN CAST(sum(CAST(f.index_percent AS DECIMAL(38, 8)) * f.weight) / sum(f.weight) AS DECIMAL(18, 8)) END
            AS index_percent,
        string_agg(f.predecessor_name, ', ' ORDER BY f.predecessor_unit_id) AS names, bool_or(f.made_up) AS made_up
    FROM frozen AS f
    GROUP BY f.index_year, f.level, f.panel, f.successor_unit_id, f.basis, f.basis_vi
)
SELECT
    u.index_year, u.level, u.panel, 'as_published' AS view, 'own' AS basis, u.unit_id, u.unit_name, u.unit_id AS figure_of_unit_id,
    u.unit_name AS figure_of, CAST(1 AS BIGINT) AS predecessors, u.index_percent, u.rank, u.ranked_units,
    'Theo đơn vị của năm đánh giá, đúng như kết quả của năm đó.' AS note_vi, u.made_up
FROM mart.par_index AS u
UNION ALL
SELECT
    c.index_year, c.level, c.panel, 'composed', c.basis, c.successor_unit_id, n.unit_name, c.successor_unit_id, n.unit_name, c.predecessors,
    c.index_percent, NULL, NULL,
    'Số ghép, không phải số công bố: ' || c.basis_vi || ' của ' || c.predecessors || ' đơn vị cũ (' || c.names || '); không có thứ hạng.'
        || CASE WHEN c.index_percent IS NULL THEN ' Chưa ghép được: chỉ ' || c.with_index || ' đơn vị cũ có chỉ số.' ELSE '' END,
    c.made_up
FROM composed AS c
JOIN reference.unit AS n ON n.unit_id = c.successor_unit_id
UNION ALL
SELECT
    f.index_year, f.level, f.panel, 'predecessors', 'own', f.successor_unit_id, n.unit_name, f.predecessor_unit_id, f.predecessor_name,
    CAST(1 AS BIGINT), f.index_percent, f.rank, f.ranked_units,
    'Đơn vị cũ, giữ nguyên kết quả của năm đó; nay thuộc ' || n.unit_name || '.', f.made_up
FROM frozen AS f
JOIN reference.unit AS n ON n.unit_id = f.successor_unit_id
WHERE f.basis = 'plain_mean'
