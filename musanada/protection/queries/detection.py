"""Detections as their own detector reads them: nobody else does, colleagues and managers included."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from musanada.access.doors import holds, units_for
from musanada.access.models import Unit, User
from musanada.kit.choices import Side
from musanada.protection.checklists import DATA, Sign, outcome, signs, whole
from musanada.protection.models import Detection, IndicatorList, Tick
from musanada.protection.models.files import Known

DETECT, RULES = "trafficking.detect", "protection.rules"


def lists() -> list[IndicatorList]:
    """What the page of detection offers: the general one first, then the child's, then by form."""
    found = IndicatorList.objects.filter(active=True)
    return sorted(found, key=lambda one: (one.form != "", one.for_child, one.code))


def lists_for(sent: list[str]) -> list[IndicatorList]:
    """What is offered, and what a page opened before still sends."""
    keys = [key for text in sent if (key := as_key(text))]
    older = IndicatorList.objects.filter(pk__in=keys, active=False)
    return [*lists(), *older]


def as_key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def offices(actor: User) -> list[Unit]:
    """Where the actor may detect. An authority's office holds none."""
    return list(units_for(actor, DETECT).filter(active=True).exclude(side=Side.STATE).order_by("path"))


def mine(actor: User) -> QuerySet[Detection]:
    if not holds(actor, DETECT):
        return Detection.objects.none()
    return Detection.objects.filter(by=actor).select_related("unit")


def detection(actor: User, pk: UUID) -> Detection:
    """Raises: Http404 for another detector's."""
    found = mine(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Answered:
    """One list as it was ticked: the signs that decided, the others found, how many are unknown."""

    checklist: IndicatorList
    present: list[Sign]
    deciding: frozenset[str]
    unknown: int


def answered(one: Detection) -> list[Answered]:
    """From the lists as they were frozen."""
    used = sorted(one.lists.all(), key=lambda row: (row.form != "", row.for_child, row.code))
    ticks: dict[tuple[Any, str], str] = {
        (list_id, item): found for list_id, item, found in one.ticks.values_list("list", "item", "found")
    }
    came_to = outcome(used, ticks, unsafe=one.safe_now == Known.NO)
    rows = []
    for row in used:
        decided = frozenset(code for key, code in came_to.deciding if key == row.pk)
        found = [sign for sign in signs(row) if ticks.get((row.pk, sign.code)) == Tick.Found.PRESENT]
        unknown = sum(key == row.pk and said == Tick.Found.UNKNOWN for (key, _code), said in ticks.items())
        rows.append(Answered(row, found, decided, unknown))
    return rows


@dataclass(frozen=True)
class ListRow:
    """A version of a checklist, for who sets the rules."""

    one: IndicatorList
    count: int
    whole: bool


def all_lists() -> list[ListRow]:
    rows = IndicatorList.objects.order_by("form", "code", "-version")
    return [ListRow(one, len(one.definition["items"]), whole(one)) for one in rows]


def one_list(pk: UUID) -> IndicatorList:
    found = IndicatorList.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def text_of(wanted: str) -> str:
    """A version as a file would hold it, to start the next from; a general one without ``wanted``."""
    import yaml

    key = as_key(wanted)
    one = IndicatorList.objects.filter(pk=key).first() if key else None
    if one is None:
        return (DATA / "general.yaml").read_text(encoding="utf-8")
    same = {
        name: getattr(one, name) for name in ("code", "form", "for_child", "name_fr", "name_ar", "source")
    }
    found = same | {"confirmed": False} | one.definition
    return str(yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=120))
