-- Grain: one row per index year × period × indicator × scope.
-- Meaning: the scorecard: what the reports of a scope's units add up to, beside the year before. scope_kind: national (scope «all»), level
-- (government, ministry, province), region, group (the group of the unit in PAR INDEX that year). A reported indicator is the sum over the
-- units that report a value; one that does not add up has a figure only where exactly one unit reports it. A ratio is 100 × sum of numerators
-- ÷ sum of denominators over the units that have both. A counted indicator is the number of units whose value of another one lies in its
-- band. change is in the indicator's own unit, of percents in percentage points; times = figure ÷ figure of the year before.
-- units_expected of units_reported say how much of it is in: not_applicable counts as reported.
WITH scoped AS (
    SELECT u.*, 'national' AS scope_kind, 'all' AS scope FROM mart.scorecard_unit AS u
    UNION ALL
    SELECT u.*, 'level', u.level FROM mart.scorecard_unit AS u
    UNION ALL
    SELECT u.*, 'region', u.region FROM mart.scorecard_unit AS u WHERE u.region IS NOT NULL
    UNION ALL
    SELECT u.*, 'group', u.group_label FROM mart.scorecard_unit AS u WHERE u.group_label IS NOT NULL
),
measured AS (
    SELECT
        s.index_year, s.period, s.indicator, s.scope_kind, s.scope,
        count(*) AS units_expected, count(*) FILTER (WHERE s.state IN ('value', 'not_applicable', 'zero_denominator')) AS units_reported,
        count(s.figure) AS units_with_figure,
        CAST(sum(s.figure) AS DECIMAL(28, 8)) AS total,
        CAST(sum(s.numerator) AS DECIMAL(28, 8)) AS numerator, CAST(sum(s.denominator) AS DECIMAL(28, 8)) AS denominator,
        bool_or(s.made_up) AS made_up
    FROM scoped AS s
    GROUP BY s.index_year, s.period, s.indicator, s.scope_kind, s.scope
),
counted AS (
    SELECT
        s.index_year, s.period, i.indicator, s.scope_kind, s.scope,
        count(*) AS units_expected, count(*) FILTER (WHERE s.state IN ('value', 'not_applicable', 'zero_denominator')) AS units_reported,
        count(s.figure) AS units_with_figure,
        CAST(count(*) FILTER (WHERE s.figure > i.above AND s.figure <= coalesce(i.up_to, s.figure)) AS DECIMAL(28, 8)) AS total,
        CAST(NULL AS DECIMAL(28, 8)) AS numerator, CAST(NULL AS DECIMAL(28, 8)) AS denominator,
        bool_or(s.made_up) AS made_up
    FROM scoped AS s
    JOIN reference.indicator AS i ON i.counted_of = s.indicator AND i.kind = 'counted'
    GROUP BY s.index_year, s.period, i.indicator, s.scope_kind, s.scope
),
together AS (
    SELECT m.* FROM measured AS m
    UNION ALL
    SELECT c.* FROM counted AS c
),
figures AS (
    SELECT
        t.*, i.sort_order, i.area, i.kind, i.name_vi, i.name_en, i.unit_vi, i.unit_kind,
        CASE
            WHEN t.units_with_figure = 0 THEN NULL
            WHEN i.kind = 'ratio'
                THEN CASE WHEN t.denominator > 0 THEN CAST(round(CAST(t.numerator AS DOUBLE) * 100 / CAST(t.denominator AS DOUBLE), 8) AS DECIMAL(28, 8)) END
            WHEN i.additive OR i.kind = 'counted' OR t.units_with_figure = 1 THEN t.total
        END AS figure
    FROM together AS t
    JOIN reference.indicator AS i ON i.indicator = t.indicator
)
SELECT
    f.index_year, f.period, f.indicator, f.scope_kind, f.scope, f.sort_order, f.area, f.kind, f.name_vi, f.name_en, f.unit_vi, f.unit_kind,
    f.figure, f.numerator, f.denominator,
    b.figure AS previous_figure,
    CAST(f.figure - b.figure AS DECIMAL(28, 8)) AS change,
    CASE WHEN f.figure IS NOT NULL AND b.figure IS NOT NULL THEN CASE f.unit_kind WHEN 'percent' THEN 'điểm %' ELSE f.unit_vi END END AS change_unit,
    CASE WHEN b.figure > 0 THEN TRY_CAST(round(CAST(f.figure AS DOUBLE) / CAST(b.figure AS DOUBLE), 8) AS DECIMAL(28, 8)) END AS times,
    f.units_expected, f.units_reported, f.made_up
FROM figures AS f
LEFT JOIN figures AS b
    ON b.index_year = f.index_year - 1 AND b.period = f.period AND b.indicator = f.indicator AND b.scope_kind = f.scope_kind AND b.scope = f.scope
