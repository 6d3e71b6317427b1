-- Grain: one row per index year × panel × unit.
-- Meaning: a fingerprint of the figures that somebody approves: totals, rank and group of the unit, points and state of each of its lines.
-- Names, files and reasons are left out: a file renamed changes no figure. SHA-256 of plain text, so that it says the same for ever.
WITH lines AS (
    SELECT
        l.index_year, l.panel, l.unit_id,
        string_agg(
            concat_ws('|', l.node_id, l.state, CAST(l.max_points AS VARCHAR), coalesce(CAST(l.points AS VARCHAR), '-')),
            chr(10) ORDER BY l.node_id
        ) AS points
    FROM mart.par_index_line AS l
    GROUP BY l.index_year, l.panel, l.unit_id
)
SELECT
    i.index_year, i.panel, i.unit_id,
    i.index_percent IS NOT NULL AS has_score,
    sha256(concat_ws(
        chr(10),
        i.criteria_set,
        coalesce(CAST(i.self_points AS VARCHAR), '-'),
        coalesce(CAST(i.appraised_points AS VARCHAR), '-'),
        coalesce(CAST(i.survey_points AS VARCHAR), '-'),
        coalesce(CAST(i.total_points AS VARCHAR), '-'),
        CAST(i.applicable_max AS VARCHAR),
        coalesce(CAST(i.index_percent AS VARCHAR), '-'),
        coalesce(CAST(i.rank AS VARCHAR), '-'),
        coalesce(i.group_label, '-'),
        coalesce(l.points, '')
    )) AS content
FROM mart.par_index AS i
LEFT JOIN lines AS l ON l.index_year = i.index_year AND l.panel = i.panel AND l.unit_id = i.unit_id
