"""Whom a street team met: noted in seconds, sorted later. An encounter becomes a child met before, a new one, or nobody.

Nothing here opens a file: that needs assent or a recorded vital interest (``commands.opening``). Once the child stands on
a hidden person, only who is named on the file reaches the encounters, here as everywhere (``PERSON``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, require
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import Sex, Side
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands.checks import one_of
from musanada.protection.models import Encounter, MappedChild
from musanada.reference.codes import ServiceFamily
from musanada.reference.models import Place
from musanada.reference.queries import country_codes

RIGHT = "encounter.record"
F = ServiceFamily
# What a street team can see to: the order in which it is asked.
NEEDS = (F.HEALTH, F.FOOD, F.SHELTER, F.NFI, F.PROTECTION, F.MHPSS, F.TRACING, F.DOCUMENTATION, F.EDUCATION,
         F.RETURN)  # fmt: skip
MIDDLE = {Encounter.Band.SMALL: 3, Encounter.Band.CHILD: 9, Encounter.Band.YOUTH: 15}
UNSAID = (Sex.NOT_ASKED, Sex.UNKNOWN)
ELSEWHERE = _("Cette saisie est déjà enregistrée ailleurs : rechargez la page et recommencez.")
FAST = timedelta(minutes=15)  # a telephone's clock may be that far ahead
LEAST = 5  # characters of a reason


@dataclass(frozen=True)
class Met:
    """What is noted of an encounter. Everything but the town may stay unknown."""

    town: Place
    at: datetime
    nickname: str = ""
    sex: str = Sex.NOT_ASKED
    band: str = Encounter.Band.UNKNOWN
    age: int | None = None
    nationality: str = ""
    language: str = ""
    company: str = Encounter.Company.UNKNOWN
    needs: Sequence[str] = ()
    danger: bool = False
    spot: str = ""
    marks: str = ""
    note: str = ""


def insist_apart(unit: Unit) -> None:
    """Raises: Refused for a unit of a State authority: it keeps no such record and reads none."""
    if unit.side == Side.STATE:
        raise Refused(
            _(
                "Une autorité de l'État ne tient ni rencontres ni blessés : ce travail reste à l'aide et aux soins."
            ),
            code="firewall",
        )


def reason_of(text: str) -> str:
    """Raises: BadInput."""
    said = " ".join(text.split())
    if len(said) < LEAST:
        raise bad("reason", _("Dites pourquoi, en quelques mots et sans nom."))
    return said[:300]


@command(RIGHT)
def record_encounter(actor: User, unit: Unit, /, *, draft: Met, pk: UUID | None = None) -> Encounter:
    """The same key twice is one encounter, whatever the second text says. Raises: Refused, BadInput."""
    insist_apart(unit)
    if pk is not None and (known := known_encounter(actor, unit, pk)):
        return known
    values = columns(draft)
    try:
        with transaction.atomic():
            return Encounter.objects.create(id=pk or new_id(), unit=unit, recorded_by=actor, **values)
    except IntegrityError:
        if pk is not None and (known := known_encounter(actor, unit, pk)):
            return known
        raise


def known_encounter(actor: User, unit: Unit, pk: UUID) -> Encounter | None:
    """What this very account sent before. Another's key tells nothing. Raises: Refused."""
    known = Encounter.objects.filter(pk=pk).first()
    if known is not None and (known.recorded_by_id != actor.pk or known.unit_id != unit.pk):
        raise Refused(ELSEWHERE)
    return known


def columns(draft: Met) -> dict[str, Any]:
    """Raises: BadInput naming the field."""
    one_of("sex", draft.sex, Sex.values)
    one_of("band", draft.band, Encounter.Band.values)
    one_of("company", draft.company, Encounter.Company.values)
    now = timezone.now()
    if draft.at > now + FAST:
        raise bad("at", _("Ce moment n'est pas encore venu : écrivez quand la rencontre a eu lieu."))
    if draft.age is not None and not 0 <= draft.age <= 30:
        raise bad("age", _("L'âge dit par l'enfant est un nombre d'années de 0 à 30."))
    if draft.nationality and draft.nationality not in country_codes():
        raise bad("nationality", _("Choisissez la nationalité dans la liste."))
    if set(draft.needs) - {code.value for code in NEEDS}:
        raise bad("needs", _("Choisissez les besoins dans la liste."))
    codes = ",".join(code for code in NEEDS if code in draft.needs)
    return {
        "town": draft.town,
        "at": min(draft.at, now),
        "nickname": " ".join(draft.nickname.split())[:80],
        "sex": draft.sex,
        "band": draft.band,
        "age": draft.age,
        "nationality_id": draft.nationality or None,
        "language": draft.language[:3],
        "company": draft.company,
        "needs": f",{codes}," if codes else "",
        "danger": draft.danger,
        "spot": draft.spot.strip()[:160],
        "marks": draft.marks.strip()[:600],
        "note": draft.note.strip()[:2000],
    }


def born_about(one: Encounter) -> int | None:
    """The year one would have been born in, by what was said or seen on the day."""
    year = timezone.localdate(one.at).year
    if one.age is not None:
        return year - one.age
    middle = MIDDLE.get(Encounter.Band(one.band))
    return None if middle is None else year - middle


