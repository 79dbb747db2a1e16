"""What is left of referrals when a person is erased: codes and dates. Frozen copies die with the person's own key."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Package, Question, Referral
from musanada.kit.subject import ERASERS, Eraser
from musanada.people.commands.keys import destroy_key
from musanada.people.models import Person

WORDS = {
    "keys": _("Clés propres : copies transmises devenues illisibles"),
    "notes": _("Notes et précisions d'orientation"),
    "packages": _("Paquets chiffrés"),
    "questions": _("Questions entre bureaux"),
}


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The caller holds the transaction. With ``units`` only what these offices sent, received or asked."""
    rows = Referral.objects.filter(person__in=people)
    asked = Question.objects.filter(person__in=people)
    if units is not None:
        return erase_part(rows, asked, units)
    rows.update(question=None)
    counts = {"packages": destroy(rows), "questions": asked.delete()[0]}
    counts["notes"] = rows.update(note="", remark="", frozen_sender="", frozen_receiver="", body="")
    counts["keys"] = sum(destroy_key(one) for one in Person.objects.filter(pk__in=people))
    return counts


def erase_part(rows: QuerySet[Referral], asked: QuerySet[Question], units: frozenset[UUID]) -> dict[str, int]:
    """Another organisation still knows the person: their key stays, and so does that organisation's own copy."""
    mine, theirs = rows.filter(from_unit__in=units), rows.filter(to_unit__in=units)
    own = asked.filter(from_unit__in=units)
    Referral.objects.filter(question__in=own).update(question=None)
    counts = {"packages": destroy(mine), "questions": own.delete()[0], "keys": 0}
    sent = mine.update(note="", frozen_sender="", body="")
    counts["notes"] = sent + theirs.update(remark="", frozen_receiver="")
    return counts


def destroy(rows: QuerySet[Referral]) -> int:
    """Links stop, packages go, what still waits is stopped. How many packages there were."""
    packages = Package.objects.filter(referral__in=rows)
    now, found = timezone.now(), packages.count()
    packages.update(content=None)
    packages.filter(killed_at=None).update(killed_at=now)
    waiting = rows.filter(state__in=Referral.WAITING)
    waiting.update(state=Referral.State.REVOKED, revoked_at=now, stop=Referral.Stop.WITHDRAWN)
    return found


ERASERS.add(
    "cases",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset({"cases.referral", "cases.package", "cases.question", "people.personkey"}),
    ),
)
