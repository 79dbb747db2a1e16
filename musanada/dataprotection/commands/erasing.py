"""What this app itself keeps about someone, when they are erased: requests without their words, no text of anybody."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musanada.dataprotection.commands.exports import destroy_lists_with
from musanada.dataprotection.models import Erasure, RightsRequest
from musanada.kit.subject import ERASERS, Eraser


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The register of requests keeps its dates and kinds: that someone asked, and was answered in time."""
    requests = RightsRequest.objects.filter(person__in=people)
    erasures = Erasure.objects.filter(person__in=people)
    if units is not None:
        requests, erasures = requests.filter(unit__in=units), erasures.filter(unit__in=units)
    erasures.exclude(note="").update(note="")
    answered = requests.update(person=None, note="", answer="")
    return {"requests": answered, "lists": destroy_lists_with(people, units)}


ERASERS.add(
    "dataprotection",
    Eraser(
        run=erase,
        words={
            "requests": _("Demandes faites par la personne"),
            "lists": _("Listes exportées, pas encore téléchargées"),
        },
        covers=frozenset({"dataprotection.rightsrequest", "dataprotection.erasure"}),
        keeps={
            "dataprotection.accessreport": "codes only: that a report was handed over, on which day",
            "dataprotection.exportedperson": "codes only: on which lists they stood, so that receivers can be told",
        },
    ),
)
