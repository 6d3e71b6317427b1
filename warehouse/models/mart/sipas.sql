-- Grain: one row per index year × province (and 'all', the country) × factor × method.
-- Meaning: satisfaction estimated from ballots, beside what was published. The official percent formula was not found, so two defensible ones stand
-- side by side, each under its name; neither is official:
--   top_two     y = 1 where the answer is 4 or 5, else 0        mean_level  y = answer ÷ 5
--   published   the printed percent, whose formula is not known (nothing is estimated), of years in which anything was submitted; the whole
--               series stands in reference.published_result
-- With design weights w over the n ballots that answer (the country: all ballots together, by their weights):
--   estimate       ŷ = Σ w·y ÷ Σ w
--   standard error s = √( n ÷ (n − 1) × Σ w²·(y − ŷ)² ) ÷ Σ w   (linearised ratio, strata not used, so rather too wide)
--   95 % interval  ŷ ± z·s, cut at 0 and 100; z and the least n are data (reference.survey_setting)
--   effective size (Σ w)² ÷ Σ w²   (Kish)
-- Below the least n the estimate is suppressed. Sums are taken in exact decimals (weights to four places), so order changes nothing.
-- comparable_from: from the newest series break on (2022: a policy block was added) figures are of one series.
WITH settings AS (
    SELECT
        max(s.value) FILTER (WHERE s.quantity = 'sipas_least_ballots') AS least_ballots,
        max(s.value) FILTER (WHERE s.quantity = 'sipas_z') AS z
    FROM reference.survey_setting AS s
),
factors AS (
    SELECT * FROM (
        VALUES
            ('access', 'Tiếp cận dịch vụ'), ('procedures', 'Thủ tục hành chính'), ('civil_servants', 'Công chức'), ('results', 'Kết quả dịch vụ'),
            ('feedback', 'Tiếp nhận, giải quyết góp ý, phản ánh'), ('overall', 'Hài lòng chung')
    ) AS f (factor, factor_vi)
),
methods AS (
    SELECT * FROM (
        VALUES
            ('top_two', 'Tỷ lệ trả lời mức 4 và 5', 100), ('mean_level', 'Mức trung bình chia 5', 20)
    ) AS m (method, method_vi, scale)
),
answers AS (
    SELECT
        b.index_year, b.unit_id, b.made_up, f.factor, TRY_CAST(b.weight AS DECIMAL(12, 4)) AS weight,
        CASE f.factor
            WHEN 'access' THEN b.access WHEN 'procedures' THEN b.procedures WHEN 'civil_servants' THEN b.civil_servants
            WHEN 'results' THEN b.results WHEN 'feedback' THEN b.feedback ELSE b.overall
        END AS answer
    FROM core.sipas_ballots AS b
    CROSS JOIN factors AS f
    WHERE b.weight > 0
),
coded AS (
    SELECT
        a.index_year, a.unit_id, a.made_up, a.factor, m.method, a.weight,
        TRY_CAST(CASE m.method WHEN 'top_two' THEN CASE WHEN a.answer >= 4 THEN 1 ELSE 0 END ELSE a.answer END AS DECIMAL(1, 0)) AS y
    FROM answers AS a
    CROSS JOIN methods AS m
    WHERE a.answer BETWEEN 1 AND 5 AND a.weight > 0
),
sums AS (
    SELECT
        c.index_year, coalesce(c.unit_id, 'all') AS unit_id, c.factor, c.method, count(*) AS n,
        CAST(sum(c.weight) AS DOUBLE) AS w, CAST(sum(c.weight * c.y) AS DOUBLE) AS wy, CAST(sum(c.weight * c.weight) AS DOUBLE) AS ww,
        CAST(sum(c.weight * c.weight * c.y) AS DOUBLE) AS wwy, CAST(sum(c.weight * c.weight * c.y * c.y) AS DOUBLE) AS wwyy,
        bool_or(c.made_up) AS made_up
    FROM coded AS c
    GROUP BY GROUPING SETS ((c.index_year, c.unit_id, c.factor, c.method), (c.index_year, c.factor, c.method))
),
estimated AS (
    SELECT
        s.*, m.method_vi, s.wy / s.w * m.scale AS estimate,
        CASE
            WHEN s.n > 1 THEN sqrt(greatest(s.n / (s.n - 1) * (s.wwyy - 2 * (s.wy / s.w) * s.wwy + (s.wy / s.w) * (s.wy / s.w) * s.ww), 0)) / s.w * m.scale
        END AS standard_error,
        s.n < k.least_ballots AS suppressed, k.z, CAST(k.least_ballots AS INTEGER) AS least_ballots
    FROM sums AS s
    JOIN methods AS m ON m.method = s.method
    CROSS JOIN settings AS k
),
published AS (
    SELECT r.index_year, coalesce(r.unit_id, 'all') AS unit_id, r.index_percent, r.rank, r.source_url
    FROM reference.published_result AS r
    WHERE r.index_name = 'SIPAS' AND r.index_year IN (SELECT s.index_year FROM core.submissions AS s)
),
every AS (
    SELECT
        e.index_year, e.unit_id, e.factor, e.method, e.method_vi,
        CASE WHEN NOT e.suppressed THEN CAST(e.estimate AS DECIMAL(18, 8)) END AS estimate,
        CASE WHEN NOT e.suppressed AND e.standard_error IS NOT NULL THEN CAST(greatest(e.estimate - e.z * e.standard_error, 0) AS DECIMAL(18, 8)) END AS low,
        CASE WHEN NOT e.suppressed AND e.standard_error IS NOT NULL THEN CAST(least(e.estimate + e.z * e.standard_error, 100) AS DECIMAL(18, 8)) END AS high,
        CASE WHEN NOT e.suppressed THEN CAST(e.standard_error AS DECIMAL(18, 8)) END AS standard_error,
        e.n AS sample_size, CAST(e.w * e.w / e.ww AS DECIMAL(18, 8)) AS effective_size, e.suppressed,
        CASE
            WHEN e.suppressed THEN 'Ít hơn ' || e.least_ballots || ' phiếu nên không nêu ước lượng.'
            WHEN e.unit_id = 'all' THEN 'Gộp các phiếu đã nhận, không phải mẫu của cả nước; cách tính nêu tên, không phải cách tính chính thức.'
            ELSE 'Cách tính nêu tên, không phải cách tính chính thức.'
        END AS note_vi,
        e.made_up
    FROM estimated AS e
    UNION ALL
    SELECT
        p.index_year, p.unit_id, 'overall', 'published', 'Số đã công bố', p.index_percent, NULL, NULL, NULL, NULL, NULL, false,
        'Số đã công bố, giữ nguyên như in; chưa tìm thấy cách tính.', false
    FROM published AS p
    WHERE p.index_percent IS NOT NULL
)
SELECT
    e.index_year, e.unit_id, u.unit_code, coalesce(u.unit_name, 'Cả nước') AS unit_name, e.factor, f.factor_vi, e.method, e.method_vi, e.estimate, e.low,
    e.high, e.standard_error, e.sample_size, e.effective_size, e.suppressed,
    CASE WHEN e.factor = 'overall' THEN p.index_percent END AS published_percent,
    CASE WHEN e.factor = 'overall' THEN p.rank END AS published_rank,
    CASE WHEN e.factor = 'overall' THEN p.source_url END AS source_url,
    (
        SELECT max(b.index_year) FROM reference.series_break AS b WHERE b.index_name = 'SIPAS' AND b.index_year <= e.index_year
    ) AS comparable_from,
    e.note_vi, e.made_up
FROM every AS e
JOIN factors AS f ON f.factor = e.factor
LEFT JOIN reference.unit AS u ON u.unit_id = e.unit_id
LEFT JOIN published AS p ON p.index_year = e.index_year AND p.unit_id = e.unit_id
