-- Grain: one row per index year × panel × ranked unit × draw.
-- Meaning: how the ranking would look with other errors of the same size (index_drawn, rank_drawn) and with other weights of the fields
-- (index_reweighted, rank_reweighted). Never a change of the official rank. The size of errors and the seed are data
-- (reference.uncertainty), assumptions where nobody published them. Places are given as the list gives them (ties, rounding):
--   survey      one normal error per unit and draw; its 95 % half width is survey_margin % of the unit's survey points
--   appraisal   one normal error per unit and draw, of the standard deviation of n uniform ones within an appraisal_step, n the appraised
--               lines whose points lie between 0 and the maximum (at both ends there is nothing to round)
--   weights     each field's maximum times a factor within ± weight_change %, the same for all units of a draw
-- Reproducible bit by bit on any machine: digits come from md5 of seed, what is drawn, year, panel, unit or field, and number of the draw;
-- a normal number is the sum of twelve five-bit digits, less their mean, over 32. All that follows is decimal.
WITH assumed AS (
    {assumptions}
),
scales AS (
    {unit_scales}
),
partly_granted AS (
    SELECT l.index_year, l.panel, l.unit_id, count(*) AS rounded_lines
    FROM mart.par_index_line AS l
    WHERE l.part = 'appraised' AND l.counts_as = 'base' AND l.points > 0 AND l.points < l.max_points
    GROUP BY l.index_year, l.panel, l.unit_id
),
units AS (
    SELECT
        u.index_year, u.panel, u.unit_id, u.index_percent, a.seed, a.draws,
        CAST(CAST(u.survey_points AS DECIMAL(38, 8)) * a.survey_margin / 196 * s.per_base_point AS DECIMAL(18, 8)) AS survey_deviation,
        CAST(a.appraisal_step * sqrt(CAST(coalesce(b.rounded_lines, 0) AS DOUBLE) / 12) * s.per_base_point AS DECIMAL(18, 8)) AS appraisal_deviation
    FROM mart.par_index AS u
    JOIN assumed AS a ON a.index_year = u.index_year AND a.panel = u.panel
    JOIN scales AS s ON s.index_year = u.index_year AND s.panel = u.panel AND s.unit_id = u.unit_id
    LEFT JOIN partly_granted AS b ON b.index_year = u.index_year AND b.panel = u.panel AND b.unit_id = u.unit_id
    WHERE u.rank IS NOT NULL
),
hashed AS (
    SELECT
        n.*, md5_number_upper(n.key) AS high, md5_number_lower(n.key) AS low
    FROM (
        SELECT u.*, t.draw, u.seed || '|error|' || u.index_year || '|' || u.panel || '|' || u.unit_id || '|' || t.draw AS key
        FROM units AS u
        CROSS JOIN LATERAL (SELECT unnest(range(1, u.draws + 1)) AS draw) AS t
    ) AS n
),
errors AS (
    SELECT
        h.index_year, h.panel, h.unit_id, h.draw, h.index_percent, h.survey_deviation, h.appraisal_deviation,
        CAST(
            ((h.high >> 0) & 31) + ((h.high >> 5) & 31) + ((h.high >> 10) & 31) + ((h.high >> 15) & 31) + ((h.high >> 20) & 31) + ((h.high >> 25) & 31)
            + ((h.high >> 30) & 31) + ((h.high >> 35) & 31) + ((h.high >> 40) & 31)
            + ((h.high >> 45) & 31) + ((h.high >> 50) & 31) + ((h.high >> 55) & 31) AS DECIMAL(5, 0)
        ) - 186 AS survey_digits,
        CAST(
            ((h.low >> 0) & 31) + ((h.low >> 5) & 31) + ((h.low >> 10) & 31) + ((h.low >> 15) & 31) + ((h.low >> 20) & 31) + ((h.low >> 25) & 31)
            + ((h.low >> 30) & 31) + ((h.low >> 35) & 31) + ((h.low >> 40) & 31)
            + ((h.low >> 45) & 31) + ((h.low >> 50) & 31) + ((h.low >> 55) & 31) AS DECIMAL(5, 0)
        ) - 186 AS appraisal_digits
    FROM hashed AS h
),
drawn AS (
    SELECT
        b.index_year, b.panel, b.unit_id, b.draw,
        least(
            greatest(
                b.index_percent + CAST(
                    (b.survey_deviation * b.survey_digits + b.appraisal_deviation * b.appraisal_digits) / 32 AS DECIMAL(18, 8)
                ),
                CAST(0 AS DECIMAL(18, 8))
            ),
            greatest(CAST(100 AS DECIMAL(18, 8)), b.index_percent)
        ) AS index_drawn
    FROM errors AS b
),
fields AS (
    SELECT
        f.index_year, f.panel, f.unit_id, f.field_node_id, f.counts_as, CAST(f.points AS DECIMAL(9, 4)) AS points,
        CAST(f.applicable_max AS DECIMAL(9, 4)) AS applicable_max
    FROM mart.par_index_field AS f
    JOIN units AS u ON u.index_year = f.index_year AND u.panel = f.panel AND u.unit_id = f.unit_id
),
weights AS (
    SELECT
        w.index_year, w.panel, w.field_node_id, w.draw,
        CAST(104857500 + w.weight_change * (2 * CAST(md5_number_lower(w.key) & 1048575 AS INTEGER) - 1048575) AS DECIMAL(9, 0)) AS weight
    FROM (
        SELECT
            f.index_year, f.panel, f.field_node_id, a.weight_change, t.draw,
            a.seed || '|weight|' || f.index_year || '|' || f.panel || '|' || f.field_node_id || '|' || t.draw AS key
        FROM (SELECT DISTINCT x.index_year, x.panel, x.field_node_id FROM fields AS x WHERE x.counts_as = 'base') AS f
        JOIN assumed AS a ON a.index_year = f.index_year AND a.panel = f.panel
        CROSS JOIN LATERAL (SELECT unnest(range(1, a.draws + 1)) AS draw) AS t
    ) AS w
),
extras AS (
    SELECT f.index_year, f.panel, f.unit_id, CAST(sum(f.points) * any_value(s.per_extra_point) AS DECIMAL(18, 8)) AS extra
    FROM fields AS f
    JOIN scales AS s ON s.index_year = f.index_year AND s.panel = f.panel AND s.unit_id = f.unit_id
    WHERE f.counts_as <> 'base'
    GROUP BY f.index_year, f.panel, f.unit_id
),
weighed AS (
    SELECT
        f.index_year, f.panel, f.unit_id, w.draw,
        sum(f.points * w.weight) AS points,
        sum(f.applicable_max * w.weight) AS maximum
    FROM fields AS f
    JOIN weights AS w ON w.index_year = f.index_year AND w.panel = f.panel AND w.field_node_id = f.field_node_id
    WHERE f.counts_as = 'base'
    GROUP BY f.index_year, f.panel, f.unit_id, w.draw
),
reweighted AS (
    SELECT
        w.index_year, w.panel, w.unit_id, w.draw,
        CAST(w.points * 100 / w.maximum AS DECIMAL(18, 8)) + coalesce(e.extra, CAST(0 AS DECIMAL(18, 8))) AS index_reweighted
    FROM weighed AS w
    LEFT JOIN extras AS e ON e.index_year = w.index_year AND e.panel = w.panel AND e.unit_id = w.unit_id
),
both_ways AS (
    SELECT d.index_year, d.panel, d.unit_id, d.draw, 'drawn' AS way, d.index_drawn AS ranked_index FROM drawn AS d
    UNION ALL
    SELECT r.index_year, r.panel, r.unit_id, r.draw, 'reweighted', r.index_reweighted FROM reweighted AS r
),
placed AS (
    SELECT
        n.index_year, n.panel, n.unit_id, n.draw, n.way, n.ranked_index, l.tie_method, p.rank, {ranked_value} AS ranked_on,
        CASE l.tie_method WHEN 'appraised_first' THEN p.appraised_points WHEN 'survey_first' THEN p.survey_points ELSE 0 END AS then_on
    FROM both_ways AS n
    JOIN mart.par_index AS p ON p.index_year = n.index_year AND p.panel = n.panel AND p.unit_id = n.unit_id
    LEFT JOIN reference.ranked_list AS l ON l.index_year = n.index_year AND l.panel = n.panel
),
-- Errors part all units that share a place. Where the list leaves no place out after one that is shared (dense), units that share one
-- officially take one place among the better ones here too; else the last unit of a list could only ever be told a worse place than its own.
stepped AS (
    SELECT
        p.*, row_number() OVER (PARTITION BY p.index_year, p.panel, p.draw, p.way, p.rank ORDER BY p.ranked_on DESC) = 1 AS is_first_of_place
    FROM placed AS p
),
ranked AS (
    SELECT
        p.*,
        CASE p.tie_method
            WHEN 'dense' THEN 1 + coalesce(sum(CASE WHEN p.is_first_of_place THEN 1 ELSE 0 END) OVER (
                PARTITION BY p.index_year, p.panel, p.draw, p.way ORDER BY p.ranked_on DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ), 0)
            ELSE rank() OVER (PARTITION BY p.index_year, p.panel, p.draw, p.way ORDER BY p.ranked_on DESC, p.then_on DESC)
        END AS position
    FROM stepped AS p
)
SELECT
    d.index_year, d.panel, d.unit_id, CAST(d.draw AS INTEGER) AS draw, d.ranked_index AS index_drawn, CAST(d.position AS BIGINT) AS rank_drawn,
    r.ranked_index AS index_reweighted, CAST(r.position AS BIGINT) AS rank_reweighted
FROM ranked AS d
JOIN ranked AS r
    ON r.index_year = d.index_year AND r.panel = d.panel AND r.unit_id = d.unit_id AND r.draw = d.draw AND r.way = 'reweighted'
WHERE d.way = 'drawn'
