"""Same person, two people, not sure: said by somebody, kept with its reason, not asked again until the facts change.

For the counter and the imports: ``decided`` says what already stands among some people, ``note_different`` keeps that
somebody told a new record apart from others. *Same* merges through ``people``: rows stay where they are.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import verbs
from musanada.access.doors import command, may, scoped
from musanada.access.models import User
from musanada.kit.errors import Refused, bad
from musanada.linkage.fingerprint import Ends, fingerprints, in_order, unchanged
from musanada.linkage.models import TwinDecision, TwinPair
from musanada.people.commands import merge
from musanada.people.models import Person

REVIEW = "twins.review"
State = TwinPair.State
SAID = (State.SAME, State.DIFFERENT, State.UNSURE)
KEPT = (State.DIFFERENT, State.UNSURE)


def decided(actor: User | None, person_ids: Iterable[UUID]) -> dict[Ends, str]:
    """Among these people: ``(smaller key, larger key)`` → "different" or "unsure", where the facts are still the same.

    With an actor, only about people whom the actor may find; without one (a job), about all.
    """
    keys = set(person_ids)
    if actor is not None:
        keys &= set(findable(actor, keys).values_list("pk", flat=True))
    rows: list[TwinPair] = []
    for part in chunks(keys):
        rows += [p for p in TwinPair.objects.filter(left__in=part, state__in=KEPT) if p.right_id in keys]
    stand = unchanged(rows)
    return {(p.left_id, p.right_id): str(p.state) for p in rows if p.pk in stand}


def standing(pair: TwinPair) -> bool:
    """Was it decided upon the facts as they are now?"""
    return pair.state in KEPT and pair.pk in unchanged([pair])


@command("people.register")
def note_different(
    actor: User, new_person: Person, others: Iterable[UUID], origin: str, reason: str = ""
) -> int:
    """Whoever registered ``new_person`` was shown the ``others`` and said: somebody else. How many were noted.

    ``origin``: "counter" or "import". Of others the actor may not find, of hidden people and of other sides nothing is
    kept; of a pair that somebody else decided already, their decision stays.
    """
    if origin not in TwinPair.Origin.values:
        raise ValueError(f"unknown origin {origin}")
    if new_person.protected:
        return 0
    rows = findable(actor, set(others) - {new_person.pk}).filter(unit__side=new_person.unit.side)
    ends = [in_order(new_person.pk, pk) for pk in rows.values_list("pk", flat=True)]
    known = set(TwinPair.objects.filter(left__in=[e[0] for e in ends]).values_list("left", "right"))
    tokens = fingerprints([e for e in ends if e not in known])
    now = timezone.now()
    pairs = [
        TwinPair(
            left_id=left,
            right_id=right,
            side=new_person.unit.side,
            origin=origin,
            state=State.DIFFERENT,
            facts=token,
            decided_at=now,
        )
        for (left, right), token in tokens.items()
    ]
    TwinPair.objects.bulk_create(pairs)
    TwinDecision.objects.bulk_create(step(actor, pair, State.DIFFERENT, reason) for pair in pairs)
    return len(pairs)


def findable(actor: User, keys: Iterable[UUID]) -> QuerySet[Person]:
    rows = Person.objects.filter(pk__in=list(keys), merged_into=None, voided_at=None)
    return scoped(actor, "people.find", rows)


def chunks(keys: set[UUID], size: int = 400) -> Iterable[list[UUID]]:
    every = sorted(keys)
    return (every[start : start + size] for start in range(0, len(every), size))


@command(REVIEW)
def decide(actor: User, pair: TwinPair, *, said: str, reason: str = "", keep: UUID | None = None) -> TwinPair:
    """What somebody found, both records before their eyes. *Same* merges at once: it asks for a reason and for the
    right to merge on both records, keeps the elder one unless ``keep`` says otherwise, and can be undone at any moment.

    Raises: Refused when one of the two is no longer an open record; BadInput.
    """
    if said not in SAID:
        raise bad("said", _("Choisissez : la même personne, deux personnes, ou pas sûr."))
    if said == State.SAME and not reason.strip():
        raise bad("reason", _("Dites pourquoi ces deux fiches sont la même personne."))
    left, right = insist_on_both(actor, pair)
    token = fingerprints([(pair.left_id, pair.right_id)])[pair.left_id, pair.right_id]
    pair.state, pair.facts, pair.decided_at = said, token, timezone.now()
    pair.save(update_fields=["state", "facts", "decided_at"])
    TwinDecision.objects.bulk_create([step(actor, pair, said, reason)])
    if said == State.SAME:
        kept, gone = (
            (left, right) if (keep == left.pk if keep else older(left, right) == left) else (right, left)
        )
        merge(actor, kept, gone=gone, reason=reason)
    return pair


def step(actor: User, pair: TwinPair, said: str, reason: str) -> TwinDecision:
    return TwinDecision(pair=pair, said=said, reason=reason.strip()[:300], facts=pair.facts, by=actor)


def insist_on_both(actor: User, pair: TwinPair) -> tuple[Person, Person]:
    """Both are open records of one side which the actor may see under this right. Raises: Refused."""
    rows = Person.objects.select_for_update(of=("self",)).select_related("unit")
    rows = rows.filter(
        pk__in=(pair.left_id, pair.right_id), merged_into=None, voided_at=None, protected=False
    )
    people = {one.pk: one for one in rows.order_by("pk")}
    if len(people) != 2 or not all(may(actor, REVIEW, one) for one in people.values()):
        raise Refused(_("Ces fiches ne sont plus deux fiches que vous suivez : reprenez la liste."))
    return people[pair.left_id], people[pair.right_id]


def older(first: Person, second: Person) -> Person:
    """The record kept unless somebody says otherwise: the one that others have known longest."""
    return min((first, second), key=lambda one: (one.registered_on, one.recorded_at, one.pk))


@command(REVIEW)
def compare_by_hand(actor: User, person: Person, *, other: Person) -> TwinPair:
    """Two records somebody wants compared: their pair, made if nothing had raised it. Raises: Refused across sides."""
    if not may(actor, REVIEW, other):
        raise Refused(_("Vous ne suivez pas l'autre fiche."))
    if person.pk == other.pk or person.unit.side != other.unit.side or person.protected or other.protected:
        raise Refused(_("Ces deux fiches ne se comparent pas ici."))
    left, right = in_order(person.pk, other.pk)
    pair, _made = TwinPair.objects.get_or_create(
        left_id=left, right_id=right, defaults={"side": person.unit.side, "origin": TwinPair.Origin.HAND}
    )
    return pair


verbs.say(
    {
        "linkage.decide": _("Décision sur deux fiches semblables"),
        "linkage.note_different": _("Personne distinguée d'autres fiches"),
        "linkage.compare_by_hand": _("Deux fiches mises côte à côte"),
    },
    kinds={
        "linkage.twinpair": _("Deux fiches semblables"),
        "linkage.linkagerun": _("Comparaison du registre"),
        "linkage.matchmodel": _("Modèle de rapprochement"),
    },
    pages={"linkage.twinpair": "twins:pair"},
)
