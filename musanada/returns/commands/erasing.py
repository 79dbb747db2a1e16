"""What is left of a return and a reintegration when a person is erased: codes, days and amounts of nobody; every word,
number of a paper, place and name goes. The money stays in its ledger: it was spent."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from musanada.cases.models import Case
from musanada.kit.ids import show_reference
from musanada.kit.subject import COUNTED_ON, ERASERS, RETENTION, Eraser, Lapsed, RetainedKind
from musanada.returns.models import Activity, Escort, LedgerLine, Reintegration, Return, TravelEvent
from musanada.returns.workflow import CODE
from musanada.returns.workflow_reintegration import CODE as REINTEGRATION

# Table: columns emptied, by what the person is told was destroyed.
STRIPPED: dict[str, tuple[str, dict[str, Any]]] = {
    "return": ("returns", {"to_town": "", "apart_text": "", "old_number": ""}),
    "screening": ("interviews", {"text": ""}),
    "counselling": ("interviews", {"text": "", "mission": ""}),
    "declaration": ("declarations", {"interpreter_name": "", "evidence": None, "guardian": None}),
    "traveldocument": ("papers", {"number": ""}),
    "exitauthorisation": ("papers", {"reference": ""}),
    "fittotravel": ("papers", {"doctor": "", "needs": ""}),
    "stay": ("papers", {"where": ""}),
    "passenger": ("journeys", {"reason": "", "needs": ""}),
    "allowance": ("journeys", {"void_reason": ""}),
    "travelevent": ("journeys", {"text": ""}),
    "handover": ("handovers", {"mission": "", "message": "", "answer": "", "consent": None}),
    "reintegration": ("plans", {"town": ""}),
    "assessment": ("plans", {"found": ""}),
    "plan": ("plans", {"goal": ""}),
    "activity": ("plans", {"what": "", "dropped_reason": ""}),
    "visit": ("plans", {"found": ""}),
    "trancheproof": ("money", {"text": "", "attachment": None}),
    "approval": ("money", {"text": ""}),
    "ledgerline": ("money", {"receipt": "", "text": ""}),
}
WORDS = {
    "returns": _("Retour : ville, raisons, numéro d'origine"),
    "interviews": _("Entretiens d'orientation et de conseil : ce qui était écrit"),
    "declarations": _("Déclarations : interprète, parent signataire, pièce jointe"),
    "papers": _("Documents de voyage, autorisations, certificats, hébergements : numéros et lieux"),
    "journeys": _("Voyages : besoins, motifs et accompagnateurs"),
    "handovers": _("Remises entre missions : messages et noms"),
    "plans": _("Réintégration : ville, évaluations, plans, visites"),
    "money": _("Versements : reçus, motifs et pièces"),
}


def erase(people: Sequence[UUID], units: frozenset[UUID] | None) -> dict[str, int]:
    """The caller holds the transaction. With ``units`` only what lies at these offices."""
    counts = dict.fromkeys(WORDS, 0)
    for table, (kind, columns) in STRIPPED.items():
        counts[kind] += stripped(apps.get_model("returns", table), columns, people, units)
    counts["journeys"] += strip_escorts(people, units)
    return counts


def strip_escorts(people: Sequence[UUID], units: frozenset[UUID] | None) -> int:
    """Who accompanied one traveller is told by that traveller's file: the name goes with it."""
    rows = Escort.objects.filter(passenger__ret__case__person__in=people).exclude(name="")
    if units is not None:
        rows = rows.filter(movement__unit__in=units)
    return Escort.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(name="")


def stripped(
    model: Any, columns: dict[str, Any], people: Sequence[UUID], units: frozenset[UUID] | None
) -> int:
    rows = model.objects.filter(**{f"{model.PERSON}__in": people})
    if units is not None:
        rows = rows.filter(**{f"{model.PLACE}__in": units})
    keys = list(rows.values_list("pk", flat=True))
    return int(model.objects.filter(pk__in=keys).update(**columns))


def days(people: Sequence[UUID]) -> list[date]:
    """Days on which figures count a person's age: application, departure, arrival, support, money."""
    files = Return.objects.filter(case__person__in=people)
    rows = (
        files.values_list("applied_on", flat=True),
        TravelEvent.objects.filter(ret__in=files).values_list("on", flat=True),
        Reintegration.objects.filter(ret__in=files).values_list("arrived_on", flat=True),
        Activity.objects.filter(plan__file__ret__in=files).values_list("given_on", flat=True),
        LedgerLine.objects.filter(file__ret__in=files).values_list("on", flat=True),
    )
    return sorted({day for found in rows for day in found if day})


def lapsed(before: date) -> Iterator[Lapsed]:
    """Files closed before that day, of people of whom it is still known who they are."""
    rows = Case.objects.filter(
        procedure__in=(CODE, REINTEGRATION),
        closed_on__lt=before,
        person__erased_at=None,
        person__protected=False,
    )
    for one in rows.order_by("closed_on", "pk").iterator(chunk_size=2000):
        if one.closed_on:
            yield Lapsed(one.pk, show_reference(one.reference), one.unit_id, one.closed_on)


CODED = "codes, days and amounts only: what figures and the ledger stand on"
COUNTED_ON.add("returns", days)
ERASERS.add(
    "returns",
    Eraser(
        run=erase,
        words=WORDS,
        covers=frozenset(f"returns.{table}" for table in STRIPPED),
        keeps={f"returns.{table}": CODED for table in ("vulnerability", "tranche")},
    ),
)
RETENTION.add(
    "avrr",
    RetainedKind("avrr", _("Dossier de retour ou de réintégration"), _("clôture du dossier"), lapsed=lapsed),
)
