"""What applications add to the pages of cases and of people, and to the day's work."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.cases.procedures import procedure
from musanada.cases.queries.parts import OWN_STEPS
from musanada.cases.steps_pages import STEP_PAGES
from musanada.kit.errors import Sentence
from musanada.kit.formats import isolate
from musanada.kit.timeline import OPENERS, PANELS, Panel
from musanada.regularisation.queries import applications as queries
from musanada.regularisation.workflow import CODE

SHOWN = 6
PAGES = {
    "lodge": "regularisation:lodge",
    "ask_pieces": "regularisation:ask-pieces",
    "complete": "regularisation:complete",
    "mark_duplicate": "regularisation:duplicate",
    "transfer": "regularisation:transfer",
    "notify": "regularisation:notify",
    "notify_refusal": "regularisation:notify",
}
for step, name in PAGES.items():
    STEP_PAGES.add(f"{CODE}.{step}", name)

# The first line of a file that came from another office: no step of the table leads there.
OWN_STEPS["received"] = _("Reçu d'un autre bureau")

Row = tuple[Sentence, Sentence, str]


def to_notify(actor: User) -> Panel | None:
    """Decisions that nobody has told yet. A home page names nobody."""
    if not holds(actor, queries.NOTIFY):
        return None
    rows = queries.to_notify(actor)
    count = rows.count()
    if not count:
        return None
    one = procedure(CODE)
    found: list[Row] = [
        (f"{isolate(str(case))} · {one.label_of(case.state)}", str(case.unit), reverse("regularisation:notify", args=[case.pk]))
        for case in rows[:SHOWN]
    ]  # fmt: skip
    return Panel(
        "to-notify",
        _("Décisions à notifier"),
        found,
        more_url=reverse("regularisation:to-notify"),
        count=count,
        order=16,
    )


def opener(actor: User, person: UUID) -> tuple[Sentence, str] | None:
    """From a person's page: a request, where the actor's office takes them today."""
    if not holds(actor, queries.INTAKE) or not queries.open_operations(actor):
        return None
    return _("Demande de régularisation"), f"{reverse('regularisation:of-person')}?person={person}"


PANELS.add("regularisation.to_notify", to_notify)
OPENERS.add("regularisation.request", opener)
