-- The figures of the 2024 assistance page as an analyst would write them by hand, one statement each.
-- The line `--- id [by axis]` names the indicator whose cells must be equal; the last column is the value.
-- An age counts by the rule of musanada/kit/ages.py, written out in `age`.

--- assistance.people_assisted
SELECT count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL);

--- assistance.people_change
SELECT round(100.0 * count(DISTINCT person) FILTER (year(given_on) = 2024)
                   / count(DISTINCT person) FILTER (year(given_on) = 2023) - 100, 1)
FROM assistance_given
WHERE given_on BETWEEN '2023-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL);

--- assistance.people_food_nfi
SELECT count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
  AND family IN ('food', 'nfi');

--- assistance.people_health
SELECT count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
  AND family = 'health';

--- assistance.health_change
SELECT round(100.0 * count(DISTINCT person) FILTER (year(given_on) = 2024)
                   / count(DISTINCT person) FILTER (year(given_on) = 2023) - 100, 1)
FROM assistance_given
WHERE given_on BETWEEN '2023-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
  AND family = 'health';

--- assistance.people_sheltered
SELECT count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
  AND family = 'shelter';

--- assistance.people_cash
SELECT count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
  AND family = 'cash';

--- assistance.people_reached
SELECT count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31';

--- assistance.people_new
SELECT count(*) FROM (
    SELECT person FROM assistance_given WHERE nationality <> 'MAR' OR nationality IS NULL
    GROUP BY person HAVING year(min(given_on)) = 2024);

--- assistance.people_repeat
SELECT count(*) FROM (
    SELECT person FROM assistance_given WHERE nationality <> 'MAR' OR nationality IS NULL
    GROUP BY person
    HAVING min(given_on) < '2024-01-01' AND count(*) FILTER (year(given_on) = 2024) > 0);

--- assistance.services_sum
SELECT count(DISTINCT person) FILTER (family IN ('food', 'nfi'))
     + count(DISTINCT person) FILTER (family = 'health')
     + count(DISTINCT person) FILTER (family = 'shelter')
FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL);

--- assistance.acts
SELECT count(DISTINCT event) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL);

--- assistance.acts by month
SELECT strftime(given_on, '%Y-%m'), count(DISTINCT event) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
GROUP BY 1;

--- assistance.acts_per_person
SELECT round(1.0 * count(DISTINCT event) / count(DISTINCT person), 2) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL);

--- assistance.health_acts
SELECT count(DISTINCT event) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
  AND family = 'health';

--- assistance.bed_nights
SELECT sum(date_diff('day', greatest(given_on, '2024-01-01'), least(coalesce(until_on, '2025-01-01'), '2025-01-01')))
FROM assistance_given
WHERE given_on < '2025-01-01' AND coalesce(until_on, '2025-01-01') > '2024-01-01' AND family = 'shelter'
  AND (nationality <> 'MAR' OR nationality IS NULL);

--- assistance.cash_amount
SELECT sum(amount_mad) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
  AND family = 'cash';

--- assistance.share_women
SELECT round(100.0 * count(DISTINCT person) FILTER (sex = 'F') / count(DISTINCT person), 1)
FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL);

--- assistance.share_minors
WITH born AS (
    SELECT person, given_on, CASE birth_precision
        WHEN 'year' THEN make_date(year(birth_date), 7, 1) WHEN 'estimated' THEN make_date(year(birth_date), 7, 1)
        WHEN 'month' THEN make_date(year(birth_date), month(birth_date), 15) ELSE birth_date END AS birth
    FROM assistance_given
    WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)),
first AS (SELECT person, min(given_on) AS day, any_value(birth) AS birth FROM born GROUP BY person)
SELECT round(100.0 * count(*) FILTER (birth <= day AND date_sub('year', birth, day) < 18) / count(*), 1) FROM first;

--- assistance.minors_language_courses
WITH born AS (
    SELECT person, given_on, CASE birth_precision
        WHEN 'year' THEN make_date(year(birth_date), 7, 1) WHEN 'estimated' THEN make_date(year(birth_date), 7, 1)
        WHEN 'month' THEN make_date(year(birth_date), month(birth_date), 15) ELSE birth_date END AS birth
    FROM assistance_given
    WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
      AND family = 'language')
SELECT count(DISTINCT person) FROM born WHERE birth <= given_on AND date_sub('year', birth, given_on) BETWEEN 0 AND 17;

