"""``python -m bench.population --people 100000 --out DIR [--csv] [--style b] [--seed 1]``, and the two scores."""

import argparse
import sys
import time
from pathlib import Path


def main(said: list[str]) -> int:
    if said[:1] == ["score-clusters"] or said[:1] == ["score-results"]:
        from bench.population import score

        return score.main(said)
    parser = argparse.ArgumentParser(prog="python -m bench.population", description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--style", choices=("a", "b"), default="a")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--csv", action="store_true", help="people.csv beside people.parquet")
    args = parser.parse_args(said)
    from bench.population.build import population
    from bench.population.files import write

    began = time.perf_counter()
    made = population(args.people, style=args.style, seed=args.seed, queries=args.queries)
    write(made, args.out, as_csv=args.csv)
    print(
        f"{args.people:,} records of {len(set(made.entity)):,} persons in {time.perf_counter() - began:.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
