"""A visit to the counter, step by step. A closed visit keeps its number and hours, not the name it was called by."""

from django.utils.translation import gettext_lazy as _

from musanada.cases.steps import Step, workflow
from musanada.intake import policies  # noqa: F401  declares the rights

ARRIVAL = workflow(
    "intake.arrival",
    "waiting",
    Step("call", ("waiting",), "called", right="arrivals.manage", label=_("Appeler")),
    Step("see", ("waiting", "called"), "seen", right="arrivals.manage", label=_("Reçu")),
    Step("leave", ("waiting", "called"), "left", right="arrivals.manage", label=_("Parti")),
    Step("recall", ("called", "left"), "waiting", right="arrivals.manage", label=_("Remettre en attente")),
)
