"""The whole population: persons, first records, further records, questions, shuffled and numbered."""

from dataclasses import dataclass
from random import Random

import numpy as np

from bench.population.persons import persons
from bench.population.pools import load
from bench.population.questions import Question, questions
from bench.population.records import COLUMNS, Texts, first_records
from bench.population.style import STYLES
from bench.population.twins import Twins


@dataclass
class Population:
    """Columns of records; for each record its person and what was changed; questions with their answers."""

    columns: dict[str, Texts]
    entity: Texts
    changes: Texts
    questions: list[Question]


def population(people: int, *, style: str = "a", seed: int = 1, queries: int = 2000) -> Population:
    """``people`` records, of which the style's share are second to fifth records of somebody."""
    wanted = STYLES[style]
    rng, random = np.random.default_rng(seed), Random(seed)
    names = load(style, 7, wanted.skew)
    twins = int(people * wanted.duplicates)
    someone = persons(names, wanted, people - twins, rng)
    columns = first_records(names, someone, wanted, rng)
    of = list(range(people - twins))
    changes = [""] * len(of)
    writer = Twins(names, someone, wanted, random)
    for who in again(len(of), twins, wanted.sizes, rng):
        row, kinds = writer.record(who)
        for name in COLUMNS[1:]:
            columns[name].append(row[name])
        of.append(who)
        changes.append("|".join(sorted(kinds)))
    order = rng.permutation(people).tolist()
    width = len(str(people)) + 1
    mixed = {name: [column[i] for i in order] for name, column in columns.items()}
    mixed = {"person_id": [f"P{i:0{width}}" for i in range(1, people + 1)]} | mixed
    entity = [f"E{of[i]:0{width}}" for i in order]
    asked = questions(writer, len(someone), queries, width)
    return Population(mixed, entity, [changes[i] for i in order], asked)


def again(people: int, records: int, sizes: tuple[float, ...], rng: np.random.Generator) -> list[int]:
    """Who is registered again, once for each further record."""
    who = rng.permutation(people)
    more = rng.choice(np.arange(1, len(sizes) + 1), people, p=np.array(sizes) / sum(sizes))
    return [int(w) for w in np.repeat(who, more)[:records]]
