"""Importing a past operation: each row becomes a file with its opinion, appeal, relief and card, at its office."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.models import Unit, User
from musanada.intake.imports.kinds import IMPORT_KINDS, Done, Field, Option, Rows, Staged
from musanada.intake.imports.likely import propose, still_there
from musanada.intake.imports.person import (
    BASIS,
    PERSON_FIELDS,
    basis_of,
    check_person,
    draft_of,
    identity_of,
    name_of,
    person_choices,
    person_lists,
    show_person,
    sought_of,
)
from musanada.intake.sheets.findings import Finding, say
from musanada.intake.sheets.values import among, day, text
from musanada.intake.sheets.values.base import Codes
from musanada.intake.sheets.values.lists import aliases
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.linkage.sought import Sought
from musanada.people import commands as people
from musanada.regularisation.commands.past import already, load_past
from musanada.regularisation.commands.past_undo import take_back
from musanada.regularisation.imported import Sheet, file_of, later_day
from musanada.regularisation.models import Appeal, Criterion, Operation, OperationOffice, Refusal, Result

say("past", _("%(problem)s"))
say("past-missing", _("Il manque : %(field)s. Sans cela la ligne n'est pas un dossier."))
say("file-known", _("Ce dossier est déjà chargé sous ce numéro : la ligne est laissée de côté."))
say("file-of-person", _("La même personne a déjà un dossier plus haut dans le fichier : vérifiez les deux."))

DAYS = ("lodged_on", "opinion_on", "appeal_on", "appeal_decided_on", "relief_on", "card_from", "card_to")
# What is not known without its day: a result dated by guess would be a figure nobody wrote.
DATED = {
    "opinion": "opinion_on",
    "appeal_result": "appeal_decided_on",
    "relief": "relief_on",
    "card_from": "card_to",
    "card_to": "card_from",
}
RESULTS = {
    "favourable": ("favorable", "accepté", "acceptée", "accordé", "oui", "مقبول", "إيجابي", "favourable", "approved", "favorable"),
    "unfavourable": ("défavorable", "refusé", "refusée", "rejet", "rejeté", "non", "مرفوض", "سلبي", "unfavourable", "refused", "rejected", "desfavorable"),
}  # fmt: skip
CHANNELS = {
    "office": ("administration", "intérieur", "ministère de l'intérieur", "préfecture", "bureau"),
    "commission": ("cndh", "commission", "commission de recours", "commission nationale"),
}


def words(code: str, label: Sentence, parse: Any, *known: str, **more: Any) -> Field:
    return Field(code, label, known, parse, **more)


FILE_FIELDS = (
    words("file_number", _("Numéro de dossier"), text(40), "numéro de dossier", "n° dossier", "n° de dossier", "dossier",
          "numéro", "رقم الملف", "file number", "número de expediente", unique=True, required=True),
    words("office", _("Bureau"), among("office"), "bureau", "préfecture", "province", "préfecture ou province",
          "bureau des étrangers", "العمالة", "الإقليم", "office", "oficina"),
    words("lodged_on", _("Déposé le"), day, "date de dépôt", "déposé le", "dépôt", "تاريخ الإيداع", "lodged on",
          "date filed", "fecha de depósito"),
    words("category", _("Catégorie demandée"), among("category"), "catégorie", "catégorie demandée", "critère", "motif de la demande",
          "الفئة", "category", "categoría"),
    words("opinion", _("Avis de la commission"), among("result"), "avis", "avis de la commission", "décision", "résultat",
          "الرأي", "القرار", "opinion", "decision", "dictamen"),
    words("opinion_on", _("Avis rendu le"), day, "date de l'avis", "avis rendu le", "date de la commission", "date de décision",
          "تاريخ الرأي", "opinion date", "decision date"),
    words("reason", _("Motif du refus"), among("refusal"), "motif", "motif du refus", "raison", "سبب الرفض", "reason", "motivo"),
    words("appeal_on", _("Recours déposé le"), day, "recours", "date du recours", "recours déposé le", "تاريخ الطعن", "appeal date"),
    words("appeal_channel", _("Voie du recours"), among("channel"), "voie", "voie du recours", "appeal channel"),
    words("appeal_result", _("Décision sur le recours"), among("result"), "décision sur recours", "résultat du recours",
          "décision de la commission de recours", "نتيجة الطعن", "appeal result"),
    words("appeal_decided_on", _("Recours décidé le"), day, "date de décision sur recours", "recours décidé le", "appeal decided on"),
    words("relief", _("Assouplissement"), among("category"), "assouplissement", "décision collective", "relief"),
    words("relief_on", _("Assouplissement décidé le"), day, "date de l'assouplissement", "assouplissement décidé le", "relief date"),
    words("card_from", _("Carte valable du"), day, "carte valable du", "début de validité", "carte du", "card from"),
    words("card_to", _("Carte valable jusqu'au"), later_day, "carte valable jusqu'au", "carte valable au", "fin de validité", "carte au", "card to"),
)  # fmt: skip


class RegularisationKind:
    """Files of a past operation, with the people who lodged them."""

    code: str = "regularisation"
    label: Sentence = _("Des dossiers de régularisation d'une opération passée")
    rights: tuple[str, ...] = ("regularisation.load", "people.register", "people.find")
    undo_rights: tuple[str, ...] = ("regularisation.load", "people.void")
    fields: tuple[Field, ...] = FILE_FIELDS + tuple(replace(f, unique=False) for f in PERSON_FIELDS)

    def options(self, actor: User, unit: Unit) -> tuple[Option, ...]:
        found = tuple((one.code, one.name_fr) for one in Operation.objects.filter(unit=unit))
        return (
            Option(
                "operation",
                _("De quelle opération sont ces dossiers ?"),
                found,
                required=True,
                default=found[0][0] if len(found) == 1 else "",
                hint=_("L'opération et ses bureaux sont créés d'abord, avec leurs critères."),
            ),
            BASIS,
        )

    def lists(self, actor: User, unit: Unit) -> Mapping[str, Codes]:
        operations = Operation.objects.filter(unit=unit)
        return {
            **person_lists(),
            "office": aliases(offices(operations)),
            "category": aliases(categories(operations)),
            "result": aliases(RESULTS.items()),
            "refusal": aliases((code, in_all(label)) for code, label in Refusal.choices),
            "channel": aliases(CHANNELS.items()),
        }

    def choices(self, list_name: str, word: str) -> list[tuple[str, str]]:
        if list_name == "office":
            rows = OperationOffice.objects.select_related("unit")
            return sorted({(one.unit.code, str(one.unit)) for one in rows}, key=lambda pair: pair[1])
        if list_name == "category":
            return sorted({(code, names[0]) for code, names in categories(Operation.objects.all())})
        fixed = {"result": Result.choices[:2], "refusal": Refusal.choices, "channel": Appeal.Channel.choices}
        if list_name in fixed:
            return [(code, str(label)) for code, label in fixed[list_name]]
        return person_choices(list_name, word)

    def identity(self, values: Mapping[str, Any]) -> str:
        return identity_of(values)

    def check(self, row: Staged, options: Mapping[str, str], today: date) -> None:
        check_person(row, today)
        told = {found.field for found in row.findings}
        for code in ("office", "lodged_on", "category"):
            if code not in row.values and code not in told:
                row.findings.append(Finding("error", "past-missing", code, {"field": str(label_of(code))}))
        row.findings += [
            Finding("error", "past-missing", day, {"field": str(label_of(day))})
            for told_of, day in DATED.items()
            if row.values.get(told_of) and day not in row.values and day not in told
        ]
        if not row.blocked:
            problem = next(file_of(row.values, row.person, row.target, Sheet.blank(options)).problems(), None)
            if problem:
                row.findings.append(Finding("error", "past", "", {"problem": str(problem)}))

    def find(self, actor: User, unit: Unit, rows: Sequence[Staged]) -> None:
        propose(self, actor, unit, rows)

    def review(self, actor: User, unit: Unit, rows: Sequence[Staged], options: Mapping[str, str]) -> None:
        operation = Operation.objects.get(unit=unit, code=options["operation"])
        known = already(operation, [row.values["file_number"] for row in rows])
        for row in rows:
            if not operation.takes_files_on(date.fromisoformat(row.values["lodged_on"])):
                late = str(_("Le dépôt est hors de la période de l'opération."))
                row.findings.append(Finding("error", "past", "lodged_on", {"problem": late}))
            elif row.values["file_number"] in known:
                row.findings.append(Finding("info", "file-known", "file_number"))
                row.decision, row.match = "skip", None

    def repeated(self, row: Staged) -> None:
        """One person, one file: the second line of a person is looked at by a person."""
        if not any(found.code == "twice-in-file" for found in row.findings):
            row.findings.append(Finding("warning", "file-of-person"))
        row.decision, row.match = "skip", None

    def sought(self, values: Mapping[str, Any]) -> Sought | None:
        return sought_of(values, timezone.localdate())

    def title(self, values: Mapping[str, Any]) -> str:
        return " · ".join(part for part in (values.get("file_number", ""), name_of(values)) if part)

    def show(self, field: str, value: Any) -> str:
        if field in DAYS:
            return format_date(date.fromisoformat(value), translation.get_language() or "fr")
        listed = {
            "opinion": "result",
            "appeal_result": "result",
            "reason": "refusal",
            "appeal_channel": "channel",
        }
        if field in listed or field == "office":
            return dict(self.choices(listed.get(field, field), "")).get(value, str(value))
        return str(value) if field in ("category", "relief", "file_number") else show_person(field, value)

    def commit(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        sheet = Sheet.of(actor, part)
        leads, gone = still_there(part.rows)
        loaded = already(sheet.operation, [row.values["file_number"] for row in part.rows])
        here = {row.pk: Done("already") for row in part.rows if row.values["file_number"] in loaded}
        rows = [row for row in part.rows if row.pk not in gone and row.pk not in here]
        register(actor, part, sheet, [row for row in rows if row.decision == "new"])
        meet(actor, sheet, [(row, leads[row.match]) for row in rows if row.decision == "same"])
        files = [file_of(row.values, leads.get(row.match, row.person), row.target, sheet) for row in rows]
        load_past(actor, sheet.operation, files, batch=part.batch)
        done = {row.pk: Done("created" if row.decision == "new" else "added") for row in rows}
        return gone | here | done

    def undo(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        return take_back(actor, Sheet.of(actor, part).operation, part)

    def preview(self, counts: Mapping[str, int]) -> list[Sentence]:
        entering = counts["new"] + counts["same"]
        return [
            ngettext("%(count)s dossier sera chargé.", "%(count)s dossiers seront chargés.", entering)
            % {"count": entering}
        ]

    def outlook(self, values: Iterable[Mapping[str, Any]]) -> list[Sentence]:
        """What became of the files that would enter, in the end: the figures to compare with the office's own."""
        found = Counter(last_result(one) for one in values)
        return [
            _("Résultat final : %(won)s favorables, %(lost)s défavorables, %(open)s sans décision.")
            % {"won": found["favourable"], "lost": found["unfavourable"], "open": found[""]}
        ]


