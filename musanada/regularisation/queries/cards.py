"""Residence cards an actor may see: work lists, one card with what hangs on it, requests for renewal.

A name stands beside a card where the actor's role reaches that part of the file, as the firewall has it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from musanada.access.doors import may, scoped
from musanada.access.models import Unit, User
from musanada.cases.steps import Step
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.ids import normalise_reference
from musanada.people.models import Contact, Person
from musanada.people.queries import display_name, name_in_list, note_reading, of_cluster, with_names
from musanada.regularisation.models import Application, Card, CardRule, Renewal
from musanada.regularisation.workflow_cards import CARD, RENEWAL

VIEW, ORDER, MAKE, RENEW, DECIDE = "card.view", "card.order", "card.make", "card.renew", "card.decide"
S = Card.State
RELATED = ("person__merged_into", "unit", "application__case")
STATES = S.choices


def cards(actor: User, right: str = VIEW) -> QuerySet[Card]:
    return scoped(actor, right, Card.objects.select_related(*RELATED))


def card(actor: User, pk: UUID | str, right: str = VIEW) -> Card:
    """One card. Reading that of a protected person leaves its line in the journal. Raises: Http404 unless visible."""
    rows = Card.objects.select_related(*RELATED, "previous").filter(pk=pk)
    found = scoped(actor, right, rows, named=True).first()
    if found is None:
        raise Http404
    note_reading(actor, holder(found))
    return found


def holder(one: Card) -> Person:
    """The canonical record of the person a card was made for."""
    person: Person = one.person.merged_into or one.person
    return person


def filtered(
    rows: QuerySet[Card], state: str = "", unit: str = "", text: str = "", running_out: bool = False
) -> QuerySet[Card]:
    """By state, office, and any of the three references one may have in hand."""
    if state in S.values:
        rows = rows.filter(state=state)
    if unit:
        rows = rows.filter(Q(unit=unit))
    if running_out:
        rows = rows.filter(state=S.DELIVERED, valid_to__gte=timezone.localdate()).order_by("valid_to", "id")
    word = normalise_reference(text)
    if word:
        rows = rows.filter(
            Q(reference=word) | Q(person__reference=word) | Q(application__case__reference=word)
        )
    return rows


def units(actor: User, right: str = VIEW) -> list[Unit]:
    """The offices whose cards the actor may see: for a filter."""
    keys = cards(actor, right).order_by().values_list("unit", flat=True).distinct()
    return list(Unit.objects.filter(pk__in=list(keys)).order_by("name_fr"))


def to_order(actor: User) -> QuerySet[Application]:
    """Files whose favourable decision was told and that have no card yet, the longest waiting first."""
    rows = Application.objects.filter(case__state="notified").select_related(
        "case__person__merged_into", "case__unit"
    )
    return scoped(actor, ORDER, rows).order_by("lodged_on", "id")


def to_print(actor: User) -> QuerySet[Card]:
    return cards(actor, MAKE).filter(state=S.ORDERED).order_by("ordered_on", "id")


def to_deliver(actor: User) -> QuerySet[Card]:
    return cards(actor, MAKE).filter(state=S.PRINTED).order_by("printed_on", "id")


def chosen(rows: QuerySet[Any], keys: Iterable[str]) -> list[Any]:
    """Those of ``rows`` that were ticked; a key that is none of them is not found."""
    wanted: set[UUID] = set()
    for key in keys:
        try:
            wanted.add(UUID(key))
        except ValueError:
            raise Http404 from None
    found = list(rows.filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise Http404
    return found


# Names and contacts: other parts of the file


def names(actor: User, people: Mapping[Any, Person], *, right: str = VIEW) -> dict[Any, str]:
    """The names of the people of these rows (``{key of a card: person}``), where the actor's role reaches them."""
    reached = scoped(actor, right, Card.objects.filter(pk__in=list(people)), group=FieldGroup.IDENTITY)
    allowed = set(reached.values_list("pk", flat=True))
    wanted = {people[key].pk for key in allowed}
    shown = {one.pk: name_in_list(one) for one in with_names(Person.objects.filter(pk__in=wanted))}
    return {key: shown.get(people[key].pk, "") for key in allowed}


def names_of_files(actor: User, files: Iterable[Application], right: str) -> dict[Any, str]:
    """The same for files that have no card yet."""
    people = {one.pk: one.case.person.merged_into or one.case.person for one in files}
    rows = Application.objects.filter(pk__in=list(people))
    allowed = set(scoped(actor, right, rows, group=FieldGroup.IDENTITY).values_list("pk", flat=True))
    wanted = {people[key].pk for key in allowed}
    shown = {one.pk: name_in_list(one) for one in with_names(Person.objects.filter(pk__in=wanted))}
    return {key: shown.get(people[key].pk, "") for key in allowed}


