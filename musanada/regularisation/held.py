"""What regularisation holds about a person, in words for them: requests, decisions, appeals, letters, cards.

What a commission's members said among themselves, and who stood aside, is not theirs to be told here.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date, format_number
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.regularisation.models import Appeal, Application, Card, Decision, Refusal, Reminder, Renewal
from musanada.regularisation.workflow import REGULARISATION

GROUP = FieldGroup.LEGAL
Rows = list[tuple[Sentence, ...]]


def held(asking: Asking) -> Iterator[HeldSection]:
    files = Application.objects.filter(case__person__in=asking.people, case__unit__in=asking.units)
    yield requests(asking, files)
    yield decisions(asking, files)
    yield appeals(asking)
    yield cards(asking)


def day(asking: Asking, value: object) -> str:
    from datetime import date

    return format_date(value, asking.lang) if isinstance(value, date) else ""


def requests(asking: Asking, files: object) -> HeldSection:
    """Each request: number, office, what was asked and declared, where it stands."""
    rows: Rows = []
    found: list[Application] = list(
        files.select_related("case__unit", "operation").order_by("lodged_on", "id")  # type: ignore[attr-defined]
    )
    for one in found:
        asked = ", ".join(str(c.criterion) for c in one.claims.filter(withdrawn_on=None))
        rows.append(
            (
                str(one.case),
                day(asking, one.lodged_on),
                str(one.case.unit),
                asked,
                declared(asking, one),
                REGULARISATION.label_of(one.case.state),
            )
        )
    columns = (_("Dossier"), _("Déposé le"), _("Bureau"), _("Ce que vous demandez"), _("Ce que vous avez déclaré"), _("État"))  # fmt: skip
    return HeldSection(GROUP, _("Vos demandes de régularisation"), rows, columns, order=57)


def declared(asking: Asking, one: Application) -> str:
    """What was said at the counter, as far as something was."""
    told = [
        (_("arrivée"), day(asking, one.arrived_on)),
        (_("conjoint"), str(one.get_spouse_display()) if one.spouse else ""),
        (_("vie commune depuis"), day(asking, one.together_on)),
        (_("activité"), one.occupation),
        (_("scolarité"), str(one.get_schooling_display()) if one.schooling != "unknown" else ""),
        (
            _("mineur non accompagné"),
            str(one.get_unaccompanied_display()) if one.unaccompanied in ("yes", "no") else "",
        ),
    ]
    return " ; ".join(f"{label} : {value}" for label, value in told if value)


def decisions(asking: Asking, files: object) -> HeldSection:
    rows: Rows = []
    found = Decision.objects.filter(application__in=files, voided_at=None)  # type: ignore[misc]
    for one in found.select_related("application__case").prefetch_related("notifications"):
        reasons = ", ".join(str(Refusal(code).label) for code in one.reason_set if code in Refusal.values)
        letters = ", ".join(day(asking, letter.on) for letter in one.notifications.all())
        rows.append(
            (
                day(asking, one.on),
                one.get_stage_display(),
                one.get_result_display(),
                " ; ".join(part for part in (reasons, one.text) if part),
                letters,
            )
        )
    columns = (_("Le"), _("Étape"), _("Résultat"), _("Motifs"), _("Notifiée le"))
    return HeldSection(GROUP, _("Les décisions sur vos demandes"), rows, columns, order=58)


def appeals(asking: Asking) -> HeldSection:
    """Told by the commission that keeps them, and by the office of the file."""
    rows: Rows = []
    found = Appeal.objects.filter(application__case__person__in=asking.people)
    for one in found.select_related("unit", "application__case"):
        if one.unit_id in asking.units or one.application.case.unit_id in asking.units:
            rows.append(
                (str(one), day(asking, one.lodged_on), str(one.unit), one.grounds, one.get_state_display())
            )
    columns = (_("Recours"), _("Déposé le"), _("Commission"), _("Vos moyens"), _("État"))
    return HeldSection(GROUP, _("Vos recours"), rows, columns, order=59)


def cards(asking: Asking) -> HeldSection:
    rows: Rows = []
    found = Card.objects.filter(person__in=asking.people, unit__in=asking.units).select_related("unit")
    for one in found.order_by("ordered_on", "id"):
        asked = Renewal.objects.filter(card=one).count()
        told = Reminder.objects.filter(card=one, state="told").count()
        rows.append(
            (
                one.number or str(one),
                one.get_kind_display(),
                day(asking, one.valid_from),
                day(asking, one.valid_to),
                one.get_state_display(),
                format_number(asked, asking.lang),
                format_number(told, asking.lang),
            )
        )
    columns = (_("Carte"), _("Sorte"), _("Valable du"), _("au"), _("État"), _("Renouvellements demandés"), _("Rappels transmis"))  # fmt: skip
    return HeldSection(GROUP, _("Vos cartes de séjour"), rows, columns, order=60)


HELD.add("regularisation", held)
