-- Grain: one row per outside index × index year × unit.
-- Meaning: the total over dimensions, its rank (exact values, ties share) and its group, cut by the published group sizes of that year.
-- A unit without every dimension has no total and no rank. Where the sizes were not published, or were published for another number of
-- units, the group is null and the note says so.
WITH weights AS (
    SELECT DISTINCT d.index_name, d.index_year, d.dimension_code, d.dimension_weight
    FROM reference.outside_index_line AS d
),
added AS (
    SELECT
        s.index_name, s.index_year, s.unit_id, s.unit_code, s.unit_name,
        count(*) AS dimensions,
        count(s.score) AS dimensions_present,
        sum(s.sub_codes_present) AS sub_codes_present,
        sum(s.sub_codes_expected) AS sub_codes_expected,
        sum(CAST(CAST(s.score AS DECIMAL(26, 8)) * w.dimension_weight AS DECIMAL(38, 12))) AS weighted_sum,
        sum(w.dimension_weight) AS weight,
        bool_or(s.made_up) AS made_up
    FROM mart.outside_index_dimension AS s
    JOIN weights AS w ON w.index_name = s.index_name AND w.index_year = s.index_year AND w.dimension_code = s.dimension_code
    GROUP BY ALL
),
totals AS (
    SELECT
        a.index_name, a.index_year, a.unit_id, a.unit_code, a.unit_name, a.sub_codes_present, a.sub_codes_expected, a.made_up,
        i.group_note_vi,
        CASE
            WHEN a.dimensions_present = a.dimensions AND i.dimension_aggregation = 'sum' THEN CAST(a.weighted_sum AS DECIMAL(18, 8))
            WHEN a.dimensions_present = a.dimensions AND i.dimension_aggregation = 'mean'
                THEN CAST(a.weighted_sum / a.weight AS DECIMAL(18, 8))
        END AS total
    FROM added AS a
    JOIN reference.outside_index AS i ON i.index_name = a.index_name AND i.index_year = a.index_year
),
ranked AS (
    SELECT
        totals.*,
        rank() OVER (PARTITION BY index_name, index_year, total IS NULL ORDER BY total DESC) AS position,
        count(total) OVER (PARTITION BY index_name, index_year) AS ranked_units
    FROM totals
),
group_ends AS (
    SELECT
        g.index_name, g.index_year, g.label_vi, g.size,
        sum(g.size) OVER (PARTITION BY g.index_name, g.index_year ORDER BY g.sort_order) AS last_rank,
        sum(g.size) OVER (PARTITION BY g.index_name, g.index_year) AS grouped_units
    FROM reference.outside_index_group AS g
),
published_sizes AS (
    SELECT DISTINCT index_name, index_year, grouped_units FROM group_ends
)
SELECT
    r.index_name, r.index_year, r.unit_id, r.unit_code, r.unit_name, r.total,
    CASE WHEN r.total IS NOT NULL THEN r.position END AS rank,
    r.ranked_units,
    CASE WHEN r.total IS NOT NULL AND p.grouped_units = r.ranked_units THEN g.label_vi END AS group_label,
    CASE
        WHEN r.sub_codes_present = 0 THEN 'Không có điểm năm này'
        WHEN r.total IS NULL THEN 'Không xếp hạng: mới có ' || r.sub_codes_present || '/' || r.sub_codes_expected || ' nội dung thành phần'
        WHEN p.grouped_units IS NULL THEN coalesce(r.group_note_vi, 'Chưa có số đơn vị của từng nhóm được công bố cho năm này')
        WHEN p.grouped_units <> r.ranked_units
            THEN 'Số đơn vị của từng nhóm được công bố cho ' || p.grouped_units || ' đơn vị, bảng này có ' || r.ranked_units
    END AS note,
    r.made_up
FROM ranked AS r
LEFT JOIN published_sizes AS p ON p.index_name = r.index_name AND p.index_year = r.index_year
LEFT JOIN group_ends AS g
    ON g.index_name = r.index_name AND g.index_year = r.index_year AND r.position BETWEEN g.last_rank - g.size + 1 AND g.last_rank
