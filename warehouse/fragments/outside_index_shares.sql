-- What a score of each sub-dimension weighs, in whole numbers, so that means are added exactly and divided once: its share of its
    -- dimension over `dimension_parts`, and its share of the total over `total_parts`, which are common to the dimension and the index year.
    -- (check_outside_indices refuses weights whose common denominator would outgrow these numbers.)
    SELECT
        m.index_name, m.index_year, m.dimension_code, m.sub_code, m.dimension_share, m.dimension_parts,
        m.weight // m.weight_step * (m.common_parts // m.dimension_parts) * m.dimension_share AS total_share,
        CASE WHEN m.dimension_aggregation = 'mean' THEN m.all_weights // m.weight_step ELSE m.one // m.weight_step END * m.common_parts
            AS total_parts
    FROM (
        SELECT
            d.*, list_reduce(list(d.dimension_parts) OVER of_year, lambda a, b: lcm(a, b)) AS common_parts,
            CASE
                WHEN d.dimension_aggregation = 'mean' THEN list_reduce(list(d.weight) OVER of_year, lambda a, b: gcd(a, b))
                ELSE gcd(d.one, list_reduce(list(d.weight) OVER of_year, lambda a, b: gcd(a, b)))
            END AS weight_step,
            CAST(sum(d.weight) FILTER (WHERE d.is_first) OVER of_year AS HUGEINT) AS all_weights
        FROM (
            SELECT
                s.*, s.sub_weight // s.sub_step AS dimension_share,
                CASE WHEN s.sub_aggregation = 'mean' THEN s.all_sub_weights ELSE s.one END // s.sub_step AS dimension_parts
            FROM (
                SELECT
                    w.*, CAST(sum(w.sub_weight) OVER of_dimension AS HUGEINT) AS all_sub_weights,
                    CASE
                        WHEN w.sub_aggregation = 'mean' THEN list_reduce(list(w.sub_weight) OVER of_dimension, lambda a, b: gcd(a, b))
                        ELSE gcd(w.one, list_reduce(list(w.sub_weight) OVER of_dimension, lambda a, b: gcd(a, b)))
                    END AS sub_step
                FROM (
                    SELECT
                        l.index_name, l.index_year, l.dimension_code, l.sub_code, i.sub_aggregation, i.dimension_aggregation,
                        CAST(100000000 AS HUGEINT) AS one, CAST(CAST(l.sub_weight AS DECIMAL(28, 8)) * 100000000 AS HUGEINT) AS sub_weight,
                        CAST(CAST(l.dimension_weight AS DECIMAL(28, 8)) * 100000000 AS HUGEINT) AS weight,
                        row_number() OVER (PARTITION BY l.index_name, l.index_year, l.dimension_code ORDER BY l.sort_order) = 1 AS is_first
                    FROM reference.outside_index_line AS l
                    JOIN reference.outside_index AS i ON i.index_name = l.index_name AND i.index_year = l.index_year
                ) AS w
                WINDOW of_dimension AS (PARTITION BY w.index_name, w.index_year, w.dimension_code)
            ) AS s
        ) AS d
        WINDOW of_year AS (PARTITION BY d.index_name, d.index_year)
    ) AS m
