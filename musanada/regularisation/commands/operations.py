"""An operation founded, its offices opened, its criteria written: data, so that a new operation needs no code."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.models import PieceType, RequiredPiece
from musanada.kit.errors import BadInput, Refused, bad
from musanada.partners.commands import check, code_taken, store
from musanada.reference.models import Place
from musanada.regularisation import policies  # noqa: F401  the rights exist before the commands
from musanada.regularisation.commands.rules import PROCEDURE, add_demands, of_categories, shipped
from musanada.regularisation.criteria.conditions import ConditionDraft, checked
from musanada.regularisation.models import Condition, Criterion, CriterionVersion, Operation, OperationOffice

OF_OPERATION = ("name_fr", "name_ar", "instrument_fr", "instrument_ar", "files_from", "files_to", "confirmed")
OF_VERSION = ("text_fr", "text_ar", "source", "confirmed")


@command("operation.manage")
def found_operation(
    actor: User,
    unit: Unit,
    /,
    *,
    template: str | None = None,
    code: str = "",
    appeals_unit: Unit | None = None,
    **values: Any,
) -> Operation:
    """An operation led by ``unit``: written out, or from a ``template`` of the shipped file with its criteria.

    ``values`` are fields of ``Operation`` and stand before the template's.
    """
    known = templates()
    if template is not None and template not in known:
        raise BadInput(_("Ce modèle d'opération n'existe pas : %(code)s.") % {"code": template})
    row = known[template] if template else {}
    operation = Operation(
        unit=unit,
        code=(code or row.get("code", "")).strip().lower(),
        appeals_unit=appeals_unit,
        recorded_by=actor,
        **{name: row[name] for name in OF_OPERATION if name in row} | values,
    )
    window_in_order(operation)
    store(operation, taken=code_taken(operation.code))
    if row:
        write_template(operation, row)
    return operation


def templates() -> dict[str, dict[str, Any]]:
    """The operations of the shipped file, by code."""
    return {row["code"]: row for row in shipped("operations")}


def window_in_order(operation: Operation) -> None:
    if operation.files_from and operation.files_to and operation.files_to < operation.files_from:
        raise bad("files_to", _("Le dernier jour du dépôt vient avant le premier : corrigez l'un des deux."))


def write_template(operation: Operation, row: Mapping[str, Any]) -> None:
    for order, one in enumerate(row["criteria"], 1):
        criterion = Criterion(
            operation=operation,
            code=one["code"],
            name_fr=one["name_fr"],
            name_ar=one["name_ar"],
            order=order,
            claimable=one.get("claimable", True),
        )
        criterion.save(force_insert=True)
        for number, version in enumerate(one["versions"], 1):
            write_version(
                CriterionVersion(
                    criterion=criterion,
                    number=number,
                    stage=version.get("stage", CriterionVersion.Stage.FIRST),
                    valid_from=version["from"],
                    **{name: version[name] for name in OF_VERSION},
                ),
                drafts_of(version),
            )
    add_demands(of_categories(operation))


def drafts_of(version: Mapping[str, Any]) -> list[ConditionDraft]:
    """Conditions as the file writes them: ``all``, or ``any`` of several lists."""
    ways = version["any"] if "any" in version else [version["all"]]
    return [
        ConditionDraft(fact, compare, str(value), number)
        for number, way in enumerate(ways, 1)
        for fact, compare, value in way
    ]


@command("operation.manage")
def edit_operation(actor: User, operation: Operation, /, **changes: Any) -> Operation:
    """Names, instrument, window, quorum, time to appeal, checked against the text. Code and lead unit stay.

    Raises: BadInput when a file was lodged outside the new window.
    """
    allowed = {*OF_OPERATION, "appeal_days", "minimum_members"}
    if unknown := sorted(set(changes) - allowed):
        raise BadInput(_("Ce champ ne se modifie pas : %(field)s.") % {"field": unknown[0]})
    for name, value in changes.items():
        setattr(operation, name, value)
    window_in_order(operation)
    lodged = operation.applications.exclude(lodged_on=None)
    outside = Q(lodged_on__lt=operation.files_from) | Q(lodged_on__gt=operation.files_to)
    if lodged.filter(outside).exists():
        raise BadInput(
            _("Des dossiers sont déposés en dehors de ces dates : gardez-les dans la fenêtre de dépôt.")
        )
    return store(operation, taken=code_taken(operation.code))


@command("operation.manage")
def close_operation(actor: User, operation: Operation, /, *, on: date) -> Operation:
    """No more work under it: files keep their history. Once."""
    current = Operation.objects.select_for_update().get(pk=operation.pk)
    if current.closed_on:
        raise Refused(_("Cette opération est déjà close."), code="already_closed")
    if on < current.files_to:
        raise bad(
            "on", _("Une opération se clôt après le dernier jour du dépôt : choisissez un jour plus tard.")
        )
    current.closed_on = operation.closed_on = on
    current.save(update_fields=["closed_on"])
    return operation


@command("operation.manage")
def set_appeals_unit(actor: User, operation: Operation, /, *, unit: Unit) -> Operation:
    """Who hears appeals. Stays once an appeal is lodged there."""
    if operation.appeals_unit_id not in (None, unit.pk) and appeals_lodged(operation):
        raise Refused(_("Des recours sont déjà déposés à la commission indiquée : elle ne change plus."))
    operation.appeals_unit = unit
    operation.save(update_fields=["appeals_unit"])
    return operation


def appeals_lodged(operation: Operation) -> bool:
    return operation.applications.filter(appeals__isnull=False).exists()


@command("operation.manage")
def open_offices(
    actor: User, operation: Operation, /, offices: Iterable[tuple[Unit, Place]], *, from_on: date
) -> list[OperationOffice]:
    """Offices that take files, each for a territory. Those already open stay as they are.

    Raises: BadInput for an office over which whoever leads the operation has no say.
    """
    from musanada.regularisation.queries.operations import units_for_offices

    offices = list(offices)
    wanted = {unit.pk for unit, _place in offices}
    if units_for_offices(actor, operation).filter(pk__in=wanted).count() != len(wanted):
        raise bad(
            "unit", _("Ce bureau est d'un autre organisme : il ne reçoit pas de dossier de cette opération.")
        )
    known = set(operation.offices.filter(to_on=None).values_list("unit", "place"))
    fresh = [
        OperationOffice(operation=operation, unit=unit, place=place, from_on=from_on)
        for unit, place in offices
        if (unit.pk, place.pk) not in known
    ]
    return OperationOffice.objects.bulk_create(fresh)


@command("operation.manage")
def close_office(actor: User, office: OperationOffice, /, *, on: date) -> OperationOffice:
    """The first day on which the office takes no file any more."""
    if office.to_on:
        raise Refused(
            _("Ce bureau ne reçoit déjà plus de dossiers de cette opération."), code="already_closed"
        )
    if on <= office.from_on:
        raise bad("on", _("Un bureau se ferme après son ouverture : choisissez un jour plus tard."))
    office.to_on = on
    office.save(update_fields=["to_on"])
    return office


@command("operation.manage")
def add_criterion(
    actor: User,
    operation: Operation,
    /,
    *,
    code: str,
    name_fr: str,
    name_ar: str = "",
    claimable: bool = True,
    order: int | None = None,
) -> Criterion:
    """A category of the operation; what it asks is said by its versions."""
    if order is None:
        order = 1 + (operation.criteria.order_by("-order").values_list("order", flat=True).first() or 0)
    criterion = Criterion(
        operation=operation,
        code=code.strip(),
        name_fr=name_fr.strip(),
        name_ar=name_ar.strip(),
        claimable=claimable,
        order=order,
    )
    return store(criterion, taken=code_taken(criterion.code))


@command("operation.manage")
def new_version(
    actor: User,
    criterion: Criterion,
    /,
    *,
    valid_from: date,
    conditions: Sequence[ConditionDraft],
    text_fr: str,
    text_ar: str = "",
    source: str = "",
    stage: str = CriterionVersion.Stage.FIRST,
    gap_days: int = 92,
    confirmed: bool = False,
) -> CriterionVersion:
    """What the criterion asks from ``valid_from`` on at that stage; the version before it ends that day.

    Raises: Refused when a version of the stage begins as late, or was used for a decision of that day or later.
    """
    drafts = checked(conditions)
    if not drafts:
        raise BadInput(_("Une version demande au moins une condition : ajoutez-en une."))
    versions = list(criterion.versions.select_for_update().order_by("number"))
    end_previous([one for one in versions if one.stage == stage], valid_from)
    version = CriterionVersion(
        criterion=criterion,
        number=1 + max((one.number for one in versions), default=0),
        stage=stage,
        valid_from=valid_from,
        text_fr=text_fr.strip(),
        text_ar=text_ar.strip(),
        source=source.strip(),
        gap_days=gap_days,
        confirmed=confirmed,
    )
    check(version)
    return write_version(version, drafts)


def end_previous(before: Sequence[CriterionVersion], day: date) -> None:
    """Close the version that holds on ``day``. Raises: Refused."""
    from musanada.regularisation.queries.operations import last_use

    for one in before:
        if one.valid_from >= day:
            raise Refused(
                _("La version %(number)s commence ce jour-là ou plus tard : choisissez un jour après.")
                % {"number": one.number},
                code="version_later",
            )
        used = last_use(one)
        if used is not None and used >= day:
            raise Refused(
                _(
                    "La version %(number)s a servi à une décision après ce jour : la nouvelle doit commencer plus tard."
                )
                % {"number": one.number},
                code="version_used",
            )
        if one.valid_to is None or one.valid_to > day:
            one.valid_to = day
            one.save(update_fields=["valid_to"])


def write_version(version: CriterionVersion, drafts: Sequence[ConditionDraft]) -> CriterionVersion:
    with transaction.atomic():
        version.save(force_insert=True)
        Condition.objects.bulk_create(
            Condition(
                version=version,
                alternative=draft.alternative,
                fact=draft.fact,
                compare=draft.compare,
                value=draft.value,
            )
            for draft in checked(drafts)
        )
    return version


@command("operation.manage")
def confirm_version(actor: User, version: CriterionVersion, /, *, source: str) -> CriterionVersion:
    """Somebody has read the text: ``source`` says which. What the version asks does not change."""
    if not source.strip():
        raise bad("source", _("Dites sur quel texte la version a été vérifiée."))
    version.confirmed, version.source = True, source.strip()
    check(version)
    version.save(update_fields=["confirmed", "source"])
    return version


@command("operation.manage")
def demand_piece(
    actor: User,
    criterion: Criterion,
    /,
    *,
    type: PieceType,
    valid_from: date,
    alternative: int = 0,
    mandatory: bool = True,
    source: str = "",
) -> RequiredPiece:
    """A piece asked of those who claim the criterion; pieces of one ``alternative`` stand for each other."""
    row = RequiredPiece(
        procedure=PROCEDURE,
        scheme=criterion.operation.code,
        context=criterion.code,
        type=type,
        alternative=alternative,
        mandatory=mandatory,
        valid_from=valid_from,
        source=source,
    )
    return store(row, taken=_("Cette pièce est déjà demandée pour cette catégorie."))


say(
    {
        "regularisation.found_operation": _("Opération ouverte"),
        "regularisation.edit_operation": _("Opération corrigée"),
        "regularisation.close_operation": _("Opération close"),
        "regularisation.set_appeals_unit": _("Commission de recours indiquée"),
        "regularisation.open_offices": _("Bureaux ouverts pour une opération"),
        "regularisation.close_office": _("Bureau fermé pour une opération"),
        "regularisation.add_criterion": _("Catégorie ajoutée à une opération"),
        "regularisation.new_version": _("Critère : nouvelle version"),
        "regularisation.confirm_version": _("Critère vérifié sur le texte"),
        "regularisation.demand_piece": _("Pièce demandée pour une catégorie"),
    },
    kinds={
        "regularisation.operation": _("opération"),
        "regularisation.operationoffice": _("bureau d'une opération"),
        "regularisation.criterion": _("catégorie d'une opération"),
        "regularisation.criterionversion": _("version d'un critère"),
        "cases.requiredpiece": _("pièce demandée"),
    },
)
