-- Which share of the requests that an agency settled in a year was granted, in full or in part?
-- Run it in the output folder of `gouji run`, where cells.parquet lies.
--
-- A year counts only where every figure it needs was accepted: sum() would pass over a null, and the share would then
-- be of the figures that happened to be legible. Agencies that settled nothing have no share.
-- A report that lies there twice, as docx and as PDF say, counts once: the first of its paths speaks for it.

WITH one_report AS (
    SELECT agency, year, min(path) AS path
    FROM 'cells.parquet'
    WHERE agency IS NOT NULL AND year IS NOT NULL
    GROUP BY agency, year
),
figures AS (
    SELECT
        cells.agency,
        cells.year,
        max(accepted_value) FILTER ("row" = 'granted') AS granted,
        max(accepted_value) FILTER ("row" = 'partly_granted') AS partly_granted,
        max(accepted_value) FILTER ("row" = 'total_processed') AS settled
    FROM 'cells.parquet' AS cells
    JOIN one_report USING (agency, year, path)
    WHERE "table" = 'requests' AND "column" = 'total'
    GROUP BY cells.agency, cells.year
)
SELECT
    agency,
    year,
    CAST(settled AS INTEGER) AS settled,
    CAST(granted + partly_granted AS INTEGER) AS granted,
    round(100.0 * (granted + partly_granted) / settled, 1) AS per_cent
FROM figures
WHERE granted + partly_granted IS NOT NULL AND settled > 0
ORDER BY per_cent DESC, agency, year;
