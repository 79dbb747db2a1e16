"""What stands today: the last word of the person for a purpose and a recipient, and who waits for a decision.

The last word is read, never stored. A yes, a no and a taking back are events in the order of the day they were said
(recorded later or not); the last one about the very recipient decides, except that a later *no* to everybody wins over
it. One organisation's answers are its own: consent is given to a controller. So nothing that was said to one opens,
closes or shows anything at another, and nothing crosses to or from a State authority.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from musanada.access.doors import holdings_of, holds, scoped, units_for
from musanada.access.models import Unit, User
from musanada.kit.choices import FieldGroup, Side
from musanada.partners.queries import partners
from musanada.people.consents import ADULT, PURPOSES, Purpose, Recipient, recipient_of
from musanada.people.models import Consent, ConsentOverride, LegalBasis, Person
from musanada.people.queries.attachments import ADD
from musanada.people.queries.families import household, members_seen, relationships

VIEW, RECORD, ASK, APPROVE = "consent.view", "consent.record", "consent.override", "consent.approve_override"
CONSENT = LegalBasis.Basis.CONSENT


@dataclass(frozen=True)
class Grounds:
    """On what an act about a person stands: their consent, another legal basis, or an override used for it."""

    consent: UUID | None = None
    override: UUID | None = None
    basis: str = CONSENT.value

    @property
    def kind(self) -> str:
        if self.override:
            return "override"
        return "consent" if self.basis == CONSENT else "basis"


@dataclass(frozen=True)
class Word:
    """One moment at which something was said: ``yes`` or no, by which answer."""

    on: date
    at: datetime
    yes: bool
    answer: Consent

    @property
    def when(self) -> tuple[date, datetime]:
        return (self.on, self.at)


def words_of(answer: Consent) -> list[Word]:
    """An answer taken back was a yes on its day and is a no on the day it was taken back."""
    said = Word(answer.given_on, answer.recorded_at, answer.state != Consent.State.REFUSED, answer)
    if answer.withdrawn_at is None:
        return [said]
    return [said, Word(timezone.localdate(answer.withdrawn_at), answer.withdrawn_at, False, answer)]


def last(words: Iterable[Word]) -> Word | None:
    return max(words, key=lambda w: (*w.when, not w.yes), default=None)


def last_word(answers: Iterable[Consent], recipient: Recipient) -> Word | None:
    """What decides for ``recipient`` among the answers of one purpose; None when nothing was ever said."""
    words = [word for answer in answers for word in words_of(answer)]
    exact = last(w for w in words if w.answer.recipient in recipient.names)
    if recipient.is_state:
        return exact
    general = last(w for w in words if w.answer.recipient == "")
    if exact is None:
        return general
    return general if general and not general.yes and general.when > exact.when else exact


def holds_for(word: Word | None, recipient: Recipient, groups: frozenset[str], day: date) -> bool:
    """Is this last word a yes, in force on ``day``, for all of ``groups``, and enough for that recipient?"""
    if word is None or not word.yes:
        return False
    answer = word.answer
    in_time = answer.given_on <= day and (answer.expires_on is None or answer.expires_on >= day)
    enough = answer.basis == CONSENT or not recipient.is_state
    return in_time and enough and groups <= answer.group_set


def heard_by(holder: Unit | None) -> Q:
    """Answers given to the organisation of ``holder``; None: to any that is no State authority."""
    if holder is None:
        return ~Q(unit__side=Side.STATE)
    return Q(unit__path__startswith=holder.path.split("/")[0] + "/")


def ring_of(actor: User) -> Q:
    """Answers given to the organisations the actor works for."""
    if actor.is_system:
        return heard_by(None)
    roots = {path.split("/")[0] + "/" for _role, path in holdings_of(actor)}
    return reduce(or_, [Q(unit__path__startswith=root) for root in roots], Q(pk__in=[]))


def of_whole_cluster(person: Person, path: str = "person") -> Q:
    """Rows of all records that are one with ``person`` now, whichever of them was asked about."""
    leads = Person.objects.filter(pk=person.pk, merged_into__isnull=False).values("merged_into")
    one = Q(pk=person.pk) | Q(merged_into=person.pk) | Q(pk__in=leads) | Q(merged_into__in=leads)
    return Q(**{f"{path}__in": Person.objects.filter(one).values("pk")})


def answers_about(person: Person, ring: Q) -> QuerySet[Consent]:
    """Every answer of the person and of the records merged into them, in a ring, newest first."""
    rows = Consent.objects.filter(of_whole_cluster(person) & ring).select_related(
        "to_unit", "to_partner", "unit"
    )
    return rows.order_by("-given_on", "-recorded_at", "-id")


def covering(
    person: Person,
    purpose: str,
    *,
    recipient: str = "",
    groups: Iterable[str] = (),
    holder: Unit | None = None,
) -> Consent | None:
    """The answer on which ``purpose`` may stand now, or None: ask it at each use, never once and for all.

    ``holder`` is the unit whose file it is about: the answers given to its organisation count. Give it wherever it
    is known; without it those given to anybody but a State authority do.
    """
    return covering_in(heard_by(holder), person, purpose, recipient, groups)


def covering_in(
    ring: Q, person: Person, purpose: str, recipient: str, groups: Iterable[str]
) -> Consent | None:
    PURPOSES[purpose]
    to = recipient_of(recipient)
    if to is None:
        return None
    word = last_word(answers_about(person, ring).filter(purpose=purpose), to)
    found = holds_for(word, to, frozenset(groups), timezone.localdate())
    return word.answer if word and found else None


def covered(
    people: Sequence[UUID],
    purpose: str,
    *,
    recipient: str = "",
    groups: Iterable[str] = (),
    holder: Unit | None = None,
    actor: User | None = None,
) -> set[UUID]:
    """Of these canonical people, those whom ``covering`` covers: for lists, in two questions a thousand people.

    Without a ``holder``, the answers given to the organisations ``actor`` works for count.
    """
    PURPOSES[purpose]
    to = recipient_of(recipient)
    ring = ring_of(actor) if actor and holder is None else heard_by(holder)
    wanted, today, found = frozenset(groups), timezone.localdate(), set[UUID]()
    for start in range(0, len(people) if to else 0, 1000):
        chunk = people[start : start + 1000]
        root = {pk: pk for pk in chunk}
        merged = Person.objects.filter(merged_into__in=chunk)
        root |= {gone.pk: gone.merged_into_id for gone in merged if gone.merged_into_id}
        answers: dict[UUID, list[Consent]] = {}
        rows = Consent.objects.filter(ring, person__in=[*root], purpose=purpose)
        for answer in rows:
            answers.setdefault(root[answer.person_id], []).append(answer)
        found |= {
            pk for pk, said in answers.items() if to and holds_for(last_word(said, to), to, wanted, today)
        }
    return found


def lacking(ring: Q, person: Person, purpose: str, recipient: str, groups: Iterable[str]) -> frozenset[str]:
    """The groups an otherwise standing answer does not carry; empty when there is no such answer at all."""
    found = covering_in(ring, person, purpose, recipient, ())
    return frozenset(groups) - found.group_set if found else frozenset()


def usable_override(
    actor: User, person: Person, purpose: str, *, recipient: str = "", groups: Iterable[str] = ()
) -> ConsentOverride | None:
    """An override allowed and not yet used, for this very act, at a place where the actor works."""
    to = recipient_of(recipient)
    if to is None or to.is_state:
        return None
    rows = ConsentOverride.objects.filter(
        of_whole_cluster(person),
        purpose=purpose,
        recipient__in=to.names,
        state=ConsentOverride.State.APPROVED,
        valid_until__gt=timezone.now(),
        unit__in=units_for(actor, VIEW),
    )
    wanted = frozenset(groups)
    return next((one for one in rows.order_by("valid_until") if wanted <= one.group_set), None)


def grounds(
    actor: User,
    person: Person,
    purpose: str,
    *,
    recipient: str = "",
    groups: Iterable[str] = (),
    holder: Unit | None = None,
) -> Grounds | None:
    """On what the act would stand now, without using anything up: for a page that says what is missing."""
    wanted = tuple(groups)
    ring = heard_by(holder) if holder else ring_of(actor)
    answer = covering_in(ring, person, purpose, recipient, wanted)
    if answer:
        return Grounds(consent=answer.pk, basis=answer.basis)
    override = usable_override(actor, person, purpose, recipient=recipient, groups=wanted)
    return Grounds(override=override.pk) if override else None


def still_stands(
    kept: Grounds,
    person: Person,
    purpose: str,
    *,
    recipient: str = "",
    groups: Iterable[str] = (),
    holder: Unit | None = None,
) -> bool:
    """Does what was begun on ``kept`` still stand? Asked at each use: the last word of the person decides again.

    What an override began stands until the person says no after it was allowed.
    """
    to = recipient_of(recipient)
    if to is None:
        return False
    word = last_word(answers_about(person, heard_by(holder)).filter(purpose=purpose), to)
    if holds_for(word, to, frozenset(groups), timezone.localdate()):
        return True
    used = (
        ConsentOverride.objects.filter(pk=kept.override, used_at__isnull=False).first()
        if kept.override
        else None
    )
    if used is None or used.decided_at is None or to.is_state:
        return False
    refused_since = word is not None and not word.yes and word.at > used.decided_at
    return not refused_since


def consents_of(actor: User, person: Person) -> list[Consent]:
    """The answers of one opened person that the actor's own units wrote down, newest first.

    What other offices heard is theirs to say; that it decides is shown (``standing``), not what it was.
    """
    rows = answers_about(person, Q(unit__in=units_for(actor, VIEW, FieldGroup.LEGAL)))
    return list(rows.select_related("recorded_by", "withdrawn_by", "guardian"))


def consent_of(actor: User, person: Person, pk: UUID) -> Consent:
    """Raises: Http404."""
    found = next((one for one in consents_of(actor, person) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def consent(actor: User, pk: UUID) -> Consent:
    """One answer by its key, where the actor sees the person. Raises: Http404.

    One statement says no to a key that was never drawn and to one that may not be seen.
    """
    from musanada.people.queries.register import person as find_person

    rows = Consent.objects.select_related("person").filter(pk=pk)
    row = scoped(actor, "consent.view", rows, named=True).first()
    if row is None:
        raise Http404
    return consent_of(actor, find_person(actor, row.person.merged_into_id or row.person_id), pk)


@dataclass(frozen=True)
class Standing:
    """A line of the table: a purpose, a recipient, and the answer that decides; None where another office heard it."""

    purpose: Purpose
    shown: Consent
    decides: Consent | None
    asked: frozenset[str]  # the parts of the file last agreed to, to ask for again


def standing(actor: User, person: Person) -> list[Standing]:
    """Purpose × recipient as it stands today, for each that the actor's units ever spoke of."""
    own = consents_of(actor, person)
    keys = {one.pk for one in own}
    every = list(answers_about(person, ring_of(actor))) if own else []
    found: list[Standing] = []
    for purpose in PURPOSES.values():
        here = [a for a in every if a.purpose == purpose.code]
        for code in dict.fromkeys(a.recipient for a in own if a.purpose == purpose.code):
            to = recipient_of(code)
            word = last_word(here, to) if to else None
            shown = next(a for a in own if (a.purpose, a.recipient) == (purpose.code, code))
            decides = word.answer if word and word.answer.pk in keys else None
            given = (
                a.group_set for a in own if (a.purpose, a.recipient) == (purpose.code, code) and a.groups
            )
            found.append(Standing(purpose, shown, decides, next(given, frozenset())))
    return found


