-- Grain: one row per index year × unit × month.
-- Meaning: counts of dossiers and what goes with them, month by month; null where a cell was blank or had an error. A month stands once: rows that
-- repeat one, or name none, are kept out by rules.
WITH months AS (
    SELECT
        c.index_year, c.level, c.unit_id, c.submission_id, c.row_no, c.code, c.file_name, c.file_sha256, c.sheet, c.made_up,
        max(c.number) FILTER (WHERE c.measure = 'received') AS received,
        max(c.number) FILTER (WHERE c.measure = 'resolved_early') AS resolved_early,
        max(c.number) FILTER (WHERE c.measure = 'resolved_on_time') AS resolved_on_time,
        max(c.number) FILTER (WHERE c.measure = 'resolved_late') AS resolved_late,
        max(c.number) FILTER (WHERE c.measure = 'pending') AS pending,
        max(c.number) FILTER (WHERE c.measure = 'digitised') AS digitised,
        max(c.number) FILTER (WHERE c.measure = 'online') AS online,
        max(c.number) FILTER (WHERE c.measure = 'paid_online') AS paid_online,
        max(c.number) FILTER (WHERE c.measure = 'published_on_time') AS published_on_time,
        max(c.number) FILTER (WHERE c.measure = 'procedures') AS procedures,
        max(c.number) FILTER (WHERE c.measure = 'satisfied') AS satisfied,
        max(c.number) FILTER (WHERE c.measure = 'asked') AS asked,
        max(c.cell) FILTER (WHERE c.measure = 'received') AS cell
    FROM core.register_cells AS c
    WHERE c.form = 'dossiers' AND NOT c.row_rejected
    GROUP BY ALL
)
SELECT
    m.index_year, m.level, m.unit_id, {month_named} AS month,
    m.received, m.resolved_early, m.resolved_on_time, m.resolved_late, m.pending, m.digitised, m.online, m.paid_online, m.published_on_time,
    m.procedures, m.satisfied, m.asked,
    m.submission_id, m.row_no, m.file_name, m.file_sha256, m.sheet, m.cell, m.made_up
FROM months AS m
