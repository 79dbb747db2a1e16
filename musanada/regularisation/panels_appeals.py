"""What appeals and instructions put on the day's work of an office, of the commission, and in a file's steps."""

from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.cases.steps_pages import STEP_PAGES
from musanada.kit.formats import format_date, isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.regularisation.models import Appeal
from musanada.regularisation.queries import appeals, instructions

SHOWN = 6
Row = tuple[str, str, str]


def day(value: date | None) -> str:
    return isolate(format_date(value, get_language() or "fr", short=True)) if value else ""


def to_carry_out(actor: User) -> Panel | None:
    """What the appeals commission asked of the actor's offices."""
    if not holds(actor, instructions.EXECUTE):
        return None
    rows = instructions.waiting(actor)
    count = rows.count()
    if not count:
        return None
    found: list[Row] = []
    for one in rows[:SHOWN]:
        what = _("Favorable") if one.favourable else _("Rejet")
        detail = str(_("%(what)s, à exécuter pour le %(day)s") % {"what": what, "day": day(one.due_on)})
        address = reverse("regularisation:show", args=[one.application.case_id])
        found.append((isolate(str(one.application)), detail if one.due_on else str(what), address))
    return Panel(
        "instructions",
        _("La commission de recours demande"),
        found,
        more_url=reverse("regularisation:instructions"),
        count=count,
        order=14,
    )


def to_sort(actor: User) -> Panel | None:
    """Appeals lodged and not sorted yet, at the commission."""
    if not holds(actor, appeals.SORT):
        return None
    rows = appeals.of_commission(actor, appeals.SORT).filter(state=Appeal.State.LODGED).order_by("lodged_on")
    count = rows.count()
    if not count:
        return None
    found = [
        (
            isolate(str(one.application)),
            str(_("déposé le %(day)s") % {"day": day(one.lodged_on)}),
            reverse("regularisation:appeal", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]
    return Panel(
        "appeals",
        _("Recours à trier"),
        found,
        more_url=f"{reverse('regularisation:appeals')}?state=lodged",
        count=count,
        order=16,
    )


def followed(actor: User) -> Panel | None:
    """Offices that are late with what the commission asked."""
    if not appeals.hearing_units(actor, instructions.FOLLOW).exists():
        return None
    offices = [one for one in instructions.by_office(instructions.of_commission(actor)) if one.late]
    if not offices:
        return None
    found = [
        (
            isolate(str(one.unit)),
            str(
                _("%(late)s en retard, la plus ancienne du %(day)s")
                % {"late": one.late, "day": day(one.oldest)}
            ),
            reverse("regularisation:instructions-followed"),
        )
        for one in offices[:SHOWN]
    ]
    return Panel(
        "instructions-late",
        _("Bureaux en retard d'exécution"),
        found,
        more_url=reverse("regularisation:instructions-followed"),
        count=len(offices),
        order=18,
    )


# In a file: where an appeal is received, and where it is given up.
STEP_PAGES.add("regularisation.appeal", "regularisation:appeal-lodge")
STEP_PAGES.add("regularisation.withdraw_appeal", "regularisation:appeal-of-file")
PANELS.add("regularisation.instructions", to_carry_out)
PANELS.add("regularisation.appeals", to_sort)
PANELS.add("regularisation.instructions_followed", followed)