def name(actor: User, one: Card) -> str:
    """The holder's name on one card already opened; empty where the actor's role does not reach it."""
    return display_name(holder(one)) if may(actor, VIEW, one, FieldGroup.IDENTITY) else ""


def contacts(actor: User, one: Card) -> list[Contact] | None:
    """How the holder may be reached, safe ones first; None where the actor's role does not reach that part."""
    if not may(actor, VIEW, one, FieldGroup.CONTACT):
        return None
    order = list(Contact.Safety.values)
    found = Contact.objects.filter(of_cluster(holder(one)))
    return sorted(found, key=lambda contact: order.index(contact.safety))


# What follows a card


def following(one: Card) -> Card | None:
    return Card.objects.filter(previous=one).first()


def chain(one: Card) -> list[Card]:
    """Every card of the same holder, newest first: they hang on one person already opened."""
    return list(Card.objects.filter(of_cluster(holder(one))).select_related("unit"))


def open_renewal(one: Card) -> Renewal | None:
    return one.renewals.filter(state=Renewal.State.FILED).first()


def may_renew(actor: User, one: Card) -> bool:
    """Is a request for renewal possible now?"""
    if one.state not in (S.DELIVERED, S.LOST) or one.valid_from is None:
        return False
    if one.valid_from > timezone.localdate() or following(one) or open_renewal(one):
        return False
    return may(actor, RENEW, one)


def may_duplicate(actor: User, one: Card) -> bool:
    running = one.valid_to is not None and one.valid_to >= timezone.localdate()
    return one.state == S.LOST and running and not following(one) and may(actor, ORDER, one)


def steps(actor: User, one: Card) -> list[Step]:
    """The buttons of a card; what replaces it is the next one's delivery, not a button."""
    return [step for step in CARD.open_steps(actor, one) if step.code != "replace"]


def expired(one: Card) -> bool:
    return one.state == S.DELIVERED and one.valid_to is not None and one.valid_to < timezone.localdate()


def state_of(one: Card, day: date | None = None) -> tuple[str, Sentence]:
    """Shape and word: a card in hand whose last day has passed has lapsed, whatever its row says."""
    from django.utils.translation import gettext as _

    today = day or timezone.localdate()
    if one.state == S.DELIVERED and one.valid_to is not None:
        if one.valid_to < today:
            return "late", _("Échue")
        if one.valid_from is not None and one.valid_from > today:
            return "next", _("Pas encore valable")
        return "done", _("Valable")
    shapes = {S.ORDERED: "wait", S.PRINTED: "open", S.LOST: "blocked", S.WITHDRAWN: "blocked"}
    return shapes.get(S(one.state), "void"), str(one.get_state_display())


def shown_rules() -> list[CardRule]:
    return list(CardRule.objects.all())


# Renewals


def renewals(actor: User, right: str = VIEW) -> QuerySet[Renewal]:
    related = ("card__person__merged_into", "card__unit", "card__application__case")
    return scoped(actor, right, Renewal.objects.select_related(*related))


def to_decide(actor: User) -> QuerySet[Renewal]:
    return renewals(actor, DECIDE).filter(state=Renewal.State.FILED).order_by("filed_on", "id")


def renewal(actor: User, pk: UUID | str, right: str = VIEW) -> Renewal:
    """One request. Raises: Http404 unless visible."""
    related = ("card__person__merged_into", "card__unit", "card__application__case", "recorded_by")
    rows = Renewal.objects.select_related(*related, "decided_by").filter(pk=pk)
    found = scoped(actor, right, rows, named=True).first()
    if found is None:
        raise Http404
    note_reading(actor, holder(found.card))
    return found


@dataclass(frozen=True)
class Decidable:
    """What may be done with a request now, and what keeps it from being granted."""

    grant: bool
    refuse: bool
    blocked: Sentence


def decidable(actor: User, one: Renewal) -> Decidable:
    codes = {step.code for step in RENEWAL.open_steps(actor, one)}
    blocked = next((why for step, why in RENEWAL.blocked_steps(actor, one) if step.code == "grant"), "")
    return Decidable("grant" in codes, "refuse" in codes, blocked)


def address(name: str, *args: Any) -> str:
    """The page's address, or nothing where the pages are not mounted."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
