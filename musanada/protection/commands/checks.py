"""What the commands over a protection file ask of what is typed: an open file, a day in its order, words that say something."""

from datetime import date

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.kit.errors import Refused, bad
from musanada.kit.formats import format_date, isolate
from musanada.protection.models import ProtectionFile

LEAST, MOST = 10, 4000  # characters
CLOSED = _("Ce dossier est clos : rouvrez-le d'abord, avec un motif.")


def insist_open(file: ProtectionFile) -> None:
    """Raises: Refused."""
    if Case.objects.filter(pk=file.case_id, closed_on__isnull=False).exists():
        raise Refused(CLOSED, code="closed")


def past_day(file: ProtectionFile, field: str, on: date | None) -> date:
    """A day between the identification and today; without one, today. Raises: BadInput."""
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise bad(field, _("Ce jour n'est pas encore venu : écrivez le jour où cela s'est fait."))
    return not_before(file, field, day)


def not_before(file: ProtectionFile, field: str, day: date) -> date:
    if day < file.identified_on:
        raise bad(
            field,
            _("Ce jour est avant l'identification (%(day)s) : vérifiez la date.")
            % {"day": isolate(format_date(file.identified_on, get_language() or "fr", short=True))},
        )
    return day


def coming_day(field: str, day: date) -> date:
    """Today or later. Raises: BadInput."""
    if day < timezone.localdate():
        raise bad(field, _("Ce jour est passé : choisissez aujourd'hui ou un jour à venir."))
    return day


def words(field: str, text: str, *, least: int = LEAST) -> str:
    """Raises: BadInput for words that say nothing."""
    found = text.strip()
    if len(found) < least:
        raise bad(field, _("Dites-le en %(count)s caractères au moins.") % {"count": least})
    return found[:MOST]


def one_of(field: str, value: str, known: list[str]) -> str:
    """Raises: BadInput."""
    if value not in known:
        raise bad(field, _("Choisissez une réponse dans la liste."))
    return value
