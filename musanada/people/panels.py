"""What the register puts on the day's work: whom my units met last."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.people import queries
from musanada.people.models import Person

SHOWN = 6


def recent(actor: User) -> Panel | None:
    if not holds(actor, "people.view"):
        return None
    return Panel(
        "recent",
        _("Dernières personnes enregistrées"),
        [row(one) for one in queries.newest(actor, SHOWN)],
        more_url=reverse("people:list"),
        empty=_("Aucune personne n'est encore enregistrée dans vos unités."),
        order=40,
    )


def row(person: Person) -> tuple[Sentence, Sentence, str]:
    name = queries.name_in_list(person)
    when = format_date(person.registered_on, get_language() or "fr")
    return (
        name,
        f"{isolate(str(person))} · {isolate(when)} · {person.unit}",
        reverse("people:person", args=[person.pk]),
    )


PANELS.add("people.recent", recent)
