-- Grain: one row per form row × measure, of every submission that was read.
-- Meaning: what a cell of a form holds (intake.line_values) beside where it comes from (intake.line_sources). Apart, because there are
-- millions of values and each submission's file, form, unit and sheet are the same for hundreds of them.
SELECT
    v.submission_id || '-' || coalesce(v.sheet || '!', '') || v.cell AS line_id,
    v.submission_id, s.file_sha256, s.file_name, s.form, v.index_year,
    coalesce(v.level, s.level) AS level,
    s.criteria_set, s.index_name,
    coalesce(v.unit_id, s.unit_id) AS unit_id,
    coalesce(v.unit_text, s.unit_text) AS unit_text,
    coalesce(v.unit_cell, s.unit_cell) AS unit_cell,
    coalesce(v.sheet, s.sheet) AS sheet, v.row_no, v.code_text,
    s.code_column || v.row_no AS code_cell,
    v.name_text, v.node_id, v.measure, v.cell, v.kind, v.text, v.value, v.state, v.problem
FROM intake.line_values AS v
JOIN intake.line_sources AS s ON s.submission_id = v.submission_id
