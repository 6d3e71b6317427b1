-- Grain: one row per index year × period × indicator × unit that has to report it, for reported indicators and ratios.
-- Meaning: the scorecard's drill-down: what each unit's figure is (core.indicator_values), where it stands in its region and PAR INDEX group,
-- and the same unit's figure of the year before.
WITH placed AS (
    SELECT v.*, m.region, g.group_label
    FROM core.indicator_values AS v
    LEFT JOIN reference.region_member AS m
        ON m.unit_id = v.unit_id
        AND coalesce(m.valid_from, make_date(v.index_year, 12, 31)) <= make_date(v.index_year, 12, 31)
        AND coalesce(m.valid_to, make_date(v.index_year, 12, 31)) >= make_date(v.index_year, 12, 31)
    LEFT JOIN mart.par_index AS g ON g.index_year = v.index_year AND g.unit_id = v.unit_id
)
SELECT
    p.index_year, p.period, p.indicator, i.sort_order, i.area, i.kind, i.name_vi, i.name_en, i.unit_vi, i.unit_kind,
    p.level, p.unit_id, p.unit_code, p.unit_name, p.region, p.group_label, p.state, p.figure, p.numerator, p.denominator,
    b.figure AS previous_figure,
    CAST(p.figure - b.figure AS DECIMAL(28, 8)) AS change,
    CASE WHEN p.figure IS NOT NULL AND b.figure IS NOT NULL THEN CASE i.unit_kind WHEN 'percent' THEN 'điểm %' ELSE i.unit_vi END END AS change_unit,
    CASE WHEN b.figure > 0 THEN TRY_CAST(round(CAST(p.figure AS DOUBLE) / CAST(b.figure AS DOUBLE), 8) AS DECIMAL(28, 8)) END AS times,
    p.note, p.submission_id, p.file_name, p.sheet, p.cell, p.made_up
FROM placed AS p
JOIN reference.indicator AS i ON i.indicator = p.indicator
LEFT JOIN core.indicator_values AS b
    ON b.index_year = p.index_year - 1 AND b.period = p.period AND b.indicator = p.indicator AND b.unit_id = p.unit_id
