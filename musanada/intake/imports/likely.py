"""Who a row may already be, asked of linkage for a chunk of rows at once.

The declared rule: the same full birth date (not the first or last of a year, which are mostly guesses) and a score of
97 propose the same person; a score of 90 asks a person to decide; below that the row is proposed as someone new.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.intake.imports.kinds import Candidate, Done, ImportKind, Staged
from musanada.linkage.queries import Candidate as Known
from musanada.linkage.queries import candidates_for
from musanada.people.models import Person

PROPOSED, ASKED, SHOWN = 97, 90, 80
GONE = _("La personne choisie a été annulée depuis : décidez cette ligne de nouveau dans un autre import.")


def propose(kind: ImportKind, actor: User, unit: Unit, rows: Sequence[Staged]) -> None:
    """Fill candidates and the proposed decision of rows that name someone; the others become new."""
    asked = [(row, sought) for row in rows if (sought := kind.sought(row.values)) is not None]
    found = candidates_for(actor, unit, [sought for _row, sought in asked], at_least=SHOWN)
    for row in rows:
        row.candidates, row.match = [], None
        if row.decision != "skip":
            row.decision = "new"
    for position, candidates in found.items():
        judge(asked[position][0], candidates)


def judge(row: Staged, found: Sequence[Known]) -> None:
    """Propose by the declared rule; two people who both look the same are a question."""
    row.candidates = [Candidate(one.person_id, one.score) for one in found]
    if row.decision == "skip" or found[0].score < ASKED:
        return
    sure = [one for one in found if one.score >= PROPOSED and same_day(row, one)]
    if len(sure) == 1:
        row.decision, row.match = "same", sure[0].person_id
    else:
        row.decision = ""


def same_day(row: Staged, known: Known) -> bool:
    birth = row.values.get("birth") or {}
    if birth.get("precision") != "day" or known.birth_precision != "day" or known.birth is None:
        return False
    told = date.fromisoformat(birth["date"])
    return told == known.birth and (told.month, told.day) not in ((1, 1), (12, 31))


def still_there(rows: Iterable[Any]) -> tuple[dict[UUID, UUID], dict[UUID, Done]]:
    """Matched person → who they are today (merged ones lead on); and rows whose person was voided since, refused."""
    matched = [row for row in rows if row.decision == "same"]
    found = Person.objects.filter(pk__in={row.match for row in matched}, voided_at=None, protected=False)
    leads = {one: lead or one for one, lead in found.values_list("pk", "merged_into")}
    return leads, {row.pk: Done("refused", str(GONE)) for row in matched if row.match not in leads}
