"""What cards put on the day's work and on a person's time line: to make, to decide, whom to tell."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, scoped
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, isolate
from musanada.kit.ids import show_reference
from musanada.kit.timeline import PANELS, TIMELINE, Line, Panel
from musanada.regularisation.models import Card
from musanada.regularisation.queries import cards as queries
from musanada.regularisation.queries import reminders as reads

SHOWN = 6
Rows = list[tuple[Sentence, Sentence, str]]
S = Card.State


def day(value: date | None) -> str:
    return isolate(format_date(value, get_language() or "fr", short=True)) if value else ""


def listed(cards: Iterable[Card]) -> Rows:
    return [
        (
            isolate(show_reference(one.reference)),
            f"{one.unit} · {day(one.printed_on or one.ordered_on)}",
            queries.address("regularisation:card", one.pk),
        )
        for one in cards
    ]


def to_order(actor: User) -> Panel | None:
    """Favourable decisions that were told and wait for their card."""
    if not holds(actor, queries.ORDER):
        return None
    rows = queries.to_order(actor)
    count = rows.count()
    if not count:
        return None
    shown: Rows = [
        (
            isolate(show_reference(one.case.reference)),
            str(one.case.unit),
            queries.address("regularisation:card-order"),
        )
        for one in rows[:SHOWN]
    ]
    more = queries.address("regularisation:card-order")
    return Panel("cards-order", _("Cartes à commander"), shown, more_url=more, count=count, order=34)


def to_make(actor: User) -> Panel | None:
    """For the officer: ordered and not printed, printed and not handed over."""
    if not holds(actor, queries.MAKE):
        return None
    printing, waiting = queries.to_print(actor), queries.to_deliver(actor)
    rows = listed(printing[:SHOWN])
    return Panel(
        "cards-make",
        _("Cartes à imprimer et à remettre"),
        rows or listed(waiting[:SHOWN]),
        more_url=queries.address("regularisation:card-print" if rows else "regularisation:card-deliver"),
        empty=_("Aucune carte n'est à imprimer ni à remettre."),
        count=printing.count() + waiting.count(),
        order=22,
    )


def to_decide(actor: User) -> Panel | None:
    """Requests for renewal, the oldest first."""
    if not holds(actor, queries.DECIDE):
        return None
    rows = queries.to_decide(actor)
    shown: Rows = [
        (
            isolate(show_reference(one.card.reference)),
            _("déposée le %(day)s · fin de la carte le %(end)s")
            % {"day": day(one.filed_on), "end": day(one.card.valid_to)},
            queries.address("regularisation:renewal", one.pk),
        )
        for one in rows[:SHOWN]
    ]
    return Panel(
        "renewals",
        _("Renouvellements à décider"),
        shown,
        more_url=queries.address("regularisation:renewals"),
        empty=_("Aucune demande de renouvellement n'attend votre décision."),
        count=rows.count(),
        order=23,
    )


def to_tell(actor: User) -> Panel | None:
    """Holders to tell that their card ends."""
    if not holds(actor, reads.REMIND):
        return None
    rows = reads.to_tell(actor)
    count = rows.count()
    if not count:
        return None
    shown: Rows = [
        (
            isolate(show_reference(one.card.reference)),
            _("fin de la carte le %(day)s") % {"day": day(one.card.valid_to)},
            queries.address("regularisation:reminder", one.pk),
        )
        for one in rows[:SHOWN]
    ]
    more = queries.address("regularisation:reminders")
    return Panel("reminders", _("Titulaires à prévenir"), shown, more_url=more, count=count, order=33)


WORDS = {
    S.ORDERED: (_("Carte de séjour commandée"), ""),
    S.PRINTED: (_("Carte de séjour imprimée"), ""),
    S.CANCELLED: (_("Commande de carte annulée"), "muted"),
    S.LOST: (_("Carte de séjour perdue ou volée"), "warning"),
    S.WITHDRAWN: (_("Carte de séjour retirée"), "danger"),
}


def timeline(actor: User, people: list[UUID]) -> list[Line]:
    """Cards of one person's records, whose page was opened already."""
    rows = Card.objects.filter(person__in=people).select_related("unit")
    return [line(one) for one in scoped(actor, queries.VIEW, rows, named=True)]


def line(one: Card) -> Line:
    what, tone = WORDS.get(S(one.state), (_("Carte de séjour remise"), ""))
    on = one.ended_on or one.delivered_on or one.printed_on or one.ordered_on
    shape, word = queries.state_of(one)
    note = (
        _("Valable du %(first)s au %(last)s") % {"first": day(one.valid_from), "last": day(one.valid_to)}
        if one.valid_from and one.valid_to
        else ""
    )
    return Line(
        on=on,
        kind="card",
        what=what,
        where=str(one.unit),
        state=word,
        tone="danger" if shape == "late" else tone,
        url=queries.address("regularisation:card", one.pk),
        note=note,
    )


PANELS.add("regularisation.cards_order", to_order)
PANELS.add("regularisation.cards_make", to_make)
PANELS.add("regularisation.renewals", to_decide)
PANELS.add("regularisation.reminders", to_tell)
TIMELINE.add("regularisation.cards", timeline)
