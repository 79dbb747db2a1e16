"""How common each name is on each side, counted in one pass: every night, and after a large import."""

# ruff: noqa: S608  statements are put together from constants of this app

from django.db import connection, transaction

from musanada.linkage.models import NameCount
from musanada.people.models import NameKey, Person

KEYS, PERSONS, COUNTS = (m._meta.db_table for m in (NameKey, Person, NameCount))
UNIT = "access_unit"
LEAST = {"exact": 10, "sound": 50, "origin": 50, "pair": 50}


def count_names() -> int:
    """Count anew; how many keys are common. Protected people have no keys, so nobody of them is counted."""
    with transaction.atomic(), connection.cursor() as cursor:
        NameCount.objects.all().delete()
        for kind, least in LEAST.items():
            cursor.execute(
                f"""INSERT INTO {COUNTS} (value, kind, side, bearers)
                    SELECT k.value, k.kind, u.side, COUNT(*) FROM {KEYS} k
                    JOIN {PERSONS} p ON p.id = k.person_id JOIN {UNIT} u ON u.id = p.unit_id
                    WHERE k.kind = %s GROUP BY k.value, k.kind, u.side HAVING COUNT(*) >= %s""",
                [kind, least],
            )
        return NameCount.objects.count()
