"""``make bench``: every table, or those named. ``python -m bench imports pages --databases sqlite --quick``."""

import argparse
import os
import subprocess
import sys
from dataclasses import replace

from bench.places import installations
from bench.run import BENCHES, QUICK, Sizes, tables


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=f"of {', '.join(BENCHES)} (default: all)")
    parser.add_argument(
        "--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"]
    )
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it run at all")
    parser.add_argument(
        "--people",
        type=int,
        nargs="+",
        metavar="N",
        help="sizes of the synthetic registers of finding and linkage",
    )
    options = parser.parse_args()
    unknown = set(options.benches) - set(BENCHES)
    if unknown:
        parser.error(f"no bench is named {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    print(
        f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores: seconds hold for this machine and moment"
    )
    failed = [run(vendor, options) for vendor in options.databases]
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")
    return int(any(failed))


def run(vendor: str, options: argparse.Namespace) -> bool:
    """Print every table on one database; did something fail?"""
    from tools.private_postgres import NoPostgres

    sizes = QUICK if options.quick else Sizes()
    if options.people:
        sizes = replace(sizes, sought=options.people[-1], twins=tuple(options.people))
    try:
        with installations(vendor) as make:
            for table in tables(tuple(options.benches) or BENCHES, make, sizes):
                print(table.text(), flush=True)
    except NoPostgres as error:
        print(f"\nPostgreSQL: not measured. {error}", flush=True)
    except subprocess.CalledProcessError as error:
        print(f"{vendor}: {' '.join(error.cmd[2:])} failed, see above", file=sys.stderr)
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
