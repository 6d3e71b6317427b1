-- Grain: one row per non-empty cell of every file that was read.
-- Meaning: what a cell holds (intake.cell_values) beside the name of its sheet (intake.sheets) and its A1 address.
SELECT
    c.file_sha256, c.sheet_no, s.sheet, s.sheet_hidden, c.row_no, c.col_no,
    CASE
        WHEN c.col_no <= 26 THEN chr(64 + c.col_no)
        WHEN c.col_no <= 702 THEN chr(64 + (c.col_no - 1) // 26) || chr(65 + (c.col_no - 1) % 26)
        ELSE chr(65 + (c.col_no - 703) // 676) || chr(65 + (c.col_no - 703) // 26 % 26) || chr(65 + (c.col_no - 703) % 26)
    END || c.row_no AS cell,
    c.kind, c.text
FROM intake.cell_values AS c
JOIN intake.sheets AS s ON s.file_sha256 = c.file_sha256 AND s.sheet_no = c.sheet_no
