"""Instruments and their versions: texts, shared by the whole installation. No person stands here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import Sentence
from musanada.surveys import policies  # noqa: F401  the rights exist before the queries
from musanada.surveys.definitions import Definition, definition_of
from musanada.surveys.models import Instrument, InstrumentVersion

VIEW, MANAGE = "survey.view", "survey.manage"


@dataclass(frozen=True)
class Difference:
    """One thing that two versions say differently. ``kind``: added, removed or changed."""

    kind: str
    where: Sentence
    before: str = ""
    after: str = ""


def instruments() -> QuerySet[Any]:
    rows = Instrument.objects.annotate(last=Max("versions__version"), count=Count("versions"))
    return rows.prefetch_related("versions").order_by("code")


def versions(code: str = "") -> QuerySet[InstrumentVersion]:
    rows = InstrumentVersion.objects.select_related("instrument", "loaded_by")
    return rows.filter(instrument__code=code) if code else rows


def version(name: str) -> InstrumentVersion:
    """By the word of its address, ``code-v1``. Raises: Http404."""
    code, _dash, number = name.rpartition("-v")
    found = versions(code).filter(version=int(number)).first() if code and number.isdecimal() else None
    if found is None:
        raise Http404
    return found


def instrument(code: str) -> Instrument:
    """Raises: Http404."""
    found = Instrument.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def desk(actor: User) -> Unit | None:
    """A unit at which the actor keeps instruments: the highest. The console: the first organisation."""
    return units_for(actor, MANAGE).order_by("path").first()


def last_of(one: Definition) -> InstrumentVersion | None:
    """What a text is compared with: the same version if it is there, else the latest."""
    rows = versions(one.code)
    return rows.filter(version=one.version).first() or rows.order_by("-version").first()


def against_last(one: Definition) -> tuple[InstrumentVersion | None, list[Difference]]:
    known = last_of(one)
    return known, list(differences(definition_of(known), one)) if known else []


def differences(old: Definition, new: Definition) -> Iterator[Difference]:
    yield from of_items(old, new)
    for name, label in (
        ("name", _("nom")),
        ("languages", _("langues")),
        ("dimensions", _("dimensions et poids")),
        ("composite", _("note d'ensemble")),
        ("missing", _("règle des réponses manquantes")),
        ("bands", _("tranches")),
        ("band_decimals", _("décimales des tranches")),
    ):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference("changed", label, brief(before), brief(after))


def of_items(old: Definition, new: Definition) -> Iterator[Difference]:
    for item in new.items:
        if item.id not in old.by_id:
            yield Difference("added", item.id, "", item.text.fr)
    for item in old.items:
        if item.id not in new.by_id:
            yield Difference("removed", item.id, item.text.fr)
            continue
        other = new.by_id[item.id]
        if item.text != other.text:
            yield Difference("changed", _("%(id)s : texte") % {"id": item.id}, item.text.fr, other.text.fr)
        if old.answers_of(item) != new.answers_of(other):
            yield Difference(
                "changed",
                _("%(id)s : réponses et notes") % {"id": item.id},
                listed(old, item),
                listed(new, other),
            )
        for name, label in (("weight", _("poids")), ("reversed", _("inversée")), ("dimension", _("dimension")),
                            ("asked_if", _("condition")), ("hint", _("précision"))):  # fmt: skip
            before, after = getattr(item, name), getattr(other, name)
            if before != after:
                yield Difference("changed", f"{item.id} : {label}", brief(before), brief(after))
    kept_old = [i.id for i in old.items if i.id in new.by_id]
    kept_new = [i.id for i in new.items if i.id in old.by_id]
    if kept_old != kept_new:
        yield Difference("changed", _("ordre des questions"))


def listed(definition: Definition, item: Any) -> str:
    return " · ".join(
        f"{one.label.fr} {one.score if one.score is not None else '–'}" for one in definition.answers_of(item)
    )


def brief(value: Any) -> str:
    """A part of a definition in a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("oui") if value else _("non"))
    if isinstance(value, tuple):
        return " · ".join(brief(one) for one in value)
    if hasattr(value, "fr"):
        return str(value.fr)
    if hasattr(value, "up_to"):
        return f"{value.label.fr} ≤ {value.up_to}"
    if hasattr(value, "least") or hasattr(value, "rule"):
        return f"{value.dimension} · {value.composite}"
    if hasattr(value, "answers"):
        return f"{value.item} = {', '.join(value.answers)}"
    if hasattr(value, "weight"):
        return f"{value.name.fr} ({value.weight})"
    return str(value)


__all__ = ["MANAGE", "VIEW", "Difference", "against_last", "definition_of", "desk", "differences", "instrument",
           "instruments", "last_of", "version", "versions"]  # fmt: skip
