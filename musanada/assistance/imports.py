"""Importing acts: who received what, when. The person is recognised, or made with the first act about them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access.doors import scoped
from musanada.access.models import Unit, User
from musanada.assistance import commands as assistance
from musanada.assistance.commands.acts import problems
from musanada.assistance.drafts import ActDraft
from musanada.assistance.kinds import KINDS
from musanada.assistance.models import Act, ServiceType
from musanada.intake.imports import used
from musanada.intake.imports.kinds import IMPORT_KINDS, Candidate, Done, Field, Option, Rows, Staged
from musanada.intake.imports.likely import propose, still_there
from musanada.intake.imports.person import (
    BASIS,
    DOCUMENTS,
    PERSON_FIELDS,
    basis_of,
    check_person,
    draft_of,
    identity_of,
    name_of,
    names_of,
    person_choices,
    person_lists,
    show_person,
    sought_of,
)
from musanada.intake.imports.placing import place
from musanada.intake.sheets.findings import Finding, say
from musanada.intake.sheets.values import among, day, number, text
from musanada.intake.sheets.values.base import Codes
from musanada.intake.sheets.values.lists import aliases
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_number
from musanada.kit.ids import normalise_reference
from musanada.linkage.sought import Sought
from musanada.partners import queries as partners
from musanada.partners.models import Partner
from musanada.people import commands as people
from musanada.people.models import Identifier, Person
from musanada.people.numbers import document_index
from musanada.programmes import queries as programmes
from musanada.programmes.models import Programme

KNOWN_BY = ("reference", *DOCUMENTS)
CURRENCIES = {
    "MAD": ("dh", "dhs", "dirham", "dirhams", "درهم"),
    "EUR": ("euro", "euros", "€"),
    "USD": ("dollar", "dollars", "$"),
}
VOIDED = "Import annulé"

say("no-service", _("Il manque l'aide reçue : choisissez sa colonne, ou une aide pour tout le fichier."))
say("no-date", _("Il manque le jour : choisissez la colonne de la date."))
say(
    "unknown-reference",
    _("Aucune personne que vous pouvez trouver ne porte ce numéro, et la ligne n'a pas de nom."),
)
say("act", _("%(problem)s"))
say(
    "act-known",
    _("La même aide est déjà enregistrée ce jour-là pour cette personne : la ligne est laissée de côté."),
)
say("amount-currency", _("La monnaie manque : le montant est lu en dirhams."))

SERVICE_FIELDS = (
    Field("reference", _("Référence de la personne"), ("référence", "référence musanada", "réf", "المرجع", "reference", "referencia"), text(20)),
    Field(
        "service",
        _("Aide reçue"),
        (
            "aide", "type d'aide", "nature de l'aide", "aide reçue", "service", "type de service", "prestation", "assistance", "type d'assistance",
            "article", "kit", "acte", "المساعدة", "نوع المساعدة", "الخدمة", "type of assistance", "assistance type", "service type", "item",
            "ayuda", "tipo de ayuda", "asistencia", "tipo de asistencia", "servicio",
        ),
        among("service"),
    ),
    Field(
        "given_on",
        _("Jour"),
        (
            "date", "jour", "date de l'aide", "date de remise", "date de distribution", "date de service", "date de l'acte", "date de la prestation",
            "date d'entrée", "date de consultation", "التاريخ", "تاريخ المساعدة", "تاريخ التوزيع", "تاريخ الخدمة", "date of assistance",
            "distribution date", "service date", "date given", "fecha", "fecha de entrega", "fecha de distribución",
        ),
        day,
    ),
    Field("until_on", _("Départ"), ("date de sortie", "sortie", "départ", "date de départ", "تاريخ الخروج", "check out", "departure", "fecha de salida"), day),
    Field("quantity", _("Quantité"), ("quantité", "qté", "nombre", "nombre de kits", "الكمية", "العدد", "quantity", "qty", "cantidad"), number),
    Field("amount", _("Montant"), ("montant", "valeur", "somme", "montant dh", "المبلغ", "amount", "value", "monto", "importe"), number),
    Field("currency", _("Monnaie"), ("monnaie", "devise", "العملة", "currency", "moneda"), among("currency", strict=False)),
    Field("programme", _("Programme"), ("programme", "projet", "البرنامج", "المشروع", "programme", "program", "project", "programa", "proyecto"), among("programme", strict=False)),
    Field("partner", _("Partenaire"), ("partenaire", "association", "ong", "opérateur", "الشريك", "الجمعية", "partner", "organisation", "socio"), among("partner", strict=False)),
    Field(
        "place",
        _("Lieu de l'aide"),
        ("lieu", "ville", "commune", "lieu de distribution", "site", "localité", "المدينة", "المكان", "مكان التوزيع", "place", "city", "location", "lugar", "ciudad"),
        place,
    ),
)  # fmt: skip


class ServicesKind:
    """Acts of a list become acts of the register; people nobody knows yet are made with them."""

    code: str = "services"
    label: Sentence = _("Des aides et services reçus")
    rights: tuple[str, ...] = ("assistance.record", "people.register", "people.find")
    undo_rights: tuple[str, ...] = ("assistance.void", "people.void")
    fields: tuple[Field, ...] = SERVICE_FIELDS + tuple(replace(f, unique=False) for f in PERSON_FIELDS)

    def options(self, actor: User, unit: Unit) -> tuple[Option, ...]:
        services = tuple((s.code, str(s)) for s in ServiceType.objects.filter(active=True))
        found = tuple((str(p.pk), f"{p.code} · {p}") for p in programmes.programmes(actor))
        return (
            BASIS,
            Option("service", _("L'aide reçue, si le fichier n'en a pas de colonne"), services),
            Option("programme", _("Le programme, pour les lignes qui n'en nomment pas"), found),
        )

    def lists(self, actor: User, unit: Unit) -> Mapping[str, Codes]:
        services = ServiceType.objects.filter(active=True)
        names = ((s.code, (s.name_fr, s.name_ar, s.name_en, s.name_es)) for s in services)
        found = ((str(p.pk), (p.code, p.name_fr, p.name_ar)) for p in programmes.programmes(actor))
        known = ((str(p.pk), (p.code, p.name_fr, p.name_ar)) for p in partners.partners(actor))
        return {
            **person_lists(),
            "service": aliases(names),
            "programme": aliases(found),
            "partner": aliases(known),
            "currency": aliases(CURRENCIES.items()),
        }

    def choices(self, list_name: str, word: str) -> list[tuple[str, str]]:
        if list_name == "service":
            return [(s.code, str(s)) for s in ServiceType.objects.filter(active=True)]
        if list_name == "currency":
            return [(code, code) for code in CURRENCIES]
        return person_choices(list_name, word)

    def identity(self, values: Mapping[str, Any]) -> str:
        return f"reference\n{values['reference']}" if values.get("reference") else identity_of(values)

    def check(self, row: Staged, options: Mapping[str, str], today: date) -> None:
        check_person(row, today, or_by=KNOWN_BY)
        values, told = row.values, {found.field for found in row.findings}
        for code in ("service", "programme"):
            if code not in values and code not in told and options.get(code):
                values[code] = options[code]
        for code, finding in (("service", "no-service"), ("given_on", "no-date")):
            if code not in values and code not in told:
                row.findings.append(Finding("error", finding, code))
        if values.get("amount") and not values.get("currency"):
            values["currency"] = "MAD"
            row.findings.append(Finding("info", "amount-currency", "currency"))

    def find(self, actor: User, unit: Unit, rows: Sequence[Staged]) -> None:
        propose(self, actor, unit, rows)
        by_number = numbered(actor, unit, rows)
        for row in rows:
            found = next((by_number[n] for n in numbers_of(row.values) if n in by_number), None)
            if found:
                row.candidates = [Candidate(found, 100), *(c for c in row.candidates if c.person != found)][
                    :3
                ]
                row.match, row.decision = found, "same" if row.decision != "skip" else "skip"
                row.match = found if row.decision == "same" else None
            elif not names_of(row.values):
                row.findings.append(Finding("error", "unknown-reference", "reference"))

    def review(self, actor: User, unit: Unit, rows: Sequence[Staged], options: Mapping[str, str]) -> None:
        services = ServiceType.objects.in_bulk()
        known = acts_known([row for row in rows if row.match])
        for row in rows:
            service = services[row.values["service"]]
            if "quantity" in KINDS[service.kind].fields:
                row.values.setdefault("quantity", "1")  # as the counter's form proposes
            draft = act_of(row.person, row.target, row.values)
            for code, problem in problems(draft, service).items():
                row.findings.append(Finding("error", "act", code, {"problem": str(problem)}))
            if row.match and (row.match, draft.service, draft.given_on) in known:
                row.findings.append(Finding("warning", "act-known", "service"))
                row.decision, row.match = "skip", None

    def repeated(self, row: Staged) -> None:
        """Several acts of one person are what such a list is made of."""

    def sought(self, values: Mapping[str, Any]) -> Sought | None:
        return sought_of(values, timezone.localdate())

    def title(self, values: Mapping[str, Any]) -> str:
        return name_of(values) or values.get("reference", "") or next(iter(numbers_of(values)), ("", ""))[1]

    def show(self, field: str, value: Any) -> str:
        lang = translation.get_language() or "fr"
        if field == "service":
            found = ServiceType.objects.filter(pk=value).first()
            return str(found) if found else str(value)
        if field in ("given_on", "until_on"):
            return format_date(date.fromisoformat(value), lang)
        if field in ("quantity", "amount"):
            return format_number(Decimal(value), lang)
        if field == "programme":
            return str(Programme.objects.filter(pk=value).first() or "")
        if field == "partner":
            return str(Partner.objects.filter(pk=value).first() or "")
        return show_person(field, value)

    def commit(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        leads, gone = still_there(part.rows)
        rows = [row for row in part.rows if row.pk not in gone]
        new: dict[UUID, Any] = {}
        for row in rows:
            if row.decision == "new":
                new.setdefault(row.person, row)
        if new:
            drafts = [
                met_at_the_act(draft_of(pk, row.values, part.today), row.values) for pk, row in new.items()
            ]
            people.register_many(
                actor, part.unit, drafts=drafts, basis=basis_of(part.options), batch=part.batch
            )
        met = {leads[r.match]: date.fromisoformat(r.values["given_on"]) for r in rows if r.decision == "same"}
        if met:
            people.meet_many(actor, part.unit, met=list(met.items()))
        acts = [act_of(leads.get(row.match, row.person), row.target, row.values) for row in rows]
        assistance.record_many(actor, part.unit, drafts=acts, batch=part.batch)
        return gone | {row.pk: Done("created" if row.decision == "new" else "added") for row in rows}

    def undo(self, actor: User, part: Rows) -> Mapping[UUID, Done]:
        assistance.void_many(actor, part.unit, batch=part.batch, reason=VOIDED)
        voided = set(still(part, voided=True))
        made = [row.person for row in part.rows if row.decision == "new"]
        reasons = used.since(made)
        free = [pk for pk in dict.fromkeys(made) if pk not in reasons]
        if free:
            people.remove_many(actor, part.unit, ids=free, batch=part.batch)
        return {row.pk: undone(row, voided, reasons) for row in part.rows}

    def preview(self, counts: Mapping[str, int]) -> list[Sentence]:
        new, same = counts["new"], counts["same"]
        told: list[Sentence] = []
        if new or not same:
            told.append(
                ngettext(
                    "%(count)s aide sera enregistrée pour une personne nouvelle, dont la fiche sera créée.",
                    "%(count)s aides seront enregistrées pour des personnes nouvelles, dont les fiches seront créées.",
                    new,
                )
                % {"count": new}
            )
        if same:
            told.append(
                ngettext(
                    "%(count)s aide sera ajoutée à une personne déjà connue.",
                    "%(count)s aides seront ajoutées à des personnes déjà connues.",
                    same,
                )
                % {"count": same}
            )
        return told


def numbers_of(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What names a person of the register for sure: our reference, documents, the partner's own number."""
    found = [("reference", normalise_reference(values["reference"]))] if values.get("reference") else []
    return found + [
        (kind, document_index(values[code])) for code, kind in DOCUMENTS.items() if values.get(code)
    ]


