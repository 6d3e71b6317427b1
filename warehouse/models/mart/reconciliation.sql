-- Grain: one row per index year × published figure × claim; a figure of which nothing is claimed has one row, claim 'unclaimed'.
-- Meaning: each number that was published, put to the proof by two roads that stay visible: printed (worked out again from the other numbers
-- printed with it, reference.figure_operand) and data (the number of mart.scorecard that the claim names). What is compared with what is
-- declared; no figure is named here. Verdicts, of each road and of the claim (the worse of both):
--   closes                   equal when rounded half up (away from zero) to the decimals that it is printed with
--   closes_cut_off           equal only when cut off there
--   closes_within_precision  within what «more than», «nearly» or numbers rounded apart allow
--   differs                  not equal; difference says by how much
--   parts_do_not_add_up      the printed parts of a printed total do not sum to it
--   cannot_be_checked        neither operands nor data. A difference while units are still missing proves nothing either.
-- Everything is decided in whole numbers (HUGEINT, steps of 0.00000001), by cross-multiplication: nothing is rounded before it is compared.
-- «More than» and «nearly» of a negative number are of its size. An operand that is itself «more than» or «nearly» stands for all that it may be.
WITH claims AS (
    SELECT
        f.index_year, f.figure, f.area, f.name_vi, f.name_en, coalesce(c.claim, 'unclaimed') AS claim, coalesce(c.sort_order, 0) AS sort_order,
        coalesce(c.kind, 'unclaimed') AS kind, coalesce(c.statement_vi, f.name_vi) AS statement_vi,
        coalesce(c.statement_en, f.name_en) AS statement_en, coalesce(c.stated_value, f.value) AS stated_value, c.decimals, c.unit_vi, c.precision,
        c.tolerance, c.indicator, c.scope_kind, c.scope, c.number,
        CAST(CAST(abs(c.stated_value) AS DECIMAL(38, 8)) * 100000000 AS HUGEINT) AS size, CASE WHEN c.stated_value < 0 THEN -1 ELSE 1 END AS direction,
        CAST(CAST(c.tolerance AS DECIMAL(38, 8)) * 100000000 AS HUGEINT) AS reach, CAST('1' || repeat('0', 8 - c.decimals) AS HUGEINT) AS last_place,
        CASE WHEN c.kind IN ('rate', 'growth') THEN 100 ELSE 1 END AS hundred, CASE c.kind WHEN 'growth' THEN 100 ELSE 0 END AS less
    FROM reference.published_figure AS f
    LEFT JOIN reference.figure_claim AS c ON c.index_year = f.index_year AND c.figure = f.figure
),
numbered AS (
    SELECT
        o.index_year, o.figure, o.claim, o.operand_no, k.stated_value AS number, least(greatest(k.decimals, 0), 8) AS places, k.precision,
        CASE
            WHEN o.role = 'minus' OR (o.role = 'before' AND k.kind_of_owner = 'change') THEN 'taken_off'
            WHEN o.role IN ('denominator', 'before') THEN 'bottom'
            ELSE 'top'
        END AS place,
        CAST(CAST(k.stated_value AS DECIMAL(38, 8)) * 100000000 AS HUGEINT) AS steps,
        CAST((CAST(k.stated_value AS DECIMAL(38, 8)) - CASE k.precision WHEN k.reaches_down THEN k.tolerance ELSE 0 END) * 100000000 AS HUGEINT) AS low,
        CAST((CAST(k.stated_value AS DECIMAL(38, 8)) + CASE k.precision WHEN k.reaches_up THEN k.tolerance ELSE 0 END) * 100000000 AS HUGEINT) AS high
    FROM reference.figure_operand AS o
    JOIN LATERAL (
        SELECT c.stated_value, c.decimals, c.precision, c.tolerance, own.kind AS kind_of_owner,
            CASE WHEN c.stated_value < 0 THEN 'more_than' ELSE 'nearly' END AS reaches_down,
            CASE WHEN c.stated_value < 0 THEN 'nearly' ELSE 'more_than' END AS reaches_up
        FROM reference.figure_claim AS c, reference.figure_claim AS own
        WHERE c.index_year = o.index_year AND c.figure = o.of_figure AND c.claim = o.of_claim
            AND own.index_year = o.index_year AND own.figure = o.figure AND own.claim = o.claim
    ) AS k ON true
),
operands AS (
    SELECT n.*, {number_in_words} AS text FROM numbered AS n
),
sums AS (
    SELECT
        o.index_year, o.figure, o.claim,
        CAST(coalesce(sum(o.steps) FILTER (WHERE o.place = 'top'), 0) - coalesce(sum(o.steps) FILTER (WHERE o.place = 'taken_off'), 0) AS HUGEINT)
            AS top,
        CAST(coalesce(sum(o.low) FILTER (WHERE o.place = 'top'), 0) - coalesce(sum(o.high) FILTER (WHERE o.place = 'taken_off'), 0) AS HUGEINT)
            AS top_low,
        CAST(coalesce(sum(o.high) FILTER (WHERE o.place = 'top'), 0) - coalesce(sum(o.low) FILTER (WHERE o.place = 'taken_off'), 0) AS HUGEINT)
            AS top_high,
        CAST(coalesce(sum(o.steps) FILTER (WHERE o.place = 'bottom'), 100000000) AS HUGEINT) AS bottom,
        CAST(coalesce(sum(o.low) FILTER (WHERE o.place = 'bottom'), 100000000) AS HUGEINT) AS bottom_low,
        CAST(coalesce(sum(o.high) FILTER (WHERE o.place = 'bottom'), 100000000) AS HUGEINT) AS bottom_high,
        bool_or(o.precision <> 'exact') AS is_inexact,
        string_agg(o.text, ' + ' ORDER BY o.operand_no) FILTER (WHERE o.place = 'top') AS top_words,
        count(*) FILTER (WHERE o.place = 'top') AS top_count,
        string_agg(o.text, ' + ' ORDER BY o.operand_no) FILTER (WHERE o.place = 'bottom') AS bottom_words,
        count(*) FILTER (WHERE o.place = 'bottom') AS bottom_count,
        string_agg(o.text, ' − ' ORDER BY o.operand_no) FILTER (WHERE o.place = 'taken_off') AS taken_off_words
    FROM operands AS o
    GROUP BY o.index_year, o.figure, o.claim
),
printed AS (
    SELECT
        c.index_year, c.figure, c.claim, c.kind,
        c.hundred * s.top - c.less * s.bottom AS over, s.bottom AS under,
        s.is_inexact AND s.bottom_low > 0 AS is_range,
        CASE WHEN s.top_low < 0 THEN s.bottom_low ELSE s.bottom_high END AS low_under,
        CASE WHEN s.top_high < 0 THEN s.bottom_high ELSE s.bottom_low END AS high_under,
        c.hundred * s.top_low AS low_top, c.hundred * s.top_high AS high_top, c.less,
        CASE
            WHEN s.bottom_count = 0 THEN coalesce(s.top_words, '0') || coalesce(' − ' || s.taken_off_words, '')
            ELSE CASE WHEN s.top_count > 1 THEN '(' || s.top_words || ')' ELSE s.top_words END || ' / '
                || CASE WHEN s.bottom_count > 1 THEN '(' || s.bottom_words || ')' ELSE s.bottom_words END
                || CASE c.kind WHEN 'growth' THEN ' − 1' ELSE '' END
        END AS operands
    FROM claims AS c
    JOIN sums AS s ON s.index_year = c.index_year AND s.figure = c.figure AND s.claim = c.claim
),
data AS (
    SELECT
        c.index_year, c.figure, c.claim, s.units_expected, s.units_reported, s.made_up,
        c.number <> 'units_expected' AND coalesce(s.units_reported < s.units_expected, false) AS is_incomplete,
        CAST(CAST(CASE c.number
            WHEN 'figure' THEN s.figure
            WHEN 'change' THEN s.change
            WHEN 'times' THEN s.times
            WHEN 'growth' THEN 100 * (CAST(s.figure AS DECIMAL(38, 8)) - s.previous_figure)
            WHEN 'numerator' THEN s.numerator
            WHEN 'denominator' THEN s.denominator
            WHEN 'previous_figure' THEN s.previous_figure
            WHEN 'units_expected' THEN s.units_expected
        END AS DECIMAL(38, 8)) * g.steps AS HUGEINT) AS over,
        CASE c.number WHEN 'growth' THEN CAST(CAST(s.previous_figure AS DECIMAL(38, 8)) * g.steps AS HUGEINT) ELSE CAST(100000000 AS HUGEINT) END AS under
    FROM claims AS c
    JOIN mart.scorecard AS s
        ON s.index_year = c.index_year AND s.period = 'year' AND s.indicator = c.indicator AND s.scope_kind = c.scope_kind AND s.scope = c.scope
    -- The growth of very large numbers is taken of whole units: products stay within HUGEINT.
    CROSS JOIN LATERAL (
        SELECT CASE WHEN c.number = 'growth' AND greatest(abs(s.figure), abs(s.previous_figure)) >= 10000000000 THEN 1 ELSE 100000000 END AS steps
    ) AS g
),
sides AS (
    SELECT
        p.index_year, p.figure, p.claim, 'printed' AS side, p.over * sign(p.under) AS over, abs(p.under) AS under, false AS is_incomplete,
        p.is_range, p.low_top - p.less * p.low_under AS low_over, p.low_under, p.high_top - p.less * p.high_under AS high_over, p.high_under
    FROM printed AS p
    WHERE p.under <> 0
    UNION ALL BY NAME
    SELECT
        d.index_year, d.figure, d.claim, 'data' AS side, d.over * sign(d.under) AS over, abs(d.under) AS under, d.is_incomplete,
        false AS is_range, d.over AS low_over, d.under AS low_under, d.over AS high_over, d.under AS high_under
    FROM data AS d
    WHERE abs(d.over) <= CAST('1000000000000000000000000000' AS HUGEINT) AND d.under <> 0 AND abs(d.under) <= CAST('1000000000000000000' AS HUGEINT)
),
-- From here on all is seen in the direction of the stated value: what was found is result / under in steps, the stated value is size.
directed AS (
    SELECT
        s.index_year, s.figure, s.claim, s.side, s.is_incomplete, s.is_range, s.under, c.kind, c.precision, c.size, c.reach, c.last_place, c.direction,
        c.direction * s.over * 100000000 AS result,
        CASE c.direction WHEN 1 THEN s.low_over ELSE -s.high_over END * 100000000 AS low_result,
        CASE c.direction WHEN 1 THEN s.low_under ELSE s.high_under END AS low_under,
        CASE c.direction WHEN 1 THEN s.high_over ELSE -s.low_over END * 100000000 AS high_result,
        CASE c.direction WHEN 1 THEN s.high_under ELSE s.low_under END AS high_under,
        -- twice the least and the most that the claim lets pass
        CASE c.precision
            WHEN 'more_than' THEN 2 * c.size
            WHEN 'nearly' THEN 2 * (c.size - c.reach)
            ELSE 2 * c.size - greatest(c.last_place, 2 * c.reach, CASE c.size WHEN 0 THEN 2 * c.last_place ELSE 0 END)
        END AS twice_least,
        CASE c.precision
            WHEN 'more_than' THEN 2 * (c.size + c.reach)
            WHEN 'nearly' THEN 2 * c.size
            ELSE 2 * (c.size + greatest(c.last_place, c.reach))
        END AS twice_most
    FROM sides AS s
    JOIN claims AS c ON c.index_year = s.index_year AND c.figure = s.figure AND c.claim = s.claim
),
tested AS (
    SELECT
        d.*,
        2 * d.result < (2 * d.size + d.last_place) * d.under
            AND (2 * d.result > (2 * d.size - d.last_place) * d.under OR (2 * d.result = (2 * d.size - d.last_place) * d.under AND d.size > 0))
            AS is_rounded,
        d.result < (d.size + d.last_place) * d.under
            AND (d.result >= d.size * d.under OR (d.size = 0 AND d.result > -d.last_place * d.under)) AS is_cut_off,
        CASE d.precision
            WHEN 'more_than' THEN d.result >= d.size * d.under AND d.result < (d.size + d.reach) * d.under
            WHEN 'nearly' THEN d.result <= d.size * d.under AND d.result >= (d.size - d.reach) * d.under
            ELSE d.reach > 0 AND abs(d.result - d.size * d.under) <= d.reach * d.under
        END AS is_within,
        d.is_range AND 2 * d.low_result < d.twice_most * d.low_under AND 2 * d.high_result > d.twice_least * d.high_under AS may_be_within,
        (2 * abs(d.result) + d.under) // (2 * d.under) AS value_steps
    FROM directed AS d
),
judged AS (
    SELECT
        t.index_year, t.figure, t.claim, t.side, t.is_incomplete,
        CASE WHEN t.value_steps < CAST('10000000000000000000000000000' AS HUGEINT) THEN
            CAST(CAST(t.value_steps * sign(t.result) * t.direction AS DECIMAL(28, 0)) * 0.00000001 AS DECIMAL(28, 8))
        END AS value,
        CASE
            WHEN t.precision = 'exact' AND NOT t.is_range AND t.is_rounded THEN 'closes'
            WHEN t.precision = 'exact' AND NOT t.is_range AND t.is_cut_off THEN 'closes_cut_off'
            WHEN t.is_within OR t.may_be_within OR (t.precision = 'exact' AND (t.is_rounded OR t.is_cut_off)) THEN 'closes_within_precision'
            WHEN t.is_incomplete THEN 'cannot_be_checked'
            WHEN t.side = 'printed' AND t.kind = 'parts' THEN 'parts_do_not_add_up'
            ELSE 'differs'
        END AS verdict
    FROM tested AS t
),
beside AS (
    SELECT
        c.*, p.operands, pj.value AS printed_value, coalesce(pj.verdict, 'cannot_be_checked') AS printed_verdict,
        dj.value AS data_value, coalesce(dj.verdict, 'cannot_be_checked') AS data_verdict, coalesce(dj.is_incomplete, false) AS is_incomplete,
        d.units_expected, d.units_reported, coalesce(d.made_up, false) AS made_up,
        ['cannot_be_checked', 'closes', 'closes_cut_off', 'closes_within_precision', 'differs', 'parts_do_not_add_up'] AS from_best_to_worst
    FROM claims AS c
    LEFT JOIN printed AS p ON p.index_year = c.index_year AND p.figure = c.figure AND p.claim = c.claim
    LEFT JOIN judged AS pj ON pj.index_year = c.index_year AND pj.figure = c.figure AND pj.claim = c.claim AND pj.side = 'printed'
    LEFT JOIN data AS d ON d.index_year = c.index_year AND d.figure = c.figure AND d.claim = c.claim
    LEFT JOIN judged AS dj ON dj.index_year = c.index_year AND dj.figure = c.figure AND dj.claim = c.claim AND dj.side = 'data'
),
weighed AS (
    SELECT
        b.*,
        list_position(b.from_best_to_worst, b.printed_verdict) >= list_position(b.from_best_to_worst, b.data_verdict) AS printed_decides,
        list_position(b.from_best_to_worst, b.printed_verdict) > 4 AS printed_misses,
        list_position(b.from_best_to_worst, b.data_verdict) > 4 AS data_misses
    FROM beside AS b
),
numbers AS (
    SELECT w.index_year, w.figure, w.claim, v.what, v.number, v.places
    FROM weighed AS w
    CROSS JOIN LATERAL (
        VALUES
            ('stated', w.stated_value, 8),
            ('printed', w.printed_value, least(greatest(w.decimals, 0) + 2, 8)),
            ('data', w.data_value, least(greatest(w.decimals, 0) + 2, 8)),
            ('printed_gap', abs(w.printed_value - w.stated_value), least(greatest(w.decimals, 2), 8)),
            ('data_gap', abs(w.data_value - w.stated_value), least(greatest(w.decimals, 2), 8))
    ) AS v (what, number, places)
),
texts AS (
    SELECT n.index_year, n.figure, n.claim, n.what, {number_in_words} AS text
    FROM numbers AS n
    WHERE n.number IS NOT NULL AND n.places IS NOT NULL
),
spelled AS (
    SELECT
        t.index_year, t.figure, t.claim, max(t.text) FILTER (WHERE t.what = 'stated') AS stated,
        max(t.text) FILTER (WHERE t.what = 'printed') AS printed, max(t.text) FILTER (WHERE t.what = 'data') AS data,
        max(t.text) FILTER (WHERE t.what = 'printed_gap') AS printed_gap, max(t.text) FILTER (WHERE t.what = 'data_gap') AS data_gap
    FROM texts AS t
    GROUP BY t.index_year, t.figure, t.claim
),
worded AS (
    SELECT
        w.*, t.stated || s.sign AS stated_words, t.printed || s.sign AS printed_words, t.data || s.sign AS data_words,
        t.printed_gap || s.gap_sign AS printed_gap_words, t.data_gap || s.gap_sign AS data_gap_words,
        w.operands || CASE WHEN w.operands <> t.printed THEN ' = ' || t.printed || s.sign ELSE s.sign END AS worked_out,
        CASE w.precision WHEN 'more_than' THEN 'hơn ' WHEN 'nearly' THEN 'gần ' ELSE '' END AS how,
        ' (' || w.units_reported || '/' || w.units_expected || ' đơn vị báo cáo)' AS coverage
    FROM weighed AS w
    LEFT JOIN spelled AS t ON t.index_year = w.index_year AND t.figure = w.figure AND t.claim = w.claim
    CROSS JOIN LATERAL (
        SELECT
            CASE w.unit_vi WHEN '%' THEN '%' WHEN 'điểm %' THEN ' điểm %' ELSE '' END AS sign,
            CASE WHEN w.unit_vi IN ('%', 'điểm %') THEN ' điểm %' ELSE '' END AS gap_sign
    ) AS s
),
told AS (
    SELECT
        w.*,
        CASE w.printed_verdict
            WHEN 'closes' THEN CASE
                WHEN w.printed_words = w.stated_words THEN w.stated_words || ' = ' || w.operands
                ELSE w.stated_words || ' là số làm tròn của ' || w.worked_out
            END
            WHEN 'closes_cut_off' THEN w.stated_words || ' là số bỏ phần lẻ, không phải số làm tròn, của ' || w.worked_out
            WHEN 'closes_within_precision' THEN w.how || w.stated_words || ' phù hợp với ' || w.worked_out || ' trong phạm vi chính xác của các số in'
            WHEN 'cannot_be_checked' THEN CASE WHEN w.operands IS NOT NULL THEN 'không tính lại được ' || w.operands || ' (chia cho 0)' END
            ELSE w.how || w.stated_words || ' khác ' || w.worked_out || ', chênh ' || w.printed_gap_words
        END AS printed_vi,
        CASE w.data_verdict
            WHEN 'closes' THEN CASE
                WHEN w.data_words = w.stated_words THEN 'số liệu báo cáo đúng là ' || w.data_words
                ELSE 'số liệu báo cáo ' || w.data_words || ', làm tròn là ' || w.stated_words
            END
            WHEN 'closes_cut_off' THEN 'số liệu báo cáo ' || w.data_words || ', bỏ phần lẻ (không làm tròn) mới là ' || w.stated_words
            WHEN 'closes_within_precision' THEN 'số liệu báo cáo ' || w.data_words || ' phù hợp với ' || w.how || w.stated_words
            WHEN 'cannot_be_checked' THEN CASE
                WHEN w.is_incomplete THEN 'số liệu báo cáo mới là ' || w.data_words || ', còn thiếu đơn vị nên chưa kết luận được'
                WHEN w.indicator IS NOT NULL THEN 'chưa có số liệu báo cáo để đối chiếu'
            END
            ELSE 'số liệu báo cáo là ' || w.data_words || ', công bố ' || w.how || w.stated_words || ', chênh ' || w.data_gap_words
        END || CASE WHEN w.data_value IS NULL THEN '' ELSE coalesce(w.coverage, '') END AS data_vi
    FROM worded AS w
)
SELECT
    t.index_year, t.figure, t.claim, t.sort_order, t.area, t.kind, t.name_vi, t.name_en, t.statement_vi, t.statement_en, t.stated_value, t.decimals,
    t.unit_vi, t.precision, t.tolerance, t.operands AS printed_operands, t.printed_value, t.printed_verdict, t.indicator, t.scope_kind, t.scope,
    t.number, t.data_value, t.units_expected, t.units_reported, t.data_verdict,
    CASE WHEN t.printed_decides THEN t.printed_verdict ELSE t.data_verdict END AS verdict,
    CASE
        WHEN t.printed_decides AND t.printed_misses THEN CAST(abs(t.printed_value - t.stated_value) AS DECIMAL(28, 8))
        WHEN t.data_misses THEN CAST(abs(t.data_value - t.stated_value) AS DECIMAL(28, 8))
    END AS difference,
    CASE
        WHEN t.kind = 'unclaimed' THEN 'Chưa khai phát biểu nào của số liệu này nên chưa kiểm tra được.'
        WHEN t.printed_vi IS NULL AND t.data_vi IS NULL THEN 'Không có số in kèm để tính lại và không có chỉ tiêu báo cáo để đối chiếu.'
        ELSE upper(left(concat_ws('; ', t.printed_vi, t.data_vi), 1)) || substr(concat_ws('; ', t.printed_vi, t.data_vi), 2) || '.'
    END AS why_vi,
    t.made_up
FROM told AS t
