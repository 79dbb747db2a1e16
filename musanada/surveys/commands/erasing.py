"""What is left of an interview when a person is erased: coded answers and scores of nobody; the tie to a consent goes."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.kit.subject import COUNTED_ON, ERASERS, Eraser
from musanada.surveys.models import Interview

WORDS = {"interviews": _("Enquêtes : le lien avec l'accord donné")}
CODED = "codes and numbers only: what scores and figures stand on"


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The caller holds the transaction. With ``units`` only what lies at these offices."""
    rows = Interview.objects.filter(case__person__in=people)
    if units is not None:
        rows = rows.filter(case__unit__in=units)
    keys = list(rows.values_list("pk", flat=True))
    return {"interviews": Interview.objects.filter(pk__in=keys).update(consent=None)}


def days(people: Sequence[UUID]) -> list[date]:
    """Days on which figures count a person's age."""
    return sorted(set(Interview.objects.filter(case__person__in=people).values_list("on", flat=True)))


COUNTED_ON.add("surveys", days)
ERASERS.add(
    "surveys",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset({"surveys.interview"}),
        keeps={"surveys.surveyanswer": CODED, "surveys.score": CODED},
    ),
)
