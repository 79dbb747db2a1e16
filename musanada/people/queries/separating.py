"""What happened to a merged person since: shown before two records are separated, so that nothing changes hands unseen.

Keys are made in time order (UUIDv7): a row whose key is younger than the merge was written after it. Rows of the apps
above are only counted, by looking at which tables point at people; they stay where they were written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import colleagues, scoped, units_for
from musanada.access.models import User
from musanada.access.verbs import KINDS
from musanada.kit.choices import FieldGroup, Privacy
from musanada.kit.errors import Sentence
from musanada.people.models import (
    Contact,
    Correction,
    Identifier,
    Language,
    MergeRecord,
    Nationality,
    PersonName,
    Presence,
)
from musanada.people.queries.details import group_of
from musanada.people.queries.register import groups_seen

NAME_PARTS = ("text", "script", "given", "father", "grandfather", "family", "nickname", "mother", "source")
# Details that may have been meant for the other one, by the word their keys begin with.
MOVABLE: dict[str, Any] = {
    "name": PersonName,
    "contact": Contact,
    "document": Identifier,
    "nationality": Nationality,
    "language": Language,
    "presence": Presence,
}
TITLES: dict[str, Sentence] = {
    "name": _("Nom"),
    "contact": _("Coordonnée"),
    "document": _("Document"),
    "nationality": _("Nationalité"),
    "language": _("Langue"),
    "presence": _("Connue de"),
}


@dataclass(frozen=True)
class Added:
    """A detail written after the merge on the record that stays; ``key`` names it in the form."""

    key: str
    what: Sentence
    kind: str
    row: Any


@dataclass(frozen=True)
class Conflict:
    """A detail of the merged record that is no longer what it was: changed, taken away or retired."""

    key: str
    what: Sentence
    before: str
    now: str


@dataclass(frozen=True)
class Since:
    """All that happened since a merge, as far as the actor reaches it."""

    added: list[Added]
    conflicts: list[Conflict]
    corrections: list[Correction]
    counts: list[tuple[Sentence, int]]


def key_from(moment: datetime) -> UUID:
    """The smallest UUIDv7 of a moment: younger rows have greater keys."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=(milliseconds << 80) | (0x7 << 76) | (0x2 << 62))


def added_rows(record: MergeRecord, kind: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = MOVABLE[kind].objects.filter(
        person=record.kept_id, pk__gte=key_from(record.merged_at)
    )
    return rows.filter(derived=False, sharing=None) if kind == "presence" else rows


def since(actor: User, record: MergeRecord) -> Since:
    groups = groups_seen(actor, record.kept, "people.merge")
    corrections = Correction.objects.filter(
        person__in=(record.kept_id, record.gone_id), at__gte=record.merged_at
    ).select_related("by")
    rows = [one for one in corrections if group_of(one) in groups]
    staff = colleagues({one.by_id for one in rows}, units_for(actor, "people.view"))
    for one in rows:
        one.ours = one.by_id in staff  # type: ignore[attr-defined]
    return Since(
        [one for kind in MOVABLE if reached(kind, groups) for one in added(actor, record, kind)],
        [one for one in conflicts(record) if reached(one.key.partition(":")[0], groups)],
        rows,
        counts(actor, record),
    )


def reached(kind: str, groups: frozenset[str]) -> bool:
    """May the actor see this kind of detail?"""
    place = {"contact": FieldGroup.CONTACT, "document": FieldGroup.TRAVEL}.get(kind, FieldGroup.IDENTITY)
    return place in groups


def added(actor: User, record: MergeRecord, kind: str) -> Iterator[Added]:
    rows = added_rows(record, kind).order_by("pk")
    if kind == "presence":
        rows = scoped(actor, "people.view", rows.select_related("unit"), named=True)
    for row in rows:
        yield Added(f"{kind}:{row.pk}", TITLES[kind], kind, row)


def conflicts(record: MergeRecord) -> list[Conflict]:
    """Names and documents of the merged record against what they were at the merge."""
    kept = record.snapshot or {}
    names = {
        str(row.pk): row for row in PersonName.objects.filter(pk__in=[n["id"] for n in kept.get("names", ())])
    }
    found = []
    for before in kept.get("names", ()):
        now = names.get(before["id"])
        if now is None or any(str(getattr(now, part)) != before[part] for part in NAME_PARTS):
            key = f"name:{before['id']}"
            found.append(Conflict(key, TITLES["name"], said(before), said_now(now) if now else ""))
    retired = Identifier.objects.filter(pk__in=kept.get("documents", ()), retired=True)
    return found + [
        Conflict(f"document:{row.pk}", TITLES["document"], f"{row.get_kind_display()} {row.value}", "")
        for row in retired
    ]


def said(parts: dict[str, str]) -> str:
    """A name in words, with the mother's where that is what differs."""
    return " · ".join(filter(None, (parts["text"], parts["nickname"], parts["mother"])))


def said_now(name: PersonName) -> str:
    return said({part: str(getattr(name, part)) for part in NAME_PARTS})


def counts(actor: User, record: MergeRecord) -> list[tuple[Sentence, int]]:
    """Rows of the apps above that point at the record that stays and were written since, as many as the actor sees."""
    found: list[tuple[Sentence, int]] = []
    for model, path in tables_above():
        start = key_from(record.merged_at)
        rows = model._default_manager.filter(**{path: record.kept_id, "pk__gte": start})
        number = scoped(actor, "people.merge", rows, named=True).distinct().count()
        if number:
            found.append((KINDS.get(model._meta.label_lower, model.__name__), number))
    return found


def tables_above() -> Iterator[tuple[type[Model], str]]:
    """Tables of other apps with a key made in time order and one person of their own; never a P4 one."""
    for model in apps.get_models():
        path = getattr(model, "PERSON", None)
        ours = model.__module__.startswith("musanada.") and model._meta.app_label not in ("people", "linkage")
        timed = model._meta.pk.get_internal_type() == "UUIDField"
        of_one = isinstance(path, str) and path != "" and "__" not in path
        open_to_some = getattr(model, "PRIVACY", Privacy.P4) < Privacy.P4 and getattr(model, "PLACE", None)
        if ours and timed and of_one and open_to_some:
            yield model, str(path)
