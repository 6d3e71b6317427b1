-- Grain: one row per index year × panel × unit × part (appraised, survey).
-- Meaning: the scored lines of the unit's set (bonus and penalty left out) by what is known of them. Missing is five things that never add up as one: not_submitted
-- (the unit sent nothing), not_applicable, zero (scored, with 0), rejected (sent, but held back by a rule or unreadable), not_yet_appraised
-- (the unit has declared the line, nobody has scored it). With scored (more than 0) they are all lines.
WITH classed AS (
    SELECT
        l.index_year, l.level, l.panel, l.unit_id, l.unit_code, l.unit_name, l.part, l.max_points,
        CASE
            WHEN l.state = 'value' AND l.points = 0 THEN 'zero'
            WHEN l.state = 'value' THEN 'scored'
            WHEN l.state = 'not_applicable' THEN 'not_applicable'
            WHEN l.state IN ('quarantined', 'unreadable', 'text') THEN 'rejected'
            WHEN l.part = 'appraised' AND l.self_state NOT IN ('not_submitted', 'blank') THEN 'not_yet_appraised'
            ELSE 'not_submitted'
        END AS class,
        l.made_up
    FROM mart.par_index_line AS l
    WHERE l.counts_as = 'base'
)
SELECT
    index_year, level, panel, unit_id, unit_code, unit_name, part,
    count(*) AS lines,
    count(*) FILTER (WHERE class = 'scored') AS scored,
    count(*) FILTER (WHERE class = 'zero') AS zero,
    count(*) FILTER (WHERE class = 'not_applicable') AS not_applicable,
    count(*) FILTER (WHERE class = 'rejected') AS rejected,
    count(*) FILTER (WHERE class = 'not_yet_appraised') AS not_yet_appraised,
    count(*) FILTER (WHERE class = 'not_submitted') AS not_submitted,
    bool_or(made_up) AS made_up
FROM classed
GROUP BY index_year, level, panel, unit_id, unit_code, unit_name, part
