"""What assistance brings to a list of people that leaves: how many acts and the last day, never which care."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Max
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.assistance.models import Act
from musanada.assistance.queries import CLOSED_FAMILIES
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import format_date
from musanada.kit.subject import COLUMNS, ColumnSet

STEP = 1000


def given(people: Sequence[UUID], units: frozenset[UUID]) -> Mapping[UUID, Sequence[object]]:
    language, found = get_language() or "fr", dict[UUID, Sequence[object]]()
    for start in range(0, len(people), STEP):
        part = people[start : start + STEP]
        rows = Act.objects.filter(state=Act.State.GIVEN, unit__in=units)
        rows = rows.exclude(service__family__in=CLOSED_FAMILIES)
        rows = rows.annotate(root=Coalesce("person__merged_into", "person"))
        counted = rows.filter(root__in=part).values("root").annotate(acts=Count("pk"), last=Max("given_on"))
        for row in counted.order_by("root"):
            found[row["root"]] = (row["acts"], format_date(row["last"], language, short=True))
    return found


COLUMNS.add(
    "services", ColumnSet(FieldGroup.SERVICES, (_("Aides reçues, hors santé"), _("Dernière aide")), given)
)