def last_result(values: Mapping[str, Any]) -> str:
    if values.get("relief"):
        return "favourable"
    return str(values.get("appeal_result") or values.get("opinion") or "")


def label_of(code: str) -> Sentence:
    return next(field.label for field in FILE_FIELDS if field.code == code)


def offices(operations: Any) -> list[tuple[str, list[str]]]:
    """Each office by its code, its names, and its territory's."""
    rows = OperationOffice.objects.filter(operation__in=operations).select_related("unit", "place")
    return [
        (
            one.unit.code,
            [one.unit.name_fr, one.unit.name_ar, one.place.name_fr, one.place.name_ar, one.place.code],
        )
        for one in rows
    ]


def categories(operations: Any) -> list[tuple[str, list[str]]]:
    rows = Criterion.objects.filter(operation__in=operations)
    return [(one.code, [one.name_fr, one.name_ar]) for one in rows]


def in_all(label: Sentence) -> list[str]:
    """A label in the four languages."""
    found = []
    for lang in ("fr", "ar", "en", "es"):
        with translation.override(lang):
            found.append(str(label))
    return found


def register(actor: User, part: Rows, sheet: Sheet, rows: Sequence[Any]) -> None:
    """People nobody knows yet, each at the office of their file."""
    drafts: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        met = date.fromisoformat(row.values["lodged_on"])
        drafts[row.values["office"]].append(replace(draft_of(row.person, row.values, met), registered_on=met))
    for code, some in sorted(drafts.items()):
        people.register_many(
            actor, sheet.units[code], drafts=some, basis=basis_of(part.options), batch=part.batch
        )


def meet(actor: User, sheet: Sheet, rows: Sequence[tuple[Any, UUID]]) -> None:
    """People recognised are known at the office of their file too."""
    met: dict[str, dict[UUID, date]] = defaultdict(dict)
    for row, person in rows:
        met[row.values["office"]][person] = date.fromisoformat(row.values["lodged_on"])
    for code, some in sorted(met.items()):
        people.meet_many(actor, sheet.units[code], met=list(some.items()))


IMPORT_KINDS.add("regularisation", RegularisationKind())
