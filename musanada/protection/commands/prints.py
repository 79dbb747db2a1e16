"""A dossier leaves on paper: each print is a line of the journal, with its coded reason, before a page is made."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import journal, require
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.protection.commands.checks import one_of
from musanada.protection.models import ProtectionFile
from musanada.protection.queries.files import VIEW
from musanada.protection.queries.plans import PRINTED, prints

LANGUAGES = ("fr", "ar")
# Coded: the journal keeps no words that might name somebody.
REASONS: dict[str, Any] = {
    "hearing": _("Audience ou décision d'une autorité"),
    "meeting": _("Réunion de l'équipe ou du panel"),
    "transfer": _("Reprise par un autre service"),
    "person": _("Demande de la personne ou de son représentant"),
    "outage": _("Coupure prévue : copie pour les urgences"),
}


def print_dossier(actor: User, file: ProtectionFile, /, *, reason: str, lang: str) -> int:
    """The number of this print of the file. Raises: MissingRight, BadInput."""
    require(actor, VIEW, file)
    one_of("reason", reason, list(REASONS))
    one_of("lang", lang, list(LANGUAGES))
    with transaction.atomic():
        number = len(prints(file)) + 1
        details = {"reason": reason, "lang": lang, "copy": number}
        journal(actor, PRINTED, "done", file, details)
        return number


say({"protection.print_dossier": _("Dossier de protection imprimé")})
say({"protection.supervision": _("Échéances de la protection consultées, sans nom")})
