"""What someone says when they ask to be regularised, before anything is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput, Sentence
from musanada.kit.ids import new_id
from musanada.regularisation.models import Application

EARLIEST = date(1930, 1, 1)
DECLARED = (
    "arrived_on",
    "spouse",
    "together_on",
    "occupation",
    "schooling",
    "unaccompanied",
)


@dataclass(frozen=True)
class ApplicationDraft:
    """``id`` is made by whoever records: the same id twice is the same file. ``claims`` are codes of criteria."""

    claims: tuple[str, ...] = ()
    arrived_on: date | None = None
    spouse: str = ""
    together_on: date | None = None
    occupation: str = ""
    schooling: str = Application.Schooling.UNKNOWN
    unaccompanied: str = "not_asked"
    place: UUID | None = None  # which of the office's territories, where it has several
    opened_on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)

    @property
    def declared(self) -> dict[str, Any]:
        values = {name: getattr(self, name) for name in DECLARED}
        return values | {"occupation": " ".join(self.occupation.split())}

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        today = timezone.localdate()
        for name in ("arrived_on", "together_on", "opened_on"):
            day: date | None = getattr(self, name)
            if day and day > today:
                yield name, _("Cette date est dans l'avenir : vérifiez l'année.")
            elif day and day < EARLIEST:
                yield name, _("Cette date est trop ancienne : vérifiez l'année.")
        if self.spouse not in Application.Spouse.values:
            yield "spouse", _("Choisissez de qui la personne est le conjoint.")
        if self.together_on and not self.spouse:
            yield "spouse", _("Une vie commune est déclarée : dites avec qui.")
        if self.schooling not in Application.Schooling.values:
            yield "schooling", _("Choisissez la scolarité parmi les réponses proposées.")
        if self.unaccompanied not in ("yes", "no", "unknown", "refused", "not_asked"):
            yield "unaccompanied", _("Choisissez une des réponses proposées.")
        if len(self.occupation) > 120:
            yield "occupation", _("Cette activité dépasse 120 caractères : abrégez-la.")


def insist(draft: ApplicationDraft) -> None:
    """Raises: BadInput naming the fields."""
    found: dict[str, Sentence] = {}
    for name, sentence in draft.problems():
        found.setdefault(name, sentence)
    if found:
        raise BadInput(next(iter(found.values())), fields=found)
