"""What was given to someone, in words for them; the nature of care only where that part of the file is told."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from musanada.assistance.commands.erasing import of_people
from musanada.assistance.models import Act
from musanada.assistance.queries import CLOSED_FAMILIES
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import format_date, format_money
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.reference.codes import ServiceFamily


def held(asking: Asking) -> Iterator[HeldSection]:
    rows = Act.objects.filter(of_people(asking.people), unit__in=asking.units)
    lines = []
    for act in rows.select_related("service", "unit", "programme", "partner").order_by("given_on", "id"):
        closed = act.service.family in CLOSED_FAMILIES and FieldGroup.HEALTH not in asking.groups
        what = ServiceFamily(act.service.family).label if closed else str(act.service)
        amount = format_money(act.amount, act.currency, asking.lang) if act.amount else ""
        giver = str(act.partner or act.unit)
        lines.append((format_date(act.given_on, asking.lang), what, amount, giver, act.get_state_display()))
    columns = (_("Le"), _("Ce que vous avez reçu"), _("Montant"), _("De qui"), _("État"))
    yield HeldSection(FieldGroup.SERVICES, _("Les aides"), lines, columns, order=50)


HELD.add("assistance", held)
