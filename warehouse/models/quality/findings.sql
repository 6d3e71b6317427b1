-- Grain: one row per rule × failing row.
-- Meaning: all findings, those on files and lines and those on the tables made from them. Superseded ones belong to versions that no
-- longer count.
SELECT
    finding_id, rule, severity, index_year, unit_id, form, file_sha256, file_name, sheet, cell, value,
    message_vi, message_en, mend_vi, submission_id, line_id, table_name, superseded
FROM quality.line_findings
UNION ALL
SELECT
    finding_id, rule, severity, index_year, unit_id, form, file_sha256, file_name, sheet, cell, value,
    message_vi, message_en, mend_vi, submission_id, line_id, table_name, superseded
FROM quality.table_findings
