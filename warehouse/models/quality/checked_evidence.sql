-- Grain: one row per evidence cell × document that it names.
-- Meaning: what the evidence rules look at. evidence_key tells documents apart: the link, or number, date and issuer where the issuer is named
-- in words of three or more ("UBND tỉnh Hưng Yên"): "102/BC-UBND" alone may be a document of any of 63 provinces.
SELECT
    l.line_id, l.submission_id, l.file_sha256, l.file_name AS file_name, l.form, l.index_year, l.level, l.criteria_set, l.unit_id, l.sheet,
    l.row_no, l.code_text, l.node_id, l.measure, l.cell, l.text, l.counts,
    i.item_no, i.doc_number, i.doc_date, i.issuer, i.link, i.file_name AS document_file, i.page, i.words,
    CASE
        WHEN i.link IS NOT NULL THEN i.link
        WHEN i.doc_number IS NOT NULL AND i.doc_date IS NOT NULL AND i.issuer IS NOT NULL
            THEN concat_ws('|', upper(i.doc_number), i.doc_date, lower(i.issuer))
    END AS evidence_key,
    i.link IS NOT NULL OR len(string_split(i.issuer, ' ')) >= 3 AS issuer_is_named
FROM quality.checked_lines AS l
JOIN intake.evidence_items AS i ON i.index_year = l.index_year AND i.text = l.text
WHERE l.measure = 'evidence' AND l.state = 'text'