def recording_units(actor: User, person: Person, right: str = RECORD) -> list[Unit]:
    """Where the actor may write this person's answer down; the units that know the person first."""
    units = units_for(actor, right, FieldGroup.LEGAL).filter(active=True)
    known = set(units.filter(pk__in=person.presences.values("unit")).values_list("pk", flat=True))
    return sorted(units, key=lambda u: (u.pk not in known, u.path))


def own_units(actor: User) -> set[UUID]:
    """Units whose answers the actor reads."""
    return set(units_for(actor, VIEW, FieldGroup.LEGAL).values_list("pk", flat=True))


def may_see(actor: User) -> bool:
    return holds(actor, VIEW, FieldGroup.LEGAL)


def may_join(actor: User) -> bool:
    """May the proof of an answer be joined with it?"""
    return holds(actor, ADD, FieldGroup.LEGAL)


def recipients(actor: User) -> list[tuple[str, str]]:
    """Partners of today that may be named: code and name, State authorities among them."""
    rows = partners(actor, on_date=timezone.localdate())
    return [(f"partner:{one.pk}", str(one)) for one in rows]


def possible_guardians(actor: User, person: Person) -> list[tuple[str, str]]:
    """Grown-ups of the child's household, and those tied to them, as far as the actor sees them."""
    home = household(person)
    rows: list[Any] = [*members_seen(actor, home)] if home else []
    found = {row.person.pk: (row.person, row.latin or row.arabic) for row in rows}
    ties: list[Any] = [*relationships(actor, person)]
    others = Person.objects.in_bulk([tie.partner for tie in ties])
    for tie in ties:
        found.setdefault(tie.partner, (others[tie.partner], tie.latin or tie.arabic))
    found.pop(person.pk, None)
    grown = (item for item in found.values() if item[0].age is None or item[0].age >= ADULT)
    return [(str(one.pk), f"{name or one}") for one, name in grown]
