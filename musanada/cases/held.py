"""To whom someone was referred and what went with them, in words for them."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Referral
from musanada.kit.choices import FieldGroup
from musanada.kit.formats import format_date
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.people.consents import group_labels


def held(asking: Asking) -> Iterator[HeldSection]:
    """What was sent from these offices, and what they received: a draft is nobody's yet."""
    ours = Q(from_unit__in=asking.units) | Q(to_unit__in=asking.units)
    rows = Referral.objects.filter(ours, person__in=asking.people).exclude(state=Referral.State.DRAFT)
    lines = []
    for one in rows.select_related("from_unit", "to_unit", "partner").order_by("recorded_at"):
        sent = timezone.localdate(one.asked_at or one.recorded_at)
        parts = ", ".join(str(label) for label in group_labels(one.group_set))
        lines.append(
            (
                format_date(sent, asking.lang),
                str(one.from_unit),
                str(one.to_unit or one.partner),
                parts,
                one.get_state_display(),
            )
        )
    columns = (_("Le"), _("De"), _("À"), _("Ce qui a été transmis"), _("État"))
    yield HeldSection(
        FieldGroup.LEGAL, _("Vers qui vous avez été orientée ou orienté"), lines, columns, order=56
    )


HELD.add("cases", held)