def numbered(actor: User, unit: Unit, rows: Sequence[Staged]) -> dict[tuple[str, str], UUID]:
    """Numbers of the rows that lead to exactly one person the actor may find, partners' numbers at this unit only."""
    wanted = {pair for row in rows for pair in numbers_of(row.values)}
    found: dict[tuple[str, str], set[UUID]] = {}
    visible = scoped(actor, "people.find", Person.objects.filter(voided_at=None))
    references = [value for kind, value in wanted if kind == "reference"]
    for pk, lead, value in visible.filter(reference__in=references).values_list(
        "pk", "merged_into", "reference"
    ):
        found.setdefault(("reference", value), set()).add(lead or pk)
    values = [value for kind, value in wanted if kind != "reference"]
    held = Identifier.objects.filter(normalised__in=values, retired=False, person__in=visible)
    local = held.filter(kind="local_number", person__unit=unit)
    for row in (held.exclude(kind="local_number") | local).select_related("person"):
        if (row.kind, row.normalised) in wanted:
            found.setdefault((row.kind, row.normalised), set()).add(
                row.person.merged_into_id or row.person_id
            )
    return {pair: next(iter(pks)) for pair, pks in found.items() if len(pks) == 1}


def acts_known(rows: Sequence[Staged]) -> set[tuple[UUID, str, date]]:
    """Acts that the register already holds for the people of the rows."""
    matches = {row.match for row in rows if row.match}
    held = Act.objects.filter(person__in=matches).exclude(state__in=(Act.State.VOIDED, Act.State.REFUSED))
    return set(held.values_list("person", "service", "given_on"))


