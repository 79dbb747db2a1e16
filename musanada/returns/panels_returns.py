"""What returns add to the pages of cases and of people, to the day's work, and to their own file's page."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.cases.queries.parts import OWN_STEPS
from musanada.cases.steps_pages import STEP_PAGES, STEP_REASONS
from musanada.kit.alarms import ALARMS, Alarm
from musanada.kit.errors import Sentence
from musanada.kit.formats import isolate
from musanada.kit.timeline import OPENERS, PANELS, Panel
from musanada.returns.drafts import REASONS
from musanada.returns.models import Return, Screening
from musanada.returns.parts import SHOW_PARTS, Part
from musanada.returns.queries import lists
from musanada.returns.queries.interviews import interviews
from musanada.returns.queries.returns import EDITED, REGISTER, VIEW, offices
from musanada.returns.workflow import CODE, RETURN

SHOWN = 6
PAGES = {
    "register": "register",
    "screen": "screen",
    "find_ineligible": "screen",
    "refer": "screen",
    "counsel": "counsel",
    "declare": "declare",
    "withdraw": "withdraw",
    "withdraw_at_gate": "withdraw-at-gate",
    "mark_duplicate": "duplicate",
    "die": "die",
    "reopen": "reopen",
    "resume": "resume",
}
for step, name in PAGES.items():
    STEP_PAGES.add(f"{CODE}.{step}", f"returns:{name}")
STEP_REASONS.add(f"{CODE}.find_ineligible", tuple(REASONS[Screening.Outcome.INELIGIBLE].items()))
STEP_REASONS.add(f"{CODE}.refer", tuple(REASONS[Screening.Outcome.ELSEWHERE].items()))
# A correction is a line of the journal; no step of the table leads there.
OWN_STEPS[EDITED] = _("Dossier corrigé")

Row = tuple[Sentence, Sentence, str]


def heard(actor: User, ret: Return) -> Part | None:
    """Screening, vulnerabilities, counselling, declarations."""
    return Part("returns/interviews.html", {"told": interviews(actor, ret), "ret": ret}, order=50)


SHOW_PARTS.add("interviews", heard)


def enquiries(actor: User) -> Panel | None:
    """New enquiries and requests that nobody has screened. A home page names nobody."""
    if not holds(actor, REGISTER):
        return None
    rows = lists.visible(actor).filter(state__in=("enquiry", "registered")).select_related("unit")
    count = rows.count()
    if not count:
        return None
    found: list[Row] = [
        (
            f"{isolate(str(case))} · {RETURN.label_of(case.state)}",
            str(case.unit),
            reverse("returns:show", args=[case.pk]),
        )
        for case in rows.order_by("opened_on", "id")[:SHOWN]
    ]
    return Panel(
        "return-enquiries",
        _("Demandes de retour à orienter"),
        found,
        more_url=reverse("returns:list") + "?state=registered",
        count=count,
        order=17,
    )


def late(actor: User) -> Iterable[Alarm]:
    """Returns past a term, for who answers for them; and journeys whose day passed without a word."""
    if not holds(actor, VIEW):
        return
    counts = lists.counts(actor)
    if n := counts.get("late", 0):
        yield Alarm(
            ngettext(
                "%(n)s dossier de retour a dépassé son délai",
                "%(n)s dossiers de retour ont dépassé leur délai",
                n,
            )
            % {"n": n},
            url=reverse("returns:list") + "?late=on",
            tone="warning",
        )
    gone = lists.visible(actor).filter(state="booked", return_file__travel_on__lt=timezone.localdate())
    if n := gone.count():
        yield Alarm(
            ngettext(
                "%(n)s départ prévu est passé sans que l'on sache si la personne est partie",
                "%(n)s départs prévus sont passés sans que l'on sache si les personnes sont parties",
                n,
            )
            % {"n": n},
            detail=_("Notez le départ, l'absence ou le renoncement de chacun."),
            url=reverse("returns:list") + "?state=booked",
        )


def opener(actor: User, person: UUID) -> tuple[Sentence, str] | None:
    """From a person's page: a request of return, where the actor's office takes them."""
    if not holds(actor, REGISTER) or not offices(actor):
        return None
    return _("Demande de retour"), f"{reverse('returns:of-person')}?person={person}"


PANELS.add("returns.enquiries", enquiries)
ALARMS.add("returns", late)
OPENERS.add("returns.request", opener)
