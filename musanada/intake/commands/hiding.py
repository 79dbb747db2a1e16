"""What the counter and the imports forget when a P4 file hides someone: as if they had never come through here.

A visit keeps its number for the day and loses the person. A line of a file that became the person goes, with its key:
the same file later imported finds nobody. A line that only proposed them proposes them no longer.
"""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Least

from musanada.intake.imports.likely import ASKED
from musanada.intake.imports.reading import LEVELS
from musanada.intake.models import Arrival, ImportBatch, ImportRow
from musanada.people.hiding import HIDING


def forget(people: list[UUID]) -> None:
    """Runs in the transaction that hides them."""
    Arrival.objects.filter(person__in=people).update(person=None, call_name="")
    drop(ImportRow.objects.filter(Q(person__in=people) | Q(match__in=people) & ~Q(outcome="")))
    keys = {str(one) for one in people}
    waiting = ImportRow.objects.filter(outcome="").exclude(candidates=[])
    for row in waiting.iterator(chunk_size=1000):
        if keys & {one["person"] for one in row.candidates}:
            propose_anew(row, keys)


def drop(rows: Iterable[ImportRow]) -> None:
    """Lines that became someone hidden; the file counts as many fewer."""
    gone = Counter(row.batch_id for row in rows)
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for batch, count in gone.items():
        left = ImportBatch.objects.filter(pk=batch, total__gte=count)
        left.update(total=F("total") - count, done=Least(F("done"), F("total") - count))


def propose_anew(row: ImportRow, keys: set[str]) -> None:
    """As the line would have been proposed had the register not known them."""
    row.candidates = [one for one in row.candidates if one["person"] not in keys]
    row.findings = [one for one in row.findings if one["code"] != "act-known"]
    row.level = next((level for level in LEVELS if any(f["level"] == level for f in row.findings)), "")
    if str(row.match) in keys or row.decision == "":
        asked = any(one["score"] >= ASKED for one in row.candidates)
        row.decision, row.match = "" if asked else "new", None
    row.save(update_fields=["candidates", "findings", "level", "decision", "match"])


HIDING.add("intake", forget)
