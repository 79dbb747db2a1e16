"""A checklist ticked about somebody met: what it comes to is computed here, once. No name, no file, no place of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import Sex, Side
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id, new_reference
from musanada.protection.checklists import outcome
from musanada.protection.commands.checklists import freeze
from musanada.protection.models import Detection, IndicatorList, Tick
from musanada.protection.models.files import Known

NOT_FOR_STATE = _(
    "Un bureau d'une autorité de l'État ne tient pas d'enregistrement de protection : orientez la personne vers une "
    "association habilitée ou un service de santé, qui remplira la grille avec elle."
)
TRIES = 5
LONGEST_NOTE = 2000


@dataclass(frozen=True)
class DetectionDraft:
    """``found``: (key of the list, code of the item) → present, absent or unknown; what is not there is unknown."""

    lists: tuple[UUID, ...]
    age: str
    found: Mapping[tuple[UUID, str], str] = field(default_factory=dict)
    sex: str = Sex.NOT_ASKED
    safe_now: str = Known.NOT_ASKED
    private: bool = False
    note: str = ""
    on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)


def insist_not_state(unit: Unit) -> None:
    """The firewall: an authority's office holds nothing of protection. Raises: Refused."""
    if unit.side == Side.STATE:
        raise Refused(NOT_FOR_STATE, code="firewall")


@command("trafficking.detect")
def detect(actor: User, unit: Unit, *, draft: DetectionDraft) -> Detection:
    """Refer or not, urgent or not. The same id twice is one detection. Raises: BadInput, Refused."""
    known = Detection.objects.filter(pk=draft.id).first()
    if known is not None:
        return own(actor, known)
    insist_not_state(unit)
    lists = lists_of(draft)
    insist(draft)
    freeze(lists)
    made = written(actor, unit, lists, draft)
    made.lists.set(lists)
    Tick.objects.bulk_create(
        Tick(detection=made, list=one, item=item["code"], found=answer_to(draft, one, item["code"]))
        for one in lists
        for item in one.definition["items"]
    )
    return made


def own(actor: User, known: Detection) -> Detection:
    if known.by_id != actor.pk:
        raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
    return known


def lists_of(draft: DetectionDraft) -> list[IndicatorList]:
    """Those offered; a phone that kept its page open may still send a version replaced meanwhile."""
    found = list(IndicatorList.objects.filter(pk__in=draft.lists).order_by("form", "code"))
    if not found or len(found) != len(set(draft.lists)):
        raise bad("lists", _("Choisissez au moins une grille ; rechargez la page si elle a changé."))
    return found


def insist(draft: DetectionDraft) -> None:
    if draft.age not in Detection.Age.values:
        raise bad("age", _("Dites si c'est un adulte, ou un enfant : dans le doute, un enfant."))
    if draft.sex not in Sex.values:
        raise bad("sex", _("Choisissez le sexe, ou « non demandé »."))
    if draft.safe_now not in Known.values:
        raise bad("safe_now", _("Dites si la personne est en sécurité maintenant."))
    if draft.on > timezone.localdate():
        raise bad("on", _("Ce jour est dans l'avenir : corrigez-le."))
    if len(draft.note) > LONGEST_NOTE:
        raise bad("note", _("Cette note est trop longue : gardez l'essentiel, sans nom."))


def answer_to(draft: DetectionDraft, one: IndicatorList, code: str) -> str:
    said = draft.found.get((one.pk, code), Tick.Found.UNKNOWN)
    return said if said in Tick.Found.values else Tick.Found.UNKNOWN


def written(actor: User, unit: Unit, lists: list[IndicatorList], draft: DetectionDraft) -> Detection:
    """Two may draw the same reference, or the same form may come twice in one second: the constraints say which."""
    came_to = outcome(lists, draft.found, unsafe=draft.safe_now == Known.NO)
    values: dict[str, Any] = {
        "refer": came_to.refer,
        "urgent": came_to.urgent,
        "score": min(came_to.score, 32_000),
        **{name: getattr(draft, name) for name in ("on", "sex", "age", "safe_now", "private")},
    }
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return Detection.objects.create(
                    id=draft.id,
                    reference=new_reference(),
                    unit=unit,
                    by=actor,
                    note=draft.note.strip(),
                    **values,
                )
        except IntegrityError:
            if known := Detection.objects.filter(pk=draft.id).first():
                return own(actor, known)
    raise Refused(_("Aucune référence libre n'a été trouvée : réessayez. Rien n'a été enregistré."))


say(
    {"protection.detect": _("Grille de repérage remplie")},
    kinds={"protection.detection": _("Repérage")},
    pages={},
)