def fresh(encounter: Encounter) -> Encounter:
    """Locked, as it stands now. Raises: Refused for one that was voided."""
    found = Encounter.objects.select_for_update(of=("self",)).get(pk=encounter.pk)
    insist_apart(found.unit)
    if found.voided_at is not None:
        raise Refused(_("Cette rencontre est annulée : elle ne se trie plus."))
    return found


@command(RIGHT)
def match_encounter(actor: User, encounter: Encounter, /, *, child: MappedChild) -> Encounter:
    """It is a child met before. What is not known of the child yet is taken from the encounter."""
    found = fresh(encounter)
    require(actor, RIGHT, child)
    if found.child_id == child.pk:
        return found
    if found.child_id is not None:
        raise Refused(_("Cette rencontre est déjà rapprochée d'un autre enfant : détachez-la d'abord."))
    insist_apart(child.unit)
    day = timezone.localdate(found.at)
    kept = MappedChild.objects.select_for_update(of=("self",)).get(pk=child.pk)
    kept.first_on = min(kept.first_on, day)
    kept.nickname = kept.nickname or found.nickname
    kept.sex = found.sex if kept.sex in UNSAID else kept.sex
    kept.nationality_id = kept.nationality_id or found.nationality_id
    kept.born_about = kept.born_about or born_about(found)
    kept.save(update_fields=["first_on", "nickname", "sex", "nationality", "born_about"])
    return sort_as(actor, found, kept)


@command(RIGHT)
def new_mapped_child(actor: User, encounter: Encounter, /, *, pk: UUID | None = None) -> MappedChild:
    """Nobody met before. The same encounter sorted twice is one child."""
    found = fresh(encounter)
    if found.child is not None:
        return found.child
    if pk is not None and MappedChild.objects.filter(pk=pk).exists():
        raise Refused(ELSEWHERE)
    made = MappedChild.objects.create(
        id=pk or new_id(),
        unit=found.unit,
        nickname=found.nickname,
        sex=found.sex,
        born_about=born_about(found),
        nationality_id=found.nationality_id,
        first_on=timezone.localdate(found.at),
        recorded_by=actor,
    )
    sort_as(actor, found, made)
    return made


@command(RIGHT)
def not_a_child(actor: User, encounter: Encounter, /) -> Encounter:
    """Looked at: an adult, or nobody to look for again."""
    found = fresh(encounter)
    if found.child_id is not None:
        raise Refused(_("Cette rencontre est rapprochée d'un enfant : détachez-la d'abord."))
    return sort_as(actor, found, None)


@command(RIGHT)
def unmatch_encounter(actor: User, encounter: Encounter, /) -> Encounter:
    """It was somebody else, or it was a child after all: to be sorted again."""
    found = fresh(encounter)
    found.child, found.sorted_at, found.sorted_by = None, None, None
    found.save(update_fields=["child", "sorted_at", "sorted_by"])
    return found


def sort_as(actor: User, found: Encounter, child: MappedChild | None) -> Encounter:
    found.child, found.sorted_at, found.sorted_by = child, timezone.now(), actor
    found.save(update_fields=["child", "sorted_at", "sorted_by"])
    return found


@command(RIGHT)
def void_encounter(actor: User, encounter: Encounter, /, *, reason: str) -> Encounter:
    """Noted by mistake: counts no more, stays with its reason."""
    found = fresh(encounter)
    found.void_reason, found.voided_at = reason_of(reason), timezone.now()
    found.save(update_fields=["void_reason", "voided_at"])
    return found


@command(RIGHT)
def edit_mapped_child(
    actor: User,
    child: MappedChild,
    /,
    *,
    nickname: str,
    sex: str,
    born_about: int | None,
    nationality: str = "",
) -> MappedChild:
    """What the team knows by now. Raises: BadInput."""
    insist_apart(child.unit)
    one_of("sex", sex, Sex.values)
    this_year = timezone.localdate().year
    if born_about is not None and not this_year - 40 <= born_about <= this_year:
        raise bad("born_about", _("Écrivez l'année de naissance probable, en quatre chiffres."))
    if nationality and nationality not in country_codes():
        raise bad("nationality", _("Choisissez la nationalité dans la liste."))
    kept = MappedChild.objects.select_for_update(of=("self",)).get(pk=child.pk)
    kept.nickname, kept.sex = " ".join(nickname.split())[:80], sex
    kept.born_about, kept.nationality_id = born_about, nationality or None
    kept.save(update_fields=["nickname", "sex", "born_about", "nationality"])
    return kept


say(
    {
        "protection.record_encounter": _("Rencontre notée"),
        "protection.match_encounter": _("Rencontre rapprochée d'un enfant"),
        "protection.new_mapped_child": _("Nouvel enfant rencontré"),
        "protection.not_a_child": _("Rencontre triée : pas un enfant"),
        "protection.unmatch_encounter": _("Rencontre détachée"),
        "protection.void_encounter": _("Rencontre annulée"),
        "protection.edit_mapped_child": _("Enfant rencontré : ce qu'on en sait, mis à jour"),
    },
    kinds={
        "protection.encounter": _("Rencontre de rue"),
        "protection.mappedchild": _("Enfant rencontré dans la rue"),
    },
    pages={"protection.encounter": "protection:encounter", "protection.mappedchild": "protection:mapped"},
)
