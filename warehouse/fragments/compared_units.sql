-- Which figures of the year before a unit's index is compared with, and with which share of each. Own: the same unit_id. Composed: the
    -- declared predecessors of a unit that had no row of its own, by plain mean, and only where every one of them has an index. Codes and
    -- names are never joined on.
    SELECT n.index_year, n.panel, n.unit_id, b.unit_id AS from_unit_id, 'own' AS compared_with, CAST(1 AS DECIMAL(18, 8)) AS share
    FROM mart.par_index AS n
    JOIN mart.par_index AS b ON b.index_year = n.index_year - 1 AND b.panel = n.panel AND b.unit_id = n.unit_id
    WHERE n.index_percent IS NOT NULL AND b.index_percent IS NOT NULL
    UNION ALL
    SELECT n.index_year, n.panel, n.unit_id, b.unit_id, 'composed', CAST(1.0 / count(*) OVER composed AS DECIMAL(18, 8))
    FROM mart.par_index AS n
    JOIN reference.unit_merger AS m ON m.successor_unit_id = n.unit_id
    LEFT JOIN mart.par_index AS o ON o.index_year = n.index_year - 1 AND o.panel = n.panel AND o.unit_id = n.unit_id
    LEFT JOIN mart.par_index AS b ON b.index_year = n.index_year - 1 AND b.panel = n.panel AND b.unit_id = m.predecessor_unit_id
    WHERE n.index_percent IS NOT NULL AND o.unit_id IS NULL
    WINDOW composed AS (PARTITION BY n.index_year, n.panel, n.unit_id)
    QUALIFY bool_and(b.index_percent IS NOT NULL) OVER composed
