"""What encounters put on the page of a child's file and on the day's work. A home page names nobody."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_datetime, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.protection.models import MappedChild, ProtectionFile
from musanada.protection.parts import CHILD_PARTS, Part
from musanada.protection.queries import encounters as queries
from musanada.protection.queries import pathways

SHOWN = 6
Row = tuple[Sentence, Sentence, str]


def street(actor: User, file: ProtectionFile) -> Part | None:
    """Encounters and the way they came, of the child whose file the actor opened."""
    from musanada.protection.views.pathways import drawn

    child = MappedChild.objects.filter(detail__file=file).first()
    if child is None:
        return None
    legs = pathways.legs_of(child)
    values = {
        "mapped": child,
        "met": [one for one in queries.encounters_of(child) if one.voided_at is None],
        "legs": legs,
        "route": drawn(legs) if legs else "",
        "may_edit": may(actor, queries.RIGHT, child),
    }
    return Part("protection/encounter_part.html", values, order=25, section="A")


def in_danger(actor: User) -> Panel | None:
    """Encounters with a danger said, then those to be sorted: by town and hour, without a nickname."""
    if not holds(actor, queries.RIGHT):
        return None
    rows = queries.encounters(actor, "open").order_by("-danger", "-at")
    lang = get_language() or "fr"
    shown: list[Row] = [
        (
            f"{one.town} · {isolate(format_datetime(one.at, lang, short=True))}",
            _("Danger immédiat") if one.danger else one.get_band_display(),
            reverse("protection:encounter", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]
    if not shown:
        return None
    more = f"{reverse('protection:encounters')}?show=open"
    return Panel(
        "encounters", _("Rencontres de rue à trier"), shown, more_url=more, count=rows.count(), order=22
    )


PANELS.add("encounters", in_danger)
CHILD_PARTS.add("encounters", street)
