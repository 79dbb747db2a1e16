"""A person may have two files that name different people: being named on one does not open the case of the other.

A case of protection is seen by those whom its own P4 file names, whatever else of the person they may open; and the P4
file under an open case is not closed.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import NARROWED
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.people.commands.confidential import STANDING
from musanada.people.models import ConfidentialFile
from musanada.people.queries.confidential import in_force
from musanada.protection.models import ProtectionFile


def own_cases(actor: User) -> Q:
    """Cases that are no protection file's, or whose file names the actor now."""
    named = in_force(actor).filter(file__closed_at=None).values("file")
    closed = ProtectionFile.objects.filter(case=OuterRef("pk")).exclude(secret__in=named)
    return ~Q(Exists(closed))


def still_open(file: ConfidentialFile) -> Sentence | None:
    if ProtectionFile.objects.filter(secret=file.pk, case__closed_on=None).exists():
        return _("Un dossier de protection ouvert repose sur celui-ci : faites d'abord approuver sa clôture.")
    return None


NARROWED.add("cases.case", own_cases)
STANDING.add("protection", still_open)
