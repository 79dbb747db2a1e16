"""Protecting and attacking every table of a yearly report: 150 tables that share their margins, up to 13 × 32 cells.

The baseline hides small numbers and the next smallest of each line, table by table, and proves nothing: the usual habit.
Each way is then given to the attacker, who counts what can be worked out all the same.

``python -m bench.disclosure [--quick]`` prints the table; needs no data, no server.
"""

import os
import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bench.measure import Line, Table, once

BASELINE = "small numbers and the next of each line, no proof"
Counts = dict[tuple[str, ...], int]
REGIONS, COUNTRIES, SEXES, AGES = 13, 32, 3, 6
SEED = 7


def tables(figures: int = 30) -> Iterator[Table]:
    """Five tables a figure: region × country, and each of region, country, sex and age alone."""
    from musanada.publications.disclosure import Policy, Relations, attack, protect

    made = report(figures)
    truth = {cell.key: cell for table in made for cell in table.cells}
    parts = tuple((f"b.figure{n}", f"b.figure{n - 1}") for n in range(1, figures, 2))
    relations, policy = Relations(parts=parts), Policy(threshold=10)
    lines = []
    seconds, naive = once(lambda: habit(made, 10))
    left = attack([], naive, policy=policy, relations=relations, truth=truth)
    lines.append(Line(BASELINE, seconds, counted(naive) | {"worked out": str(len(left))}))
    ways: Mapping[str, Policy] = {"hide": policy, "round": replace(policy, mode="round")}
    for name, how in ways.items():
        took, done = once(partial(protect, [], made, policy=how, relations=relations))
        again = partial(attack, [], done.tables, policy=how, relations=relations, truth=truth)
        found, worked_out = once(again)
        notes = counted(done.tables) | {"worked out": str(len(worked_out)), "programmes": f"{done.asked:,}"}
        lines += [Line(f"{name}: protect", took, notes), Line(f"{name}: attack", found)]
    yield Table(f"{len(made)} linked tables, {len(truth):,} numbers", BASELINE, lines)


def counted(shown: Any) -> dict[str, str]:
    cells = {cell.key: cell for table in shown for cell in table.cells}
    return {"hidden": f"{sum(cell.hidden for cell in cells.values()):,}"}


def report(figures: int) -> list[Any]:
    """Regions and countries of very different size, so that a third of the crossed numbers is small. Every second figure
    is a part of the one before it."""
    from musanada.publications.tests.disclosing import margin, table

    chance, made, by = random.Random(SEED), [], ("region", "country")
    whole: list[Counts] = []
    for number in range(figures):
        if number % 2:
            three = [{codes: chance.randint(0, n) for codes, n in whole[0].items()}]
            three += [thinned(counts, sum(three[0].values())) for counts in whole[1:]]
        else:
            crossed = crossing(chance)
            total = sum(crossed.values())
            three = [crossed, split(total, SEXES, chance, "sex"), split(total, AGES, chance, "age")]
        whole, name = three, f"b.figure{number}"
        made += [table(three[0], by, figure=name), *(margin(three[0], by, axis, figure=name) for axis in by)]
        made += [table(three[1], ["sex"], figure=name), table(three[2], ["age"], figure=name)]
    return made


def crossing(chance: random.Random) -> Counts:
    large = [chance.paretovariate(1.1) for _region in range(REGIONS)]
    many = [chance.paretovariate(0.9) for _country in range(COUNTRIES)]
    return {
        (f"r{r:02}", f"c{c:02}"): int(chance.expovariate(1 / (6 * large[r] * many[c])))
        for r in range(REGIONS)
        for c in range(COUNTRIES)
    }


def split(total: int, parts: int, chance: random.Random, axis: str) -> Counts:
    cuts = sorted(chance.randint(0, total) for _cut in range(parts - 1))
    ends = [0, *cuts, total]
    return {(f"{axis}{n}",): ends[n + 1] - ends[n] for n in range(parts)}


def thinned(counts: Counts, total: int) -> Counts:
    """A part of each row, together the total."""
    whole, left = sum(counts.values()), total
    found = {codes: n * total // whole for codes, n in counts.items()}
    left -= sum(found.values())
    for codes, n in counts.items():
        more = min(left, n - found[codes])
        found[codes] += more
        left -= more
    return found


def habit(made: list[Any], threshold: int) -> list[Any]:
    """Each table on its own."""
    from musanada.kit.disclosure import ALL, hidden_cells, hidden_parts

    dark: set[str] = set()
    for shown in made:
        if len(shown.by) == 1:
            dark |= hidden_parts({cell.key: cell.value for cell in shown.rows}, threshold)
            continue
        lines = {
            (dict(c.dims).get(shown.by[0], ALL), dict(c.dims).get(shown.by[1], ALL)): c for c in shown.rows
        }
        pairs = {pair: cell.value for pair, cell in lines.items()}
        for pair, n in list(pairs.items()):
            for total in ((pair[0], ALL), (ALL, pair[1]), (ALL, ALL)):
                pairs[total] = pairs.get(total, 0) + n
        dark |= {lines[pair].key for pair in hidden_cells(pairs, threshold) if pair in lines}
    return [replace(t, cells=tuple(blank(c) if c.key in dark else c for c in t.cells)) for t in made]


def blank(cell: Any) -> Any:
    return replace(cell, value=None, conf="N", count=None)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "musanada.config.settings")
    import django

    django.setup()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for table in tables(3 if "--quick" in sys.argv else 30):
        print(table.text())
    return 0


if __name__ == "__main__":
    sys.exit(main())
