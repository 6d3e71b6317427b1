-- Grain: one row per answer cell («Kết quả thực hiện») beside a scored line of a self-assessment or appraisal, of every version.
-- Meaning: what the unit or the appraiser declares, read the way that the line's scoring rule asks for. `number` is what the rule looks at:
-- 1 or 0 for yes and no, the number of the option, how many conditions are met, a percent, a count. state: read, not_applicable, no_rule
-- (the set says no rule for the line), unreadable, ambiguous (a numeric cell between 0 and 1 where a percent is asked for: 0.97 may be
-- 97 % or 0.97 %; a share over more than its whole), out_of_range (an option, or a number of conditions, that is not there; below 0).
-- The same words beside the same line are read once, however many forms say them.
WITH words AS (
    SELECT DISTINCT l.criteria_set, l.node_id, l.kind, l.text
    FROM intake.lines AS l
    WHERE l.measure = 'answer' AND l.state = 'text'
),
answers AS (
    SELECT
        w.criteria_set, w.node_id, w.kind, w.text, c.rule_kind, c.data_unit, c.conditions, c.rule_vi,
        trim(nfc_normalize(replace(w.text, chr(160), ' '))) AS said
    FROM words AS w
    JOIN reference.criterion AS c ON c.criteria_set = w.criteria_set AND c.node_id = w.node_id
    WHERE c.is_leaf AND c.part = 'appraised' AND trim(w.text) <> ''
),
folded AS (
    SELECT a.*, regexp_replace(lower(strip_accents(translate(a.said, 'đĐðÐ', 'dddd'))), '[\s.,;]+', ' ', 'g') AS folded
    FROM answers AS a
),
options AS (
    SELECT
        b.criteria_set, b.node_id, CAST(b.lower_bound AS DECIMAL(18, 8)) AS number,
        trim(regexp_replace(lower(strip_accents(translate(nfc_normalize(b.label_vi), 'đĐðÐ', 'dddd'))), '[\s.,;]+', ' ', 'g')) AS folded
    FROM reference.criterion_branch AS b
    JOIN reference.criterion AS c ON c.criteria_set = b.criteria_set AND c.node_id = b.node_id AND c.rule_kind = 'options'
),
-- A number of this form: sign, digits (groups of thousands with a dot or a space), decimals after a comma, percent sign.
split AS (
    SELECT
        f.*, trim(f.folded) AS key, o.number AS option_number,
        CASE WHEN f.kind = 'number' THEN f.said ELSE trim(split_part(f.said, '/', 1)) END AS first_text,
        CASE WHEN f.kind <> 'number' AND f.said LIKE '%/%' THEN trim(split_part(f.said, '/', 2)) END AS second_text,
        f.kind <> 'number' AND f.said LIKE '%/%/%' AS too_many
    FROM folded AS f
    LEFT JOIN options AS o ON o.criteria_set = f.criteria_set AND o.node_id = f.node_id AND o.folded = trim(f.folded)
),
numbers AS (
    SELECT
        s.*,
        rtrim(s.first_text, '% ') <> s.first_text AS has_percent,
        CASE
            WHEN s.kind = 'number' THEN try_cast(rtrim(s.first_text, '% ') AS DECIMAL(18, 8))
            WHEN regexp_full_match(s.first_text, '([0-9]+|[1-9][0-9]{0,2}([. ][0-9]{3})+)(,[0-9]{1,8})?( ?%)?')
                THEN try_cast(replace(replace(replace(rtrim(s.first_text, '% '), '.', ''), ' ', ''), ',', '.') AS DECIMAL(18, 8))
        END AS first_number,
        CASE
            WHEN regexp_full_match(s.second_text, '([0-9]+|[1-9][0-9]{0,2}([. ][0-9]{3})+)(,[0-9]{1,8})?')
                THEN try_cast(replace(replace(replace(s.second_text, '.', ''), ' ', ''), ',', '.') AS DECIMAL(18, 8))
        END AS second_number
    FROM split AS s
),
shares AS (
    SELECT
        n.*,
        -- Rounded half up to eight decimals of a percent, in whole numbers.
        CASE
            WHEN n.second_number > 0 AND n.first_number <= n.second_number THEN CAST(
                CAST(
                    (200 * CAST(n.first_number * CAST(100000000 AS DECIMAL(38, 0)) AS HUGEINT) * 100000000 + CAST(n.second_number * CAST(100000000 AS DECIMAL(38, 0)) AS HUGEINT))
                    // (2 * CAST(n.second_number * CAST(100000000 AS DECIMAL(38, 0)) AS HUGEINT)) AS DECIMAL(28, 0)
                ) * 0.00000001 AS DECIMAL(18, 8)
            )
        END AS share
    FROM numbers AS n
),
understood AS (
    SELECT
        s.*,
        CASE
            WHEN s.key IN ('khong ap dung', 'kad', 'n/a') THEN 'not_applicable'
            WHEN s.rule_kind IS NULL THEN 'no_rule'
            WHEN s.rule_kind = 'yes_no' THEN CASE WHEN s.key IN ('co', 'khong') THEN 'read' ELSE 'unreadable' END
            WHEN s.rule_kind = 'options' THEN CASE WHEN s.option_number IS NOT NULL THEN 'read' ELSE 'out_of_range' END
            WHEN s.key = 'khong' AND s.rule_kind IN ('conditions', 'per_item', 'deduction') THEN 'read'
            WHEN s.key = 'co' AND s.rule_kind = 'conditions' THEN 'read'
            WHEN s.first_number IS NULL OR s.too_many OR (s.second_text IS NOT NULL AND s.second_number IS NULL) THEN 'unreadable'
            WHEN s.first_number < 0 THEN 'out_of_range'
            WHEN s.rule_kind = 'conditions' THEN CASE
                WHEN s.has_percent OR coalesce(s.second_number <> s.conditions, false) THEN 'unreadable'
                WHEN s.first_number > s.conditions OR s.first_number <> floor(s.first_number) THEN 'out_of_range'
                ELSE 'read'
            END
            WHEN s.data_unit = 'percent' AND s.second_text IS NOT NULL THEN CASE
                WHEN s.has_percent OR s.second_number = 0 THEN 'unreadable' WHEN s.share IS NULL THEN 'ambiguous' ELSE 'read'
            END
            WHEN s.data_unit = 'percent' THEN CASE
                WHEN s.kind = 'number' AND NOT s.has_percent AND s.first_number > 0 AND s.first_number <= 1 THEN 'ambiguous' ELSE 'read'
            END
            WHEN s.has_percent OR s.second_text IS NOT NULL THEN 'unreadable'
            ELSE 'read'
        END AS state
    FROM shares AS s
)
SELECT
    l.line_id, l.submission_id, l.file_sha256, l.file_name, l.form, l.index_year, l.level, l.criteria_set, l.unit_id, l.sheet, l.row_no,
    l.code_text, l.node_id, l.measure, l.cell, l.kind, l.text, l.counts, l.version_no, l.node_name, l.set_max,
    u.rule_kind, u.data_unit, u.conditions, u.rule_vi, u.state,
    CAST(CASE
        WHEN u.state <> 'read' THEN NULL
        WHEN u.rule_kind = 'options' THEN u.option_number
        WHEN u.key = 'co' AND u.rule_kind = 'conditions' THEN u.conditions
        WHEN u.key = 'co' THEN 1
        WHEN u.key = 'khong' THEN 0
        WHEN u.rule_kind <> 'conditions' AND u.second_text IS NOT NULL THEN u.share
        ELSE u.first_number
    END AS DECIMAL(18, 8)) AS number
FROM quality.checked_lines AS l
-- (one equality: of four DuckDB expects a hundred rows, and then builds its next hash tables over all of them)
JOIN understood AS u ON row(u.criteria_set, u.node_id, u.kind, u.text) = row(l.criteria_set, l.node_id, l.kind, l.text)
WHERE l.measure = 'answer' AND l.state = 'text' AND l.is_leaf AND l.part = 'appraised'
