-- Grain: one row per index year × panel × pair of ranked units, the one with the higher index (on a tie the lower unit_id) first.
-- Meaning: in which share of the draws the first is ahead (a tie counts half). distinguishable: at least high_percentile % of the draws
-- agree; else the order of the two is within the errors that reference.uncertainty assumes.
WITH assumed AS (
    {assumptions}
),
listed AS (
    SELECT
        u.index_year, u.panel, u.unit_id, u.rank,
        row_number() OVER (PARTITION BY u.index_year, u.panel ORDER BY u.index_percent DESC, u.unit_id) AS place
    FROM mart.par_index AS u
    WHERE u.rank IS NOT NULL
),
placed AS (
    SELECT d.index_year, d.panel, d.draw, d.index_drawn, l.unit_id, l.place
    FROM mart.par_index_draw AS d
    JOIN listed AS l ON l.index_year = d.index_year AND l.panel = d.panel AND l.unit_id = d.unit_id
),
met AS (
    SELECT
        a.index_year, a.panel, a.place, b.place AS other_place,
        count(*) AS draws, count(*) FILTER (WHERE a.index_drawn > b.index_drawn) AS ahead, count(*) FILTER (WHERE a.index_drawn = b.index_drawn) AS tied
    FROM placed AS a
    JOIN placed AS b ON b.index_year = a.index_year AND b.panel = a.panel AND b.draw = a.draw AND b.place > a.place
    GROUP BY a.index_year, a.panel, a.place, b.place
),
shared AS (
    SELECT m.*, CAST(CAST(2 * m.ahead + m.tied AS DECIMAL(18, 0)) / (2 * m.draws) AS DECIMAL(18, 8)) AS share_ahead
    FROM met AS m
)
SELECT
    s.index_year, s.panel, a.unit_id, a.rank, b.unit_id AS other_unit_id, b.rank AS other_rank, s.share_ahead,
    s.share_ahead * 100 >= q.high_percentile AS distinguishable
FROM shared AS s
JOIN assumed AS q ON q.index_year = s.index_year AND q.panel = s.panel
JOIN listed AS a ON a.index_year = s.index_year AND a.panel = s.panel AND a.place = s.place
JOIN listed AS b ON b.index_year = s.index_year AND b.panel = s.panel AND b.place = s.other_place
