"""Checklists of indicators: loaded, replaced while nobody has used them, followed by a next version afterwards."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.commands import system_user
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import Refused
from musanada.protection.checklists import Checklist, digest_of, parsed, shipped, whole
from musanada.protection.models import IndicatorList


@transaction.atomic
def load_lists() -> int:
    """The shipped versions that are missing; how many. Changes nothing that is there."""
    known = set(IndicatorList.objects.values_list("code", "version"))
    fresh = [one for one in shipped() if (one.code, one.version) not in known]
    if fresh:
        by = system_user("console")
        for one in fresh:
            kept(one, by, one.version, active=not later_stands(one))
    return len(fresh)


def later_stands(one: Checklist) -> bool:
    return IndicatorList.objects.filter(code=one.code, version__gt=one.version).exists()


def columns(one: Checklist) -> dict[str, Any]:
    definition = one.definition()
    return {
        **one.model_dump(include={"form", "for_child", "name_fr", "name_ar", "source", "confirmed"}),
        "definition": definition,
        "digest": digest_of(definition),
    }


def kept(one: Checklist, by: User, version: int, *, active: bool = True) -> IndicatorList:
    if active:
        IndicatorList.objects.filter(code=one.code, active=True).update(active=False)
    return IndicatorList.objects.create(
        code=one.code, version=version, loaded_by=by, active=active, **columns(one)
    )


@command("protection.rules")
def write_list(actor: User, unit: Unit, *, text: str) -> IndicatorList:
    """The next version of a checklist; one that nobody has used yet is replaced. Raises: BadInput."""
    one = parsed(text)
    last = IndicatorList.objects.filter(code=one.code).order_by("-version").first()
    if last is not None and last.frozen_at is None:
        changed = columns(one) | {"loaded_by": actor, "loaded_at": timezone.now()}
        IndicatorList.objects.filter(pk=last.pk, frozen_at=None).update(**changed)
        last.refresh_from_db()
        return last
    top = IndicatorList.objects.filter(code=one.code).aggregate(top=Max("version"))["top"] or 0
    return kept(one, actor, top + 1)


@command("protection.rules")
def confirm_list(actor: User, unit: Unit, *, one: IndicatorList) -> IndicatorList:
    """The organisation says that this version is its own."""
    IndicatorList.objects.filter(pk=one.pk).update(confirmed=True)
    one.refresh_from_db()
    return one


@command("protection.rules")
def offer_list(actor: User, unit: Unit, *, one: IndicatorList, active: bool) -> IndicatorList:
    """Proposed on the page of detection, or no more; of one code one version at most."""
    if active:
        IndicatorList.objects.filter(code=one.code, active=True).exclude(pk=one.pk).update(active=False)
    IndicatorList.objects.filter(pk=one.pk).update(active=active)
    one.refresh_from_db()
    return one


def freeze(lists: list[IndicatorList]) -> None:
    """The first use. The caller holds the transaction. Raises: Refused for a list that is not what was sealed."""
    for one in lists:
        if not whole(one):
            raise Refused(
                _("Cette grille n'est plus celle qui a été scellée : prévenez l'administrateur, prenez-en une autre."),
                code="checklist.digest",
            )  # fmt: skip
    keys = [one.pk for one in lists if one.frozen_at is None]
    IndicatorList.objects.filter(pk__in=keys, frozen_at=None).update(frozen_at=timezone.now())


say(
    {
        "protection.write_list": _("Grille d'indicateurs chargée"),
        "protection.confirm_list": _("Grille d'indicateurs confirmée"),
        "protection.offer_list": _("Grille d'indicateurs proposée ou retirée"),
    },
    kinds={"protection.indicatorlist": _("Grille d'indicateurs")},
)
