"""What is left of a regularisation when a person is erased: codes and the days of decisions, of nobody.

A file and its decisions belong to the archives of the administration: they are transferred, not destroyed (standards,
section 4). What goes is who they were about: words, numbers on paper, the window's secret, the life that was declared.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.kit.ids import new_reference, show_reference
from musanada.kit.subject import COUNTED_ON, ERASERS, RETENTION, Eraser, Lapsed, RetainedKind
from musanada.regularisation.models import (
    AgendaItem,
    Appeal,
    Application,
    Card,
    Conflict,
    Decision,
    Evaluation,
    ReliefItem,
    Renewal,
)
from musanada.regularisation.workflow import CODE

WORDS = {
    "applications": _("Ce qui était déclaré dans une demande de régularisation"),
    "decision_texts": _("Avis et décisions : ce qui était écrit en toutes lettres"),
    "findings": _("Examens de critères : le détail des pièces"),
    "appeals": _("Recours : les moyens et les numéros"),
    "conflicts": _("Motifs de membres qui se sont retirés"),
    "cards": _("Cartes de séjour : les numéros"),
    "renewals": _("Motifs de refus d'un renouvellement"),
}


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The caller holds the transaction. With ``units`` only the files, appeals and cards of these offices."""
    files = Application.objects.filter(case__person__in=people)
    appeals = Appeal.objects.filter(application__case__person__in=people)
    cards = Card.objects.filter(person__in=people)
    if units is not None:
        files, cards = files.filter(case__unit__in=units), cards.filter(unit__in=units)
        appeals = appeals.filter(Q(unit__in=units) | Q(application__case__unit__in=units))
    keys = list(files.values_list("pk", flat=True))
    held = list(cards.values_list("pk", flat=True))
    return {
        "decision_texts": erase_decisions(keys),
        "findings": erase_findings(keys),
        "conflicts": Conflict.objects.filter(item__application__in=keys).exclude(reason="").update(reason=""),
        "appeals": erase_appeals(appeals),
        "renewals": Renewal.objects.filter(card__in=held).exclude(reason="").update(reason=""),
        "cards": erase_cards(held),
        "applications": erase_declared(keys),
    }


def erase_declared(keys: Sequence[UUID]) -> int:
    return Application.objects.filter(pk__in=keys).update(
        secret_hash="", old_number="", source_batch=None, arrived_on=None, together_on=None, occupation=""
    )


def erase_decisions(keys: Sequence[UUID]) -> int:
    """Words go; stage, result, day, coded reasons and the criterion retained stay: figures read them."""
    texts = Decision.objects.filter(application__in=keys).exclude(text="").update(text="")
    return texts + AgendaItem.objects.filter(application__in=keys).exclude(text="").update(text="")


def erase_findings(keys: Sequence[UUID]) -> int:
    ReliefItem.objects.filter(application__in=keys).update(findings=[], left_out_reason="")
    return Evaluation.objects.filter(application__in=keys).update(findings=[])


def erase_appeals(rows: QuerySet[Appeal]) -> int:
    return renumbered(Appeal, rows.values_list("pk", flat=True), grounds="")


def erase_cards(keys: Sequence[UUID]) -> int:
    return renumbered(Card, keys, number="", end_reason="", source_batch=None)


def renumbered(model: Any, keys: Any, **values: Any) -> int:
    """The number is on papers the person kept: the row gets another one."""
    done = 0
    for key in list(keys):
        reference = new_reference()
        while model.objects.filter(reference=reference).exists():
            reference = new_reference()
        done += model.objects.filter(pk=key).update(reference=reference, **values)
    return done


def days(people: Sequence[UUID]) -> list[date]:
    """Days on which figures count a person's age: deposit, decisions, appeal, card."""
    files = Application.objects.filter(case__person__in=people)
    rows = (
        files.values_list("lodged_on", flat=True),
        Decision.objects.filter(application__in=files).values_list("on", flat=True),
        Appeal.objects.filter(application__in=files).values_list("lodged_on", flat=True),
        Card.objects.filter(person__in=people).values_list("ordered_on", flat=True),
        Card.objects.filter(person__in=people).values_list("delivered_on", flat=True),
        Card.objects.filter(person__in=people).values_list("valid_from", flat=True),
    )
    return sorted({day for found in rows for day in found if day})


def lapsed(before: date) -> Iterator[Lapsed]:
    """Files closed before that day, of people of whom it is still known who they are."""
    rows = Case.objects.filter(
        procedure=CODE, closed_on__lt=before, person__erased_at=None, person__protected=False
    )
    for one in rows.order_by("closed_on", "pk").iterator(chunk_size=2000):
        if one.closed_on:
            yield Lapsed(one.pk, show_reference(one.reference), one.unit_id, one.closed_on)


COUNTED_ON.add("regularisation", days)
CODES = (
    "codes and days only: what was asked, told, read or carried out, for the figures and the legal archive"
)
ERASERS.add(
    "regularisation",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset(
            f"regularisation.{name}"
            for name in (
                "application",
                "evaluation",
                "decision",
                "agendaitem",
                "conflict",
                "appeal",
                "reliefitem",
                "card",
                "renewal",
            )
        ),
        keeps={
            f"regularisation.{name}": CODES
            for name in ("claim", "notification", "reading", "instruction", "reminder")
        },
    ),
)
RETENTION.add(
    "regularisation",
    RetainedKind(
        "regularisation",
        _("Dossier de régularisation, carte"),
        _("clôture du dossier"),
        lapsed=lapsed,
        why_not=_(
            "Ces dossiers appartiennent aux archives de l'administration : ils y sont versés, jamais détruits ici."
            " La liste dit lesquels sont à verser."
        ),
    ),
)
