"""What is left of a session when a person is erased: results and coded reasons of nobody; words and motives go.

Signed minutes are the commission's own act, kept as it signed them: they are no row of the person.
"""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.kit.subject import ERASERS, Eraser
from musanada.regularisation.models import AgendaItem, Conflict, Reading

WORDS = {
    "opinions": _("Avis de commission : mots écrits"),
    "asides": _("Motifs pour lesquels un membre s'est retiré"),
}


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The caller holds the transaction. With ``units`` only what was before the commissions of these offices."""
    items = AgendaItem.objects.filter(application__case__person__in=people)
    if units is not None:
        items = items.filter(session__unit__in=units)
    keys = list(items.values_list("pk", flat=True))
    return {
        "opinions": AgendaItem.objects.filter(pk__in=keys).update(text=""),
        "asides": Conflict.objects.filter(item__in=keys).update(reason=""),
    }


ERASERS.add(
    "regularisation.commission",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset({"regularisation.agendaitem", "regularisation.conflict"}),
        keeps={Reading._meta.label_lower: "which member read which file on which day: the act of the member"},
    ),
)
