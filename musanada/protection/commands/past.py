"""Files of the past by the thousand: rows of protection as its commands would have left them, table by table.

For registers that another system kept, and for the demonstration country. Whoever loads has checked each file; what the
tables demand (constraints) is asked by the database, all of it or nothing.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.models import Case, CaseStep
from musanada.kit.errors import Refused
from musanada.protection import dossiers
from musanada.protection.models import Determination

SPINE: tuple[type[Model], ...] = (CaseStep, Case)  # first the one that triggers guard
WAITING = "0" * 64  # the digest of a dossier that is sealed right after the load
Row = Mapping[str, Any]


@command("protection.load")
def load_past_rows(actor: User, unit: Unit, tables: Mapping[type[Model], Sequence[Row]]) -> int:
    """Keep rows (by the names of their fields); what is left out takes its default. Returns how many.

    Raises: Refused for a table that is not protection's own, or the spine of its files.
    """
    foreign = [model for model in tables if model._meta.app_label != "protection" and model not in SPINE]
    if foreign:
        raise Refused(_("Cette reprise n'écrit que les dossiers de protection : rien n'est gardé."))
    ordered = sorted(tables, key=lambda model: (model not in SPINE, model is Case, model._meta.label))
    return sum(write(model, tables[model]) for model in ordered)


@command("protection.load")
def seal_past_dossiers(actor: User, unit: Unit) -> int:
    """What panels of the past read, sealed anew by today's form from the files as they are kept, under the day it was
    sealed then. Only where a load left none. Returns how many."""
    sealed = 0
    rows = Determination.objects.filter(dossier="", sealed_at__isnull=False, digest=WAITING)
    for bid in rows.select_related("file__case__person", "file__child", "assessment"):
        text, seal = dossiers.seal(bid, timezone.localdate(bid.sealed_at))
        sealed += Determination.objects.filter(pk=bid.pk, dossier="").update(dossier=text, digest=seal)
    return sealed


def write(model: type[Model], rows: Sequence[Row]) -> int:
    """Rows that say the same columns go in one statement."""
    alike: dict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append(tuple(row.values()))
    return sum(bulk.insert(model, columns, some) for columns, some in alike.items())


say(
    {
        "protection.load_past_rows": _("A repris des dossiers de protection passés"),
        "protection.seal_past_dossiers": _("A scellé les dossiers de panels passés"),
    }
)
