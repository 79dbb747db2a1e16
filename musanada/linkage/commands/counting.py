"""How common each name is on each side: every night, and after a large import.

All keys are counted in the order of their index, without looking at anybody; then the people of the smaller sides
alone are looked at, and taken off. So a million people take seconds where asking each for their side takes minutes.
"""

# ruff: noqa: S608  statements are put together from constants of this app

from collections import Counter

from django.db import connection, transaction
from django.db.models import Count

from musanada.linkage.models import NameCount
from musanada.people.models import NameKey, Person

KEYS, PERSONS, COUNTS = (m._meta.db_table for m in (NameKey, Person, NameCount))
LEAST = {"exact": 10, "sound": 50, "origin": 50, "pair": 50}


def count_names() -> int:
    """Count anew; how many keys are common. Protected people have no keys, so nobody of them is counted."""
    sides = Person.objects.values_list("unit__side").annotate(people=Count("id")).order_by("-people")
    largest, *others = [side for side, _people in sides] or [""]
    with transaction.atomic():
        NameCount.objects.all().delete()
        if largest:
            count_everybody(largest)
        take_off(others, largest)
        return NameCount.objects.count()


def count_everybody(side: str) -> None:
    """As if all were of this side."""
    least = " ".join(f"WHEN '{kind}' THEN {number}" for kind, number in LEAST.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {COUNTS} (value, kind, side, bearers)
                SELECT value, kind, %s, COUNT(*) FROM {KEYS}
                GROUP BY value, kind HAVING COUNT(*) >= CASE kind {least} ELSE 50 END""",
            [side],
        )


def take_off(others: list[str], largest: str) -> None:
    """Those of other sides have rows of their own where they are many, and are no part of the largest side's."""
    taken: Counter[tuple[str, str]] = Counter()
    for side in others:
        rows = NameKey.objects.filter(person__unit__side=side).order_by().values_list("value", "kind")
        own = {(value, kind): number for value, kind, number in rows.annotate(number=Count("id"))}
        taken.update(own)
        NameCount.objects.bulk_create(
            NameCount(value=value, kind=kind, side=side, bearers=number)
            for (value, kind), number in own.items()
            if number >= LEAST.get(kind, 50)
        )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {COUNTS} SET bearers = bearers - %s WHERE value = %s AND kind = %s AND side = %s",
            [(number, value, kind, largest) for (value, kind), number in sorted(taken.items())],
        )
    for kind, least in LEAST.items():
        NameCount.objects.filter(kind=kind, bearers__lt=least).delete()
