-- Grain: one row per index year × panel × unit.
-- Meaning: how far the figures of the unit have come: none, self, appraised, final (as mart.par_index), approved (by a person, and unchanged
-- since), published (put out as they stand now; public from public_at on). approval_outdated says that an approved figure has changed: then
-- the stage falls back to that of the scores, and somebody has to look.
WITH published AS (
    SELECT p.index_year, p.panel, p.unit_id, p.content, p.publication_id, p.public_at
    FROM intake.publications AS p
    QUALIFY row_number() OVER (PARTITION BY p.index_year, p.panel, p.unit_id, p.content ORDER BY p.public_at, p.publication_id) = 1
)
SELECT
    i.index_year, i.level, i.panel, i.unit_id, i.unit_code, i.unit_name,
    CASE
        WHEN a.state = 'approved' AND p.publication_id IS NOT NULL THEN 'published'
        WHEN a.state = 'approved' THEN 'approved'
        ELSE i.maturity
    END AS maturity,
    coalesce(a.outdated, false) AS approval_outdated,
    a.approved_at, a.approved_by, a.document, p.publication_id, p.public_at, i.made_up
FROM mart.par_index AS i
LEFT JOIN core.approvals AS a ON a.index_year = i.index_year AND a.panel = i.panel AND a.unit_id = i.unit_id
LEFT JOIN published AS p ON p.index_year = i.index_year AND p.panel = i.panel AND p.unit_id = i.unit_id AND p.content = a.content
