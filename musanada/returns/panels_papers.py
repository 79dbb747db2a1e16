"""What papers and hand-overs put on the page of a return and on the day's work. Never who it is about."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.cases.queries.parts import OWN_STEPS
from musanada.kit.formats import isolate
from musanada.kit.timeline import PANELS, Panel
from musanada.returns.models import Return
from musanada.returns.parts import SHOW_PARTS, Part
from musanada.returns.queries import handovers
from musanada.returns.queries import papers as queries
from musanada.returns.workflow import EARLY

ADD = (
    ("document-new", _("Document de voyage")),
    ("exit-new", _("Autorisation de sortie")),
    ("fitness-new", _("Aptitude au voyage")),
    ("stay-new", _("Hébergement")),
)


def papers(actor: User, ret: Return) -> Part | None:
    """Nothing before there is something to hold; whoever keeps papers may add them from the start."""
    found = queries.papers(ret)
    may_keep = may(actor, queries.PAPERS, ret) and ret.case.closed_on is None
    empty = not (found.documents or found.exits or found.certificates or found.stays)
    if empty and (not may_keep or ret.case.state in EARLY[:2]):
        return None
    add = [(reverse(f"returns:{name}", args=[ret.case_id]), label) for name, label in ADD] if may_keep else []
    return Part("returns/papers_part.html", {"papers": found, "add": add, "may_keep": may_keep}, order=20)


SHOWN = 6


def handed(actor: User, ret: Return) -> Part | None:
    """Hand-overs of this file, and the way to propose one."""
    if not may(actor, handovers.HAND_OVER, ret):
        return None
    rows = [(one, handovers.SHAPES[one.state]) for one in handovers.handovers_of(ret)]
    open_ones = any(one.state == "proposed" for one, _shape in rows)
    url = "" if open_ones else reverse("returns:handover-new", args=[ret.case_id])
    return Part("returns/handover_part.html", {"rows": rows, "url": url}, order=40)


def to_answer(actor: User) -> Panel | None:
    """Files that another mission proposes to the actor's offices."""
    if not holds(actor, handovers.HAND_OVER):
        return None
    rows = handovers.to_answer(actor)
    found = [
        (
            f"{isolate(str(one))} · {one.ret.get_direction_display()}",
            _("%(unit)s vous propose un dossier") % {"unit": one.from_unit},
            reverse("returns:handover", args=[one.pk]),
        )
        for one in rows[:SHOWN]
    ]
    if not found:
        return None
    url = reverse("returns:handovers")
    return Panel(
        "handovers", _("Dossiers remis à reprendre"), found, more_url=url, count=rows.count(), order=14
    )


SHOW_PARTS.add("papers", papers)
SHOW_PARTS.add("handovers", handed)
PANELS.add("returns.handovers", to_answer)
OWN_STEPS[handovers.STEP] = _("Dossier remis à une autre mission")
