"""What a child's file holds of the child's life, in words for the child: where they lived, who stood for them, the search
for the family, school, the passage to 18. Told from the files that name whoever answers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.models import (
    CareArrangement,
    Mandate,
    Schooling,
    Tracing,
    TracingAction,
    TransitionItem,
)

P = FieldGroup.PROTECTION
Rows = list[tuple[Sentence, ...]]
WHEN = (_("Du"), _("Au"))


def held(asking: Asking) -> Iterator[HeldSection]:
    yield care(asking)
    yield mandates(asking)
    yield tracing(asking)
    yield schooling(asking)
    yield transition(asking)


def rows_of(asking: Asking, model: Any, order: str) -> Any:
    """Of this person's files at these offices that name the one who answers."""
    own = model.objects.filter(file__case__person__in=asking.people, file__case__unit__in=asking.units)
    return own.filter(file__secret__in=asking.named).order_by(order, "id")


def day(asking: Asking, value: date | None) -> str:
    return format_date(value, asking.lang) if value else ""


def joined(*parts: object) -> str:
    return " ; ".join(str(part) for part in parts if part)


def care(asking: Asking) -> HeldSection:
    rows: Rows = []
    for one in rows_of(asking, CareArrangement, "from_on").select_related("town"):
        where = joined(one.carer, one.agency, one.town, one.decision)
        ended = joined(one.get_end_display() if one.end else "", one.view)
        rows.append((day(asking, one.from_on), day(asking, one.to_on), one.get_kind_display(), where, ended))
    columns = (
        *WHEN,
        _("Avec qui"),
        _("Où, et par quelle décision"),
        _("Pourquoi cela a changé, et votre avis"),
    )
    return HeldSection(P, _("Où vous avez vécu"), rows, columns, order=74)


def mandates(asking: Asking) -> HeldSection:
    rows: Rows = []
    for one in rows_of(asking, Mandate, "asked_on"):
        since = one.from_on or one.asked_on
        who = joined(one.get_kind_display(), one.holder, one.phone, one.named_by, one.reference)
        rows.append(
            (day(asking, since), day(asking, one.to_on), who, joined(one.get_state_display(), one.why))
        )
    return HeldSection(P, _("Qui vous représente"), rows, (*WHEN, _("Représentant"), _("État")), order=75)


def tracing(asking: Asking) -> HeldSection:
    """A relative stands in it as a tie, never by name: what is known of them is theirs."""
    rows: Rows = []
    for one in rows_of(asking, Tracing, "opened_on").select_related("relative"):
        said = joined(one.verified_how, one.obstacles)
        tie = one.relative.get_tie_display()
        rows.append((day(asking, one.opened_on), tie, _("Recherche"), said, one.get_state_display()))
    for step in rows_of(asking, TracingAction, "on").select_related("tracing__relative"):
        tie = step.tracing.relative.get_tie_display()
        rows.append(
            (day(asking, step.on), tie, step.get_kind_display(), step.text, step.get_outcome_display())
        )
    columns = (_("Le"), _("Qui est cherché"), _("Ce qui a été fait"), _("Ce qui est écrit"), _("Résultat"))
    return HeldSection(P, _("La recherche de votre famille"), rows, columns, order=76)


def schooling(asking: Asking) -> HeldSection:
    rows: Rows = []
    for one in rows_of(asking, Schooling, "from_on"):
        what = joined(one.get_kind_display(), one.place, one.level)
        rows.append((day(asking, one.from_on), day(asking, one.to_on), what, one.ended))
    columns = (*WHEN, _("École ou formation"), _("Pourquoi cela a fini"))
    return HeldSection(P, _("Votre scolarité"), rows, columns, order=77)


def transition(asking: Asking) -> HeldSection:
    rows: Rows = [
        (one.get_topic_display(), one.get_state_display(), day(asking, one.on), one.note)
        for one in rows_of(asking, TransitionItem, "recorded_at")
    ]
    columns = (_("Point"), _("État"), _("Réglé le"), _("Ce qui est écrit"))
    return HeldSection(P, _("Votre passage à l'âge adulte"), rows, columns, order=78)


HELD.add("protection.care", held)
