-- Grain: one row per evidence cell × document, of the submissions that count.
-- Meaning: the evidence register.
SELECT
    e.index_year, e.unit_id, e.form, e.node_id, e.code_text AS code, e.item_no, e.doc_number, e.doc_date, e.issuer, e.link,
    e.document_file, e.page, e.words, e.evidence_key, e.file_name, e.file_sha256, e.sheet, e.cell, s.made_up
FROM quality.checked_evidence AS e
JOIN core.submissions AS s ON s.submission_id = e.submission_id
WHERE e.counts