def act_of(person: UUID, key: UUID, values: Mapping[str, Any]) -> ActDraft:
    """The act of a row; its key was fixed when the row was staged."""
    return ActDraft(
        id=key,
        person=person,
        service=values["service"],
        given_on=date.fromisoformat(values["given_on"]),
        until_on=date.fromisoformat(values["until_on"]) if values.get("until_on") else None,
        programme=UUID(values["programme"]) if values.get("programme") else None,
        partner=UUID(values["partner"]) if values.get("partner") else None,
        place=UUID(values["place"]) if values.get("place") else None,
        quantity=Decimal(values["quantity"]) if values.get("quantity") else None,
        amount=Decimal(values["amount"]) if values.get("amount") else None,
        currency=values.get("currency", "") if values.get("amount") else "",
    )


def met_at_the_act(draft: Any, values: Mapping[str, Any]) -> Any:
    """A person made by an act was met on its day."""
    return replace(draft, registered_on=date.fromisoformat(values["given_on"]))


def still(part: Rows, *, voided: bool) -> list[UUID]:
    state = Act.State.VOIDED if voided else Act.State.GIVEN
    return list(
        Act.objects.filter(pk__in=[row.target for row in part.rows], state=state).values_list("pk", flat=True)
    )


def undone(row: Any, voided: set[UUID], reasons: Mapping[UUID, Sentence]) -> Done:
    """The act went; its person may have stayed, and the row says why."""
    if row.target not in voided:
        return Done("kept", str(_("L'aide a changé d'état depuis : elle reste.")))
    return Done("undone", str(reasons.get(row.person, "")) if row.decision == "new" else "")


IMPORT_KINDS.add("services", ServicesKind())
