-- Grain: one row per outside index × index year × unit.
-- Meaning: the total over dimensions, its rank (exact values, ties share) and its group, cut by the published group sizes of that year.
-- The total is added from the sub-dimensions in whole numbers and rounded once, so that units that are equal are equal here.
-- A unit without every dimension has no total and no rank. Where the sizes were not published, or were published for another number of
-- units, the group is null and the note says so.
WITH shares AS (
    {outside_index_shares}
),
weighed AS (
    SELECT
        s.index_name, s.index_year, s.unit_id,
        CAST(sum(CAST(CAST(s.score AS DECIMAL(28, 8)) * 100000000 AS HUGEINT) * h.total_share) AS HUGEINT) AS weighed,
        any_value(h.total_parts) AS parts
    FROM core.outside_index_scores AS s
    JOIN shares AS h
        ON h.index_name = s.index_name AND h.index_year = s.index_year AND h.dimension_code = s.dimension_code AND h.sub_code = s.sub_code
    GROUP BY ALL
),
present AS (
    SELECT
        s.index_name, s.index_year, s.unit_id, s.unit_code, s.unit_name,
        count(*) = count(s.score) AS is_complete,
        sum(s.sub_codes_present) AS sub_codes_present,
        sum(s.sub_codes_expected) AS sub_codes_expected,
        bool_or(s.made_up) AS made_up
    FROM mart.outside_index_dimension AS s
    GROUP BY ALL
),
totals AS (
    SELECT
        a.index_name, a.index_year, a.unit_id, a.unit_code, a.unit_name, a.sub_codes_present, a.sub_codes_expected, a.made_up,
        i.group_note_vi,
        CASE WHEN a.is_complete THEN {weighed_mean} END AS total
    FROM present AS a
    JOIN reference.outside_index AS i ON i.index_name = a.index_name AND i.index_year = a.index_year
    LEFT JOIN weighed AS q ON q.index_name = a.index_name AND q.index_year = a.index_year AND q.unit_id = a.unit_id
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
