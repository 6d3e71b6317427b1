-- Grain: one row per index year × panel × unit that is listed, or was approved once.
-- Meaning: the last event of the ledger says whether the figures are approved; they stay so only while none of them changes. Reads mart,
-- since what is approved are the results; nothing in mart may read this table.
WITH last_event AS (
    SELECT a.index_year, a.panel, a.unit_id, a.action, a.content, a.author, a.document, a.recorded_at
    FROM intake.approvals AS a
    QUALIFY row_number() OVER (PARTITION BY a.index_year, a.panel, a.unit_id ORDER BY a.recorded_at DESC, a.action DESC) = 1
),
beside AS (
    SELECT
        coalesce(f.index_year, e.index_year) AS index_year,
        coalesce(f.panel, e.panel) AS panel,
        coalesce(f.unit_id, e.unit_id) AS unit_id,
        e.action, e.author, e.document, e.recorded_at, e.content AS approved_content, f.content,
        CASE
            WHEN e.action = 'approve' AND e.content IS NOT DISTINCT FROM f.content THEN 'approved'
            WHEN e.action = 'approve' THEN 'approval_outdated'
            WHEN e.action = 'unapprove' THEN 'unapproved'
            ELSE 'not_approved'
        END AS state
    FROM mart.par_index_figures AS f
    FULL JOIN last_event AS e ON e.index_year = f.index_year AND e.panel = f.panel AND e.unit_id = f.unit_id
)
SELECT
    b.index_year, b.panel, b.unit_id, b.state,
    b.state = 'approved' AS approved,
    CASE WHEN b.action = 'approve' THEN b.recorded_at END AS approved_at,
    CASE WHEN b.action = 'approve' THEN b.author END AS approved_by,
    b.document,
    b.state = 'approval_outdated' AS outdated,
    b.approved_content, b.content
FROM beside AS b
