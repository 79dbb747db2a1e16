"""What best interests put on the page of a child, on the day's work, and where the steps of the procedure are taken."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.cases.steps_pages import STEP_PAGES
from musanada.kit.formats import isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.protection import workflow
from musanada.protection.models import ProtectionFile
from musanada.protection.parts import CHILD_PARTS, Part
from musanada.protection.queries import assessments, determinations, panels

SHOWN = 6
PAGES = {
    "open_bia": "protection:bia-new",
    "finish_bia": "protection:bia-current",
    "need_bid": "protection:bid-new",
    "schedule_bid": "protection:bid-current",
    "postpone_bid": "protection:bid-current",
    "decide_bid": "protection:bid-current",
    "drop_bid": "protection:bid-current",
    "implement": "protection:bid-current",
}
for step, name in PAGES.items():
    STEP_PAGES.add(f"{workflow.CODE}.{step}", name)


def interests(actor: User, file: ProtectionFile) -> Part:
    """Assessments, determinations and exceptions, the latest first."""
    today = timezone.localdate()
    bias, bids = assessments.assessments(file), determinations.determinations(file)
    values = {
        "bias": [(one, assessments.SHAPES[one.state], one.on_time is False) for one in bias],  # type: ignore[index]
        "bids": [
            (one, determinations.SHAPES[one.state], one.state in determinations.OPEN and one.due_on < today)  # type: ignore[index]
            for one in bids
        ],
        "exceptions": exceptions(actor, file),
        "new_bia": new_bia(actor, file),
        "new_bid": new_bid(actor, file),
        "new_exception": new_exception(actor, file),
    }
    return Part("protection/bid_part.html", values, order=50, section="I")


def exceptions(actor: User, file: ProtectionFile) -> list[tuple[object, bool, bool]]:
    """Each with whether this actor may answer it, and whether its days are over."""
    approves = may(actor, "protection.approve", file)
    return [
        (
            one,
            approves and one.state == "asked" and one.asked_by_id != actor.pk,
            determinations.over(one),
        )
        for one in determinations.exceptions(file)
    ]


def new_bia(actor: User, file: ProtectionFile) -> str:
    """Where a step leads to an assessment from here."""
    source = workflow.FLOW.steps["open_bia"].source
    if file.case.state not in source or not may(actor, assessments.ASSESS, file):
        return ""
    return reverse("protection:bia-new", args=[file.case_id])


def new_bid(actor: User, file: ProtectionFile) -> str:
    assessed = assessments.latest_reviewed(file)
    asks = assessed is not None and assessed.bid_needed not in ("", "no")
    source = (*workflow.FLOW.steps["need_bid"].source, "bid_needed")
    open_one = determinations.open_one(file)
    standing = determinations.current(file)
    again = standing is not None and standing.state in determinations.STANDING
    if not asks or open_one or again or file.case.state not in source:
        return ""
    if not may(actor, determinations.MANAGE, file):
        return ""
    return reverse("protection:bid-new", args=[file.case_id])


def new_exception(actor: User, file: ProtectionFile) -> str:
    if file.case.closed_on is not None or not may(actor, "protection.work", file):
        return ""
    return reverse("protection:exception-new", args=[file.case_id])


def seats(actor: User) -> Panel | None:
    """Panels that wait for the actor's vote: a number, a day. A home page names nobody."""
    if not holds(actor, determinations.SIT):
        return None
    rows = panels.waiting(actor)
    if not rows:
        return None
    found = [
        (
            isolate(str(seat.bid)),
            _("Dossier à lire, vote à donner") if not seat.row.read_at else _("Vote à donner"),
            reverse("protection:panel", args=[seat.bid.pk]),
        )
        for seat in rows[:SHOWN]
    ]
    url = reverse("protection:panels")
    return Panel("panels", _("Panels où je siège"), found, more_url=url, count=len(rows), order=12)


CHILD_PARTS.add("interests", interests)
PANELS.add("protection.panels", seats)
