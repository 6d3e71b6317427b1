-- What the honest ranks of each list and year assume; a row of reference.uncertainty for the panel replaces the general one.
    SELECT
        q.index_year, q.panel,
        CAST(max(q.value) FILTER (WHERE q.quantity = 'seed') AS BIGINT) AS seed,
        CAST(max(q.value) FILTER (WHERE q.quantity = 'draws') AS INTEGER) AS draws,
        max(q.value) FILTER (WHERE q.quantity = 'survey_margin') AS survey_margin,
        max(q.value) FILTER (WHERE q.quantity = 'appraisal_step') AS appraisal_step,
        max(q.value) FILTER (WHERE q.quantity = 'weight_change') AS weight_change,
        max(q.value) FILTER (WHERE q.quantity = 'low_percentile') AS low_percentile,
        max(q.value) FILTER (WHERE q.quantity = 'high_percentile') AS high_percentile
    FROM (
        SELECT p.index_year, p.panel, u.quantity, u.value
        FROM (SELECT DISTINCT r.index_year, r.panel FROM mart.par_index AS r WHERE r.rank IS NOT NULL) AS p
        JOIN reference.uncertainty AS u ON u.panel IS NULL OR u.panel = p.panel
        QUALIFY row_number() OVER (PARTITION BY p.index_year, p.panel, u.quantity ORDER BY u.panel NULLS LAST) = 1
    ) AS q
    GROUP BY q.index_year, q.panel
