-- Grain: one row per index year × province × ballot.
-- Meaning: the answers of one ballot of the satisfaction survey, 1 (very dissatisfied) to 5 (very satisfied), with its stratum and design weight.
-- No person can be told from it: the form asks for nothing about who answered.
SELECT
    c.index_year, c.level, c.unit_id, c.code AS ballot,
    max(c.words) FILTER (WHERE c.measure = 'stratum') AS stratum,
    max(c.number) FILTER (WHERE c.measure = 'weight') AS weight,
    TRY_CAST(max(c.number) FILTER (WHERE c.measure = 'access') AS INTEGER) AS access,
    TRY_CAST(max(c.number) FILTER (WHERE c.measure = 'procedures') AS INTEGER) AS procedures,
    TRY_CAST(max(c.number) FILTER (WHERE c.measure = 'civil_servants') AS INTEGER) AS civil_servants,
    TRY_CAST(max(c.number) FILTER (WHERE c.measure = 'results') AS INTEGER) AS results,
    TRY_CAST(max(c.number) FILTER (WHERE c.measure = 'feedback') AS INTEGER) AS feedback,
    TRY_CAST(max(c.number) FILTER (WHERE c.measure = 'overall') AS INTEGER) AS overall,
    c.submission_id, c.row_no, c.file_name, c.file_sha256, c.sheet, c.made_up
FROM core.register_cells AS c
WHERE c.form = 'sipas_ballots' AND NOT c.row_rejected
GROUP BY c.index_year, c.level, c.unit_id, c.code, c.submission_id, c.row_no, c.file_name, c.file_sha256, c.sheet, c.made_up
