"""What returns hold about a person, in words for them: requests, interviews, declarations, papers, journeys, hand-overs,
and after the return the plan and the money. Satisfaction and sustainability surveys tell theirs themselves."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, format_money, isolate, language_name
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.returns.drafts import POINTS, REASON_WORDS
from musanada.returns.models import (
    Activity,
    Allowance,
    Assessment,
    Counselling,
    Declaration,
    ExitAuthorisation,
    FitToTravel,
    HandOver,
    LedgerLine,
    Passenger,
    Plan,
    Reintegration,
    Return,
    Screening,
    Stay,
    Tranche,
    TravelDocument,
    TravelEvent,
    Visit,
    Vulnerability,
)
from musanada.returns.workflow import RETURN
from musanada.returns.workflow_reintegration import REINTEGRATION

T, S, M = FieldGroup.TRAVEL, FieldGroup.SERVICES, FieldGroup.MONEY
Rows = list[tuple[Sentence, ...]]
NOTHING = ""


def held(asking: Asking) -> Iterator[HeldSection]:
    files = Return.objects.filter(case__person__in=asking.people, case__unit__in=asking.units)
    yield requests(asking, files)
    yield interviews(asking, files)
    yield declarations(asking, files)
    yield papers(asking, files)
    yield journeys(asking)
    yield handovers(asking)
    yield plans(asking)
    yield money(asking)


def day(asking: Asking, value: date | None) -> str:
    return format_date(value, asking.lang) if value else NOTHING


def sum_of(asking: Asking, amount: Any, currency: str) -> str:
    return isolate(format_money(amount, currency, asking.lang))


def joined(parts: Iterable[object]) -> str:
    return " ; ".join(str(part) for part in parts if part)


def requests(asking: Asking, files: Any) -> HeldSection:
    """Each request: number, office, from where to where, by whom, since when, where it stands."""
    rows: Rows = []
    for one in files.select_related("case__unit", "funding", "to_place").order_by("applied_on", "id"):
        where = joined((one.to_place, one.to_town))
        rows.append(
            (
                str(one.case),
                day(asking, one.applied_on),
                str(one.case.unit),
                f"{country_name(one.from_country_id, asking.lang)} → {country_name(one.to_country_id, asking.lang)}",
                where,
                joined((one.get_channel_display(), one.funding)),
                joined((family_words(one), vulnerable(one))),
                RETURN.label_of(one.case.state),
            )
        )
    columns = (_("Dossier"), _("Demande du"), _("Bureau"), _("Trajet"), _("Région et ville"), _("Voie"), _("Situation"), _("État"))  # fmt: skip
    return HeldSection(T, _("Vos demandes de retour"), rows, columns, order=61)


def family_words(one: Return) -> str:
    if not one.apart:
        return NOTHING
    return joined((one.get_apart_display(), one.apart_text))


def vulnerable(one: Return) -> str:
    rows = Vulnerability.objects.filter(ret=one)
    return ", ".join(str(row.get_flag_display()) for row in rows)


def interviews(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = []
    for one in Screening.objects.filter(ret__in=files).order_by("on", "id"):
        reasons = ", ".join(str(REASON_WORDS.get(code, code)) for code in one.reasons.split(",") if code)
        doubt = _("doute sur la capacité de décider") if one.capacity_doubt else NOTHING
        rows.append(
            (
                day(asking, one.on),
                _("Entretien d'orientation"),
                joined((one.get_outcome_display(), reasons, doubt)),
                one.text,
            )
        )
    for talk in Counselling.objects.filter(ret__in=files).order_by("on", "id"):
        how = joined((talk.get_mode_display(), talk.mission, language_name(talk.language, asking.lang)))
        rows.append((day(asking, talk.on), _("Conseil avant le retour"), how, talk.text))
    columns = (_("Le"), _("Entretien"), _("Comment et avec quelle suite"), _("Ce qui est écrit"))
    return HeldSection(T, _("Vos entretiens avant le retour"), rows, columns, order=62)


def declarations(asking: Asking, files: Any) -> HeldSection:
    rows: Rows = []
    for one in Declaration.objects.filter(ret__in=files).order_by("signed_on", "id"):
        said = [POINTS.get(code, code) for code in one.points.split(",") if code]
        with_whom = _("avec interprète") if one.interpreter == "yes" else NOTHING
        rows.append(
            (
                day(asking, one.signed_on),
                one.get_means_display(),
                joined((language_name(one.language, asking.lang), with_whom)),
                " ".join(str(point) for point in said),
                day(asking, one.withdrawn_on),
            )
        )
    columns = (_("Signée le"), _("Par"), _("Langue"), _("Ce que vous avez déclaré"), _("Retirée le"))
    return HeldSection(T, _("Vos déclarations de retour volontaire"), rows, columns, order=63)


def papers(asking: Asking, files: Any) -> HeldSection:
    """Documents, authorisations, examinations and beds: a line each, what it is, where it stands, until when."""
    found: list[tuple[date | None, tuple[Sentence, ...]]] = []
    for doc in TravelDocument.objects.filter(ret__in=files):
        first = doc.obtained_on or doc.asked_on
        found.append((first, (day(asking, first), doc.get_kind_display(), isolate(doc.number), doc.get_state_display(), day(asking, doc.valid_to))))  # fmt: skip
    for leave in ExitAuthorisation.objects.filter(ret__in=files):
        found.append((leave.asked_on, (day(asking, leave.asked_on), _("Autorisation de sortie"), isolate(leave.reference), leave.get_state_display(), day(asking, leave.valid_to))))  # fmt: skip
    for exam in FitToTravel.objects.filter(ret__in=files):
        needs = dict(FitToTravel.Need.choices)
        words = ", ".join(str(needs.get(code, code)) for code in exam.need_set)
        found.append((exam.on, (day(asking, exam.on), _("Aptitude au voyage"), exam.doctor, joined((exam.get_result_display(), words)), day(asking, exam.valid_to))))  # fmt: skip
    for stay in Stay.objects.filter(ret__in=files, voided_at=None):
        found.append((stay.from_on, (day(asking, stay.from_on), stay.get_kind_display(), stay.where, NOTHING, day(asking, stay.to_on))))  # fmt: skip
    rows: Rows = [line for _day, line in sorted(found, key=lambda pair: pair[0] or date.min)]
    columns = (_("Du"), _("Papier ou hébergement"), _("Numéro, médecin ou lieu"), _("État"), _("Jusqu'au"))
    return HeldSection(T, _("Vos papiers de voyage et hébergements"), rows, columns, order=64)


def journeys(asking: Asking) -> HeldSection:
    """Places on lists, what happened, money handed over: what these offices wrote."""
    rows: Rows = []
    places = Passenger.objects.filter(ret__case__person__in=asking.people, movement__unit__in=asking.units)
    for place in places.select_related("movement").order_by("booked_at", "id"):
        needs = dict(FitToTravel.Need.choices)
        words = ", ".join(str(needs.get(code, code)) for code in place.need_set)
        rows.append((day(asking, place.movement.departs_on), _("Inscription à un voyage"), joined((str(place.movement), place.get_state_display(), words, place.reason))))  # fmt: skip
    own = {"ret__case__person__in": asking.people, "unit__in": asking.units}
    for event in TravelEvent.objects.filter(**own).order_by("on", "recorded_at"):
        rows.append((day(asking, event.on), event.get_kind_display(), event.text))
    for given in Allowance.objects.filter(**own).order_by("on", "number"):
        void = _("annulé") if given.voided_at else NOTHING
        rows.append((day(asking, given.on), _("Argent de poche"), joined((sum_of(asking, given.amount, given.currency), _("reçu n° %(n)s") % {"n": isolate(given.number)}, void))))  # fmt: skip
    columns = (_("Le"), _("Ce qui s'est passé"), _("Précisions"))
    return HeldSection(T, _("Vos voyages de retour"), rows, columns, order=65)


def handovers(asking: Asking) -> HeldSection:
    """Told by the office that proposed it and by the one that received it."""
    rows: Rows = []
    found = HandOver.objects.filter(ret__case__person__in=asking.people).select_related(
        "from_unit", "to_unit"
    )
    for one in found.order_by("proposed_at", "id"):
        if one.from_unit_id in asking.units or one.to_unit_id in asking.units:
            to = str(one.to_unit) if one.to_unit else one.mission
            rows.append((day(asking, one.proposed_at.date()), str(one.from_unit), to, one.get_state_display(), joined((one.message, one.answer))))  # fmt: skip
    columns = (_("Le"), _("De"), _("À"), _("État"), _("Messages"))
    return HeldSection(T, _("Remises de votre dossier à une autre mission"), rows, columns, order=66)


def plans(asking: Asking) -> HeldSection:
    """After the return: the file, what was found, each activity of each version, visits."""
    rows: Rows = []
    files = Reintegration.objects.filter(case__person__in=asking.people, case__unit__in=asking.units)
    for one in files.select_related("case", "scheme").order_by("arrived_on", "id"):
        rows.append((day(asking, one.arrived_on), _("Dossier de réintégration"), joined((str(one.case), one.scheme, one.town)), REINTEGRATION.label_of(one.case.state)))  # fmt: skip
    for seen in Assessment.objects.filter(file__in=files).order_by("on", "id"):
        rows.append((day(asking, seen.on), _("Évaluation"), joined((seen.get_topic_display(), seen.found)), NOTHING))  # fmt: skip
    for plan in Plan.objects.filter(file__in=files).order_by("version"):
        rows.append((day(asking, plan.drafted_on), _("Plan, version %(n)s") % {"n": isolate(plan.version)}, plan.goal, plan.get_state_display()))  # fmt: skip
    for act in Activity.objects.filter(plan__file__in=files).order_by("plan__version", "recorded_at", "id"):
        cost = sum_of(asking, act.amount, act.currency)
        rows.append((day(asking, act.given_on or act.starts_on), act.get_kind_display(), joined((act.what, cost, act.dropped_reason)), act.get_state_display()))  # fmt: skip
    for visit in Visit.objects.filter(file__in=files).order_by("on", "id"):
        rows.append((day(asking, visit.on), _("Visite"), joined((visit.get_mode_display(), visit.found)), visit.get_runs_display()))  # fmt: skip
    columns = (_("Le"), _("Ce que c'est"), _("Ce qui est écrit"), _("État"))
    return HeldSection(S, _("Votre réintégration"), rows, columns, order=67)


def money(asking: Asking) -> HeldSection:
    """Instalments, and what was paid of each."""
    rows: Rows = []
    files = Reintegration.objects.filter(case__person__in=asking.people, case__unit__in=asking.units)
    for one in Tranche.objects.filter(file__in=files).order_by("due_on", "order", "id"):
        amount = sum_of(asking, one.amount, one.currency)
        rows.append((str(one), day(asking, one.due_on), amount, one.get_state_display(), day(asking, one.paid_on)))  # fmt: skip
    paid = LedgerLine.objects.filter(file__in=files, kind__in=("pay", "refund"))
    for line in paid.order_by("on", "number"):
        amount = sum_of(asking, line.amount, line.currency)
        rows.append((_("Écriture n° %(n)s") % {"n": isolate(line.number)}, day(asking, line.on), amount, line.get_kind_display(), joined((line.receipt, line.text))))  # fmt: skip
    columns = (_("Versement"), _("Dû ou écrit le"), _("Montant"), _("État"), _("Payé le, ou reçu"))
    return HeldSection(M, _("Argent de votre réintégration"), rows, columns, order=68)


HELD.add("returns", held)
