"""Stock Splink on the same file: its own comparisons of names and births, blocking as its guide advises, on DuckDB.

``python -m bench.population.stock PEOPLE.parquet OUT`` writes ``OUT-0.95.csv`` and the like, one file a threshold, and
prints seconds as JSON. What a careful user does is done: letters folded, numbers brought to one form, names that may
have changed places compared together, and training where true pairs are frequent. Arabic letters are left as they are.
"""

import json
import logging
import sys
import time
from typing import Any

THRESHOLDS = (0.95, 0.2, 0.5, 0.8, 0.99, 0.999)
PREPARED = """
create table people as select person_id as unique_id,
    nullif(lower(strip_accents(given_name)), '') as given, nullif(lower(strip_accents(family_name)), '') as family,
    case when length(birth_date) = 10 then birth_date end as birth, nullif(left(birth_date, 4), '') as year,
    nullif(sex, '') as sex, nullif(nationality, '') as nationality,
    nullif(upper(regexp_replace(doc_number, '[^A-Za-z0-9]', '', 'g')), '') as document,
    nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 9), '') as phone,
    nullif(lower(strip_accents(mother_name)), '') as mother, nullif(city, '') as city
from '{people}'
"""


def settings() -> Any:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ForenameSurnameComparison("given", "family"),
            cl.DateOfBirthComparison("birth", input_is_string=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("nationality").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("document", [1]),
            cl.ExactMatch("phone"),
            cl.NameComparison("mother"),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("document"),
            block_on("phone"),
            block_on("given", "family", "year"),
            block_on("family", "birth"),
            block_on("given", "birth"),
            block_on("substr(given,1,3)", "substr(family,1,3)", "year"),
            block_on("mother", "year"),
        ],
        retain_matching_columns=False,
    )


def run(people: str, out: str) -> dict[str, float]:
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    began = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(PREPARED.format(people=people))
    api = DuckDBAPI(connection)
    linker = Linker(api.register("people"), settings())
    rules = [block_on("document"), block_on("given", "family", "birth")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in (block_on("document"), block_on("given", "family", "birth")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=2e6)
    trained = time.perf_counter() - began
    pairs = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    took = {"train": trained}
    for number, threshold in enumerate(THRESHOLDS):
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=threshold
        )
        connection.execute(
            f"copy (select unique_id as person_id, cluster_id from {found.physical_name})"
            f" to '{out}-{threshold}.csv' (header)"
        )
        if number == 0:
            took["all"] = time.perf_counter() - began
    return took


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], sys.argv[2])))
