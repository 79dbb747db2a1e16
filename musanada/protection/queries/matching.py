"""Who an encounter may be: children met before, with the reasons in words. People decide; nothing is matched by itself.

Nicknames lie encrypted: the children of one's teams are read and compared here by the keys of ``kit.names``, which know
that Diallo and Jallow are one name in three scripts. Those on a hidden person are offered only to who is named on their
file, and each one shown is a reading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.kit.choices import Side
from musanada.kit.errors import Sentence
from musanada.kit.names import keys, likeness
from musanada.people.queries import note_reading
from musanada.protection.models import Encounter, MappedChild

RIGHT = "encounter.record"
KNOWN_SEX = ("F", "M")
BANDS = {Encounter.Band.SMALL: (0, 5), Encounter.Band.CHILD: (6, 12), Encounter.Band.YOUTH: (13, 17)}
SLACK = 2  # years: nobody reads an age off a face
BACK = timedelta(days=3 * 365)
MOST_READ, MOST_SHOWN = 600, 6
ENOUGH = 1.9  # of a score: the same nickname elsewhere at the same hour still counts
NEAR, ALIKE = 0.62, 0.8  # of two nicknames
Span = tuple[int, int]


@dataclass(frozen=True)
class Suggestion:
    """A child who may be meant; why, and what speaks against it."""

    child: MappedChild
    score: float
    reasons: Sequence[Sentence]
    against: Sequence[Sentence]
    met: int
    last: Encounter | None


def suggestions(actor: User, one: Encounter) -> list[Suggestion]:
    """The likeliest first. Of another sex or of another age nobody is offered."""
    found = [told for child in candidates(actor, one) if (told := compared(one, child))]
    found.sort(key=lambda told: -told.score)
    shown = found[:MOST_SHOWN]
    for told in shown:
        if told.child.person is not None:
            note_reading(actor, told.child.person)
    return shown


def candidates(actor: User, one: Encounter) -> Iterable[MappedChild]:
    met = Encounter.objects.filter(voided_at=None).exclude(pk=one.pk).select_related("town").order_by("-at")
    rows = MappedChild.objects.exclude(unit__side=Side.STATE).filter(
        Q(encounters__at__gte=one.at - BACK, encounters__voided_at=None) | Q(person__isnull=False)
    )
    rows = scoped(actor, RIGHT, rows, named=True).exclude(pk__in=[one.child_id] if one.child_id else [])
    if one.sex in KNOWN_SEX:
        rows = rows.exclude(sex__in=[code for code in KNOWN_SEX if code != one.sex])
    rows = rows.select_related("person", "nationality").prefetch_related(Prefetch("encounters", met, "known"))
    return rows.distinct().order_by("-first_on", "-id")[:MOST_READ]


def compared(one: Encounter, child: MappedChild) -> Suggestion | None:
    """None where nothing beyond the place speaks for it, or the age speaks against it."""
    known: list[Encounter] = child.known  # type: ignore[attr-defined]
    score, reasons, against = by_name(one, child, known)
    age = by_age(one, child, known)
    if age is False:
        return None
    if age:
        score += 1
        reasons.append(_("Âge proche"))
    if one.sex in KNOWN_SEX and child.sex == one.sex:
        score += 0.5
        reasons.append(_("Même sexe"))
    if one.nationality_id and child.nationality_id:
        if one.nationality_id == child.nationality_id:
            score += 0.7
            reasons.append(_("Même nationalité"))
        else:
            score -= 1
            against.append(_("Nationalité différente"))
    more, said = by_place(one, known, against)
    score, reasons = score + more, reasons + said
    if score < ENOUGH:
        return None
    return Suggestion(child, score, reasons, against, len(known), known[0] if known else None)


def by_name(
    one: Encounter, child: MappedChild, known: Sequence[Encounter]
) -> tuple[float, list[Sentence], list[Sentence]]:
    """The nickname against every one the child was met under."""
    said = one.nickname.strip()
    others = list(
        dict.fromkeys(name for name in (child.nickname, *(e.nickname for e in known)) if name.strip())
    )
    if not said or not others:
        return 0.0, [], []
    if any(name.casefold() == said.casefold() for name in others):
        return 2.5, [_("Même surnom")], []
    best = max(likeness(said, name) for name in others)
    shared = any(set(keys(said)) & set(keys(name)) for name in others)
    if best >= ALIKE or (shared and best >= NEAR):
        return 1.5 + best, [_("Surnom qui se prononce ou s'écrit de façon proche")], []
    return -1.5, [], [_("Surnom différent")]


def spans(one: Encounter) -> Span | None:
    """Years one may have been born in."""
    year = timezone.localdate(one.at).year
    if one.age is not None:
        return year - one.age - 1, year - one.age
    ages = BANDS.get(Encounter.Band(one.band))
    return None if ages is None else (year - ages[1] - 1, year - ages[0])


def by_age(one: Encounter, child: MappedChild, known: Sequence[Encounter]) -> bool | None:
    """Whether the ages agree to two years; None where nobody said anything."""
    mine = spans(one)
    theirs = [span for span in map(spans, known) if span]
    if not theirs and child.born_about:
        theirs = [(child.born_about, child.born_about)]
    if mine is None or not theirs:
        return None
    return any(mine[0] - SLACK <= high and low <= mine[1] + SLACK for low, high in theirs)


def by_place(
    one: Encounter, known: Sequence[Encounter], against: list[Sentence]
) -> tuple[float, list[Sentence]]:
    """The same town, and how long ago; the same hours elsewhere speak against it."""
    if not known:
        return 0.0, []
    score = 0.0
    reasons: list[Sentence] = []
    if any(e.town_id == one.town_id for e in known):
        score += 1
        reasons.append(_("Déjà rencontré dans cette ville"))
    nearest = min(known, key=lambda e: abs(e.at - one.at))
    apart = abs(nearest.at - one.at)
    if apart < timedelta(hours=6) and nearest.town_id != one.town_id:
        score -= 2
        against.append(_("Vu aux mêmes heures dans une autre ville"))
    else:
        score += 0.5 if apart <= timedelta(days=60) else 0.0
        reasons.append(time_apart(apart))
    return score, reasons


def time_apart(apart: timedelta) -> Sentence:
    if apart.days < 1:
        return _("À quelques heures d'une autre rencontre")
    if apart.days < 60:
        words = ngettext(
            "À %(n)s jour d'une autre rencontre", "À %(n)s jours d'une autre rencontre", apart.days
        )
        return words % {"n": apart.days}
    months = apart.days // 30
    return _now("À %(n)s mois d'une autre rencontre") % {"n": months}
