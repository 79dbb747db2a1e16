"""Agreements on a person's time line, and on the day of whoever decides about doing without one."""

from collections.abc import Iterator
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import isolate
from musanada.kit.timeline import PANELS, TIMELINE, Line, Panel
from musanada.people.models import Consent, ConsentOverride, Person
from musanada.people.queries import consents as queries
from musanada.people.queries import overrides
from musanada.people.timeline import CONSENT

SHOWN = 5


def lines(actor: User, people: list[UUID]) -> Iterator[Line]:
    """What was agreed to, refused and taken back, as far as the actor may read it."""
    person = Person.objects.filter(pk__in=people, merged_into=None).first()
    if person is None or not queries.may_see(actor):
        return
    for answer in queries.consents_of(actor, person):
        what, to = answer.get_purpose_display(), answer.recipient_words
        words = _("%(purpose)s, %(recipient)s") % {"purpose": what, "recipient": to} if to else what
        refused = answer.state == Consent.State.REFUSED
        first = _("Refusé") if refused else _("Accord donné")
        state = first if answer.basis == queries.CONSENT else answer.get_basis_display()
        yield Line(
            answer.given_on,
            CONSENT,
            words,
            str(answer.recorded_by),
            str(answer.unit),
            state=state,
            url=reverse("consents:person", args=[person.pk]),
        )
        if answer.withdrawn_at:
            day = timezone.localdate(answer.withdrawn_at)
            yield Line(day, CONSENT, words, str(answer.withdrawn_by), state=_("Accord retiré"))


def to_decide(actor: User) -> Panel | None:
    """Overrides that wait, and those used that nobody has looked at: on the day of who decides."""
    if not holds(actor, queries.APPROVE, FieldGroup.LEGAL):
        return None
    wait, used, bases = (
        overrides.waiting(actor),
        overrides.used_unreviewed(actor),
        overrides.bases_unreviewed(actor),
    )
    rows = [row(one, _("à décider")) for one in wait[:SHOWN]]
    rows += [row(one, _("utilisée, à relire")) for one in used[: SHOWN - len(rows)]]
    return Panel(
        "overrides",
        _("Agir sans l'accord de la personne"),
        rows,
        more_url=reverse("consents:overrides"),
        empty=_("Aucune dérogation n'attend."),
        count=wait.count() + used.count() + bases.count(),
        order=15,
    )


def row(one: ConsentOverride, state: Sentence) -> tuple[Sentence, Sentence, str]:
    what = (
        f"{one.get_purpose_display()} · {one.recipient_words}" if one.recipient else one.get_purpose_display()
    )
    detail = f"{isolate(str(one.person))} · {state} · {one.unit}"
    return what, detail, reverse("consents:override", args=[one.pk])


TIMELINE.add("people.consents", lines)
PANELS.add("people.overrides", to_decide)
