"""The states of somebody in a round: in words and shapes, the same on every page."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence

STATES: Mapping[str, Sentence] = {
    "now": _("À interroger maintenant"),
    "late": _("En retard"),
    "started": _("En cours"),
    "soon": _("Plus tard"),
    "done": _("Répondu"),
    "refused": _("Refusé"),
    "unreachable": _("Injoignables"),
    "moved": _("Partis ailleurs"),
    "missed": _("Manqués"),
}
SHAPES: Mapping[str, str] = {
    "now": "wait",
    "late": "late",
    "started": "open",
    "soon": "next",
    "done": "done",
    "refused": "blocked",
    "unreachable": "void",
    "moved": "void",
    "missed": "void",
}