--- assistance.people_assisted by kind
SELECT coalesce(family, 'unknown'), count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
GROUP BY 1;

--- assistance.people_assisted by sex
SELECT coalesce(sex, 'unknown'), count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
GROUP BY 1;

--- assistance.people_assisted by age
WITH born AS (
    SELECT person, given_on, CASE birth_precision
        WHEN 'year' THEN make_date(year(birth_date), 7, 1) WHEN 'estimated' THEN make_date(year(birth_date), 7, 1)
        WHEN 'month' THEN make_date(year(birth_date), month(birth_date), 15) ELSE birth_date END AS birth
    FROM assistance_given
    WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)),
first AS (SELECT person, min(given_on) AS day, any_value(birth) AS birth FROM born GROUP BY person),
aged AS (SELECT CASE WHEN birth <= day THEN date_sub('year', birth, day) END AS age FROM first)
SELECT CASE WHEN age IS NULL THEN 'unknown' WHEN age < 5 THEN '0-4' WHEN age < 12 THEN '5-11'
            WHEN age < 18 THEN '12-17' WHEN age < 60 THEN '18-59' ELSE '60+' END, count(*)
FROM aged GROUP BY 1;

--- assistance.people_assisted by age,sex
WITH born AS (
    SELECT person, sex, given_on, CASE birth_precision
        WHEN 'year' THEN make_date(year(birth_date), 7, 1) WHEN 'estimated' THEN make_date(year(birth_date), 7, 1)
        WHEN 'month' THEN make_date(year(birth_date), month(birth_date), 15) ELSE birth_date END AS birth
    FROM assistance_given
    WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)),
first AS (
    SELECT person, min(given_on) AS day, any_value(birth) AS birth, any_value(sex) AS sex FROM born GROUP BY person),
aged AS (SELECT sex, CASE WHEN birth <= day THEN date_sub('year', birth, day) END AS age FROM first)
SELECT CASE WHEN age IS NULL THEN 'unknown' WHEN age < 5 THEN '0-4' WHEN age < 12 THEN '5-11'
            WHEN age < 18 THEN '12-17' WHEN age < 60 THEN '18-59' ELSE '60+' END, coalesce(sex, 'unknown'), count(*)
FROM aged GROUP BY 1, 2;

--- assistance.people_assisted by month
SELECT strftime(given_on, '%Y-%m'), count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
GROUP BY 1;

--- assistance.people_assisted by nationality
WITH counted AS (
    SELECT nationality, count(DISTINCT person) AS persons FROM assistance_given
    WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
    GROUP BY nationality),
ranked AS (
    SELECT *, row_number() OVER (ORDER BY persons DESC, nationality) AS place FROM counted WHERE nationality IS NOT NULL)
SELECT CASE WHEN place <= 10 THEN nationality ELSE 'other' END, sum(persons) FROM ranked GROUP BY 1
UNION ALL SELECT 'unknown', persons FROM counted WHERE nationality IS NULL;

--- assistance.people_assisted by region
SELECT coalesce(region, 'unknown'), count(DISTINCT person) FROM assistance_given
WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)
GROUP BY 1;

--- assistance.people_assisted by programme
WITH counted AS (
    SELECT programme, person FROM assistance_given
    WHERE given_on BETWEEN '2024-01-01' AND '2024-12-31' AND (nationality <> 'MAR' OR nationality IS NULL)),
ranked AS (
    SELECT programme, row_number() OVER (ORDER BY count(DISTINCT person) DESC, programme) AS place
    FROM counted WHERE programme IS NOT NULL GROUP BY programme)
SELECT CASE WHEN programme IS NULL THEN 'unknown' WHEN place <= 10 THEN programme ELSE 'other' END,
       count(DISTINCT person)
FROM counted LEFT JOIN ranked USING (programme) GROUP BY 1;

--- programmes.carried_out
SELECT count(DISTINCT programme) FROM programme_activity
WHERE from_on <= '2024-12-31' AND (until_on IS NULL OR until_on > '2024-01-01');

--- programmes.cities
SELECT count(DISTINCT city) FROM programme_activity
WHERE from_on <= '2024-12-31' AND (until_on IS NULL OR until_on > '2024-01-01');

--- programmes.partner_associations
SELECT count(DISTINCT partner) FROM programme_activity
WHERE from_on <= '2024-12-31' AND (until_on IS NULL OR until_on > '2024-01-01') AND partner_kind = 'association';
