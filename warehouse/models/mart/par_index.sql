-- Grain: one row per index year × panel × unit, at its most mature stage.
-- Meaning: the yearly index. Ranks and groups are cut on exact values (or as reference.ranked_list says for the list and year); ties share
-- a rank; a unit without a full score, or one that the panel scores without ranking, is listed unranked with the reason. What «không áp
-- dụng» does is the set's policy: own_maximum rates against what applies to the unit, rescaled brings the points back to the set's scale
-- before bonus and penalty are added, full_points gives such lines their maximum.
WITH summed AS (
    SELECT
        f.index_year, f.level, f.panel, f.unit_id, f.unit_code, f.unit_name, f.criteria_set,
        sum(f.applicable_max) AS own_maximum,
        CASE WHEN sum(f.self_missing_lines) = 0 THEN sum(f.self_points) END AS self_points,
        CASE WHEN sum(f.appraised_missing_lines) = 0 THEN sum(f.appraised_points) END AS appraised_points,
        CASE WHEN sum(f.survey_missing_lines) = 0 THEN sum(f.survey_points) END AS survey_points,
        coalesce(sum(f.points) FILTER (WHERE f.counts_as = 'base'), 0) AS base_points,
        coalesce(sum(f.points) FILTER (WHERE f.counts_as <> 'base'), 0) AS extra_points,
        sum(f.missing_lines) AS missing_lines,
        sum(f.survey_missing_lines) AS survey_missing_lines,
        bool_or(f.made_up) AS made_up
    FROM mart.par_index_field AS f
    GROUP BY f.index_year, f.level, f.panel, f.unit_id, f.unit_code, f.unit_name, f.criteria_set
),
submitted AS (
    SELECT
        s.index_year, s.unit_id,
        bool_or(s.form = 'self_assessment') AS has_self,
        bool_or(s.form = 'appraisal' OR s.form = 'appraisal_2') AS has_appraisal,
        bool_or(s.form = 'survey_scores') AS has_survey
    FROM core.submissions AS s
    WHERE s.unit_id IS NOT NULL
    GROUP BY s.index_year, s.unit_id
),
with_policy AS (
    SELECT
        s.*, c.index_cap, c.max_points AS set_maximum,
        c.not_applicable = 'rescaled' AND s.own_maximum > 0 AND s.own_maximum <> c.max_points AS is_rescaled,
        CAST(s.base_points * c.max_points AS DECIMAL(28, 12)) AS numerator,
        CAST(CASE WHEN s.own_maximum > 0 THEN s.own_maximum END AS DECIMAL(18, 8)) AS denominator
    FROM summed AS s
    JOIN reference.criteria_set AS c ON c.criteria_set = s.criteria_set
),
scored AS (
    SELECT
        q.index_year, q.level, q.panel, q.unit_id, q.unit_code, q.unit_name, q.criteria_set, q.self_points, q.appraised_points,
        q.survey_points, q.missing_lines, q.made_up, q.index_cap,
        CAST(CASE WHEN q.is_rescaled THEN q.set_maximum ELSE q.own_maximum END AS DECIMAL(18, 8)) AS applicable_max,
        CAST(CASE
            WHEN q.missing_lines > 0 THEN NULL
            WHEN q.is_rescaled THEN greatest({exact_share} + q.extra_points, 0)
            ELSE greatest(q.base_points + q.extra_points, 0)
        END AS DECIMAL(18, 8)) AS total_points,
        coalesce(h.has_self, false) AS has_self, coalesce(h.has_appraisal, false) AS has_appraisal, coalesce(h.has_survey, false) AS has_survey
    FROM with_policy AS q
    LEFT JOIN submitted AS h ON h.index_year = q.index_year AND h.unit_id = q.unit_id
),
to_divide AS (
    SELECT
        s.*,
        CAST(s.total_points * 100 AS DECIMAL(28, 12)) AS numerator,
        CASE WHEN s.applicable_max > 0 THEN s.applicable_max END AS denominator
    FROM scored AS s
),
rated AS (
    SELECT
        q.*, m.standing, m.reason_vi AS standing_reason, u.region, coalesce(l.tie_method, 'share') AS tie_method, l.rank_decimals,
        CASE
            WHEN q.numerator IS NOT NULL AND q.denominator IS NOT NULL
                THEN least({exact_share}, CAST(coalesce(q.index_cap, 9999999999) AS DECIMAL(18, 8)))
        END AS index_percent
    FROM to_divide AS q
    JOIN reference.panel_member AS m ON m.index_year = q.index_year AND m.panel = q.panel AND m.unit_id = q.unit_id
    JOIN reference.unit AS u ON u.unit_id = q.unit_id
    LEFT JOIN reference.ranked_list AS l ON l.index_year = q.index_year AND l.panel = q.panel
),
judged AS (
    SELECT
        r.*,
        r.standing = 'ranked' AND r.index_percent IS NOT NULL AS is_ranked,
        CASE r.rank_decimals
            WHEN 0 THEN round(r.index_percent, 0) WHEN 1 THEN round(r.index_percent, 1) WHEN 2 THEN round(r.index_percent, 2)
            WHEN 3 THEN round(r.index_percent, 3) WHEN 4 THEN round(r.index_percent, 4) ELSE r.index_percent
        END AS ranked_on,
        CASE r.tie_method WHEN 'appraised_first' THEN r.appraised_points WHEN 'survey_first' THEN r.survey_points ELSE 0 END AS then_on
    FROM rated AS r
),
ranked AS (
    SELECT
        j.*,
        CASE j.tie_method
            WHEN 'dense' THEN dense_rank() OVER (PARTITION BY j.index_year, j.panel, j.is_ranked ORDER BY j.ranked_on DESC)
            ELSE rank() OVER (PARTITION BY j.index_year, j.panel, j.is_ranked ORDER BY j.ranked_on DESC, j.then_on DESC)
        END AS position,
        -- (a FILTER here makes the window many times slower)
        count(CASE WHEN j.is_ranked THEN 1 END) OVER (PARTITION BY j.index_year, j.panel) AS ranked_units
    FROM judged AS j
)
SELECT
    r.index_year, r.level, r.panel, r.unit_id, r.unit_code, r.unit_name, r.region, r.criteria_set,
    r.self_points, r.appraised_points, r.survey_points, r.total_points, r.applicable_max, r.index_percent,
    CASE WHEN r.is_ranked THEN r.position END AS rank,
    r.ranked_units,
    CASE WHEN r.is_ranked THEN g.label END AS group_label,
    CASE
        WHEN r.missing_lines = 0 THEN 'final'
        WHEN r.has_appraisal THEN 'appraised'
        WHEN r.has_self THEN 'self'
        ELSE 'none'
    END AS maturity,
    CASE
        WHEN r.is_ranked THEN NULL
        WHEN r.applicable_max = 0 THEN 'Mọi dòng tiêu chí đều không áp dụng'
        WHEN r.missing_lines = 0 THEN coalesce(r.standing_reason, 'Chấm điểm nhưng không xếp hạng')
        WHEN NOT r.has_self AND NOT r.has_appraisal AND NOT r.has_survey THEN 'Chưa có bài nộp nào được tiếp nhận'
        WHEN NOT r.has_appraisal THEN 'Chưa có kết quả thẩm định'
        WHEN NOT r.has_survey THEN 'Chưa có kết quả điều tra xã hội học'
        ELSE 'Còn ' || r.missing_lines || ' dòng tiêu chí chưa có điểm hợp lệ'
    END AS unranked_reason,
    r.made_up
FROM ranked AS r
LEFT JOIN reference.unit_group AS g
    ON g.index_year = r.index_year AND g.panel = r.panel
    AND (g.lower_bound IS NULL OR r.index_percent > g.lower_bound OR (g.lower_inclusive AND r.index_percent = g.lower_bound))
    AND (g.upper_bound IS NULL OR r.index_percent < g.upper_bound OR (g.upper_inclusive AND r.index_percent = g.upper_bound))
