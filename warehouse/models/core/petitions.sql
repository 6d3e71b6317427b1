-- Grain: one row per index year × unit × petition.
-- Meaning: proposals and petitions about the reform that a unit received, and when it answered. A number that begins
-- again in each group of the register has its row beside it, so that each code stands once.
WITH petitions AS (
    SELECT
        c.index_year, c.level, c.unit_id, c.submission_id, c.row_no, c.code, c.reference_day, c.file_name, c.file_sha256, c.sheet, c.made_up,
        max(c.words) FILTER (WHERE c.measure = 'content') AS content,
        max(c.day) FILTER (WHERE c.measure = 'received_on') AS received_on,
        max(c.day) FILTER (WHERE c.measure = 'answered_on') AS answered_on,
        max(c.choice) FILTER (WHERE c.measure = 'state') AS state,
        max(c.cell) FILTER (WHERE c.measure = 'content') AS cell
    FROM core.register_cells AS c
    WHERE c.form = 'petitions' AND NOT c.row_rejected
    GROUP BY ALL
)
SELECT
    p.index_year, p.level, p.unit_id,
    CASE WHEN count(*) OVER (PARTITION BY p.index_year, p.unit_id, p.code) > 1 THEN p.code || ' (dòng ' || p.row_no || ')' ELSE p.code END AS code,
    p.content, p.received_on, p.answered_on, p.state,
    CASE WHEN p.answered_on >= p.received_on THEN CAST(date_diff('day', p.received_on, p.answered_on) AS INTEGER) END AS days_to_answer,
    p.reference_day, p.submission_id, p.row_no, p.file_name, p.file_sha256, p.sheet, p.cell, p.made_up
FROM petitions AS p
