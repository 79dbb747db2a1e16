"""When someone came to a counter, and whether a file brought them in, in words for them."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.intake.models import Arrival
from musanada.intake.models.imports import ImportRow
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import format_date
from musanada.kit.subject import HELD, Asking, HeldSection


def held(asking: Asking) -> Iterator[HeldSection]:
    visits = Arrival.objects.filter(person__in=asking.people, unit__in=asking.units).select_related("unit")
    lines = [
        (format_date(one.day, asking.lang), one.get_purpose_display(), str(one.unit))
        for one in visits.order_by("day")
    ]
    columns = (_("Le"), _("Motif"), _("Bureau"))
    yield HeldSection(FieldGroup.IDENTITY, _("Vos passages à l'accueil"), lines, columns, order=52)
    own = Q(person__in=asking.people) | Q(match__in=asking.people)
    rows = ImportRow.objects.filter(own, batch__unit__in=asking.units).select_related("batch__unit")
    received = dict.fromkeys(
        (format_date(timezone.localdate(row.batch.uploaded_at), asking.lang), str(row.batch.unit))
        for row in rows
    )
    title = _("Listes reçues d'un partenaire où vous étiez")
    yield HeldSection(FieldGroup.IDENTITY, title, list(received), (_("Le"), _("Bureau")), order=54)


HELD.add("intake", held)
