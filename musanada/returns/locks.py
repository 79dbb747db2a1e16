"""What blocks a departure on a day: one list, for the board, the file's page and the guards of the booking.

Each lock says its sentence exactly: what is missing, or until when it holds against the day of travel. Locks of a
person's protection are asked of ``cases`` (clearances): their sentence is the same whatever stands behind it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from musanada.cases.models import Clearance
from musanada.cases.queries import clearances
from musanada.kit.errors import Sentence
from musanada.returns.models import FitToTravel, Lock, LockRule, Return

# The person's own ties, as they stand in the family's files: whoever may sign for a child.
GONE = ("withdrawn", "ineligible", "referred", "unreachable", "deceased", "duplicate")


@dataclass(frozen=True)
class Block:
    """A lock that does not open on that day, with the sentence that says why."""

    lock: str
    why: Sentence


def rules_on(day: date, direction: str, channel: str) -> dict[str, LockRule]:
    """The rules that hold that day, by lock. A lock without a rule is demanded."""
    rows = LockRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    return {row.lock: row for row in rows.filter(direction=direction, channel=channel).order_by("valid_from")}


def demanded(rules: dict[str, LockRule], lock: str) -> bool:
    return lock not in rules or rules[lock].demanded


def blocks(ret: Return, day: date, *, together: Iterable[Any] = (), needs: Iterable[str] = ()) -> list[Block]:
    """Every lock that refuses this return on ``day``, in the order in which they are mended.

    ``together``: keys of the returns booked with it on the same movement; ``needs``: what the booking provides.
    """
    rules = rules_on(day, ret.direction, ret.channel)
    asked = {lock: check for lock, check in CHECKS.items() if demanded(rules, lock)}
    found = []
    for lock, check in asked.items():
        margin = rules[lock].days if lock in rules else 0
        why = check(ret, day, margin, frozenset(together), frozenset(needs))
        if why:
            found.append(Block(lock, why))
    return found


def no_declaration(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    one = ret.declarations.filter(withdrawn_on=None).first()
    if one is None:
        return _(
            "Pas de déclaration de retour volontaire : recevez-la de la personne, dans une langue qu'elle comprend."
        )
    if one.signed_on > day:
        return _("La déclaration est signée après le jour du départ : vérifiez les dates.")
    return None


def no_document(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    """The best document in hand, against the day of travel and the margin asked after it."""
    best = ret.documents.filter(state="obtained").order_by("-valid_to").first()
    if best is None:
        return _(
            "Pas de document de voyage : demandez un laissez-passer au consulat, ou enregistrez le passeport."
        )
    until = best.valid_to
    short = (day + timedelta(days=margin) - until).days if until else 0
    if short <= 0:
        return None
    if until is not None and until >= day:
        return _(
            "%(document)s : valable jusqu'au jour du départ, mais pas les %(days)s jours demandés après. "
            "Demandez-en un autre, ou avancez le départ."
        ) % {"document": best.get_kind_display(), "days": margin}
    return ngettext_lazy(
        "%(document)s : expire %(days)s jour avant le départ. Demandez-en un autre, ou changez le départ.",
        "%(document)s : expire %(days)s jours avant le départ. Demandez-en un autre, ou changez le départ.",
        "days",
    ) % {"document": best.get_kind_display(), "days": (day - until).days if until else 0}


def no_exit(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    rows = ret.exits.filter(state="granted")
    if rows.filter(valid_from__lte=day, valid_to__gte=day).exists():
        return None
    if rows.exists():
        return _(
            "L'autorisation de sortie ne vaut pas le jour du départ : demandez-en une autre, ou changez le départ."
        )
    return _("Pas d'autorisation de sortie : demandez-la par le ministère.")


def not_fit(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    """The last examination decides: an older "fit" does not outlive a later "unfit"."""
    last = ret.fitness.filter(voided_at=None, on__lte=day).order_by("-on", "-recorded_at").first()
    if last is None:
        return _("Pas de certificat d'aptitude au voyage : demandez l'examen.")
    if last.result == FitToTravel.Result.UNFIT:
        return _("Le médecin dit la personne inapte au voyage : attendez un nouvel examen.")
    if last.valid_to < day or (margin and (day - last.on).days > margin):
        return _("Le certificat d'aptitude ne vaut plus le jour du départ : demandez un nouvel examen.")
    if needs and not set(last.need_set) <= needs:
        return _(
            "Le médecin demande pour ce voyage ce que l'inscription ne prévoit pas : complétez ses besoins."
        )
    return None


def no_protection(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    return clearances.refusal(ret.case.person, Clearance.Kind.PROTECTION, day)


def no_travel_clearance(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    """A minor without a parent on the same movement. Merged records are one person."""
    from musanada.returns.queries.families import parent_travels

    person = ret.case.person.merged_into or ret.case.person
    if not clearances.minor_without_parent(person, day, with_parent=parent_travels(ret, together)):
        return None
    return clearances.refusal(person, Clearance.Kind.TRAVEL, day)


def family_apart(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    """Families travel together or say why not."""
    if ret.apart:
        return None
    from musanada.returns.queries.families import family

    others = [one for one in family(ret) if one.case.state not in GONE and one.departed_on is None]
    if not others or all(one.pk in together for one in others):
        return None
    if any(one.travel_on == day for one in others) and all(one.travel_on == day for one in others):
        return None
    return _(
        "La famille ne voyage pas ensemble : inscrivez tous ses membres le même jour, ou dites pourquoi."
    )


def no_funding(
    ret: Return, day: date, margin: int, together: frozenset[Any], needs: frozenset[str]
) -> Sentence | None:
    if ret.funding_id is None:
        return _("Pas de financement : choisissez celui de ce retour.")
    if ret.funding is not None and ret.funding.channel != ret.channel:
        return _("Le financement choisi n'est pas celui de cette voie : changez l'un ou l'autre.")
    return None


CHECKS = {
    Lock.DECLARATION: no_declaration,
    Lock.DOCUMENT: no_document,
    Lock.EXIT: no_exit,
    Lock.FITNESS: not_fit,
    Lock.PROTECTION: no_protection,
    Lock.TRAVEL: no_travel_clearance,
    Lock.FAMILY: family_apart,
    Lock.FUNDING: no_funding,
}
