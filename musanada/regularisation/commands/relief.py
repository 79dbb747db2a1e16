"""Relief decisions: a condition run over refused files, the list it gives, and the decision for that list.

Whoever prepares the list does not decide it. The decision is for the whole list or not at all: every file is relieved,
keeps the version that relieved it, leaves whatever agenda it was on, and its office gets an instruction.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Refused, Sentence, bad
from musanada.kit.ids import new_id
from musanada.regularisation.commands.instructions import instruct
from musanada.regularisation.models import (
    AgendaItem,
    Appeal,
    Application,
    CriterionVersion,
    Decision,
    Instruction,
    Operation,
    Relief,
    ReliefItem,
    Result,
    Stage,
)
from musanada.regularisation.queries import relief as queries
from musanada.regularisation.queries.appeals import OPEN
from musanada.regularisation.queries.examining import evaluate_many
from musanada.regularisation.workflow import FLOW

S = Relief.State
MET = "met"
ITEM = ("id", "relief", "application", "findings")
DECISION = ("id", "application", "stage", "result", "on", "recorded_at", "by", "retained", "appeal", "relief")


@command(queries.PREPARE, group=FieldGroup.LEGAL)
def prepare_relief(
    actor: User,
    unit: Unit,
    /,
    *,
    operation: Operation,
    version: CriterionVersion,
    name_fr: str,
    name_ar: str = "",
) -> Relief:
    """Run a condition over the operation's refused files, each on its own day of deposit, and keep who meets it.

    Nothing of any file changes. Raises: Refused, BadInput.
    """
    insist_on_version(unit, operation, version)
    name = " ".join(name_fr.split())
    if not name:
        raise bad("name_fr", _("Donnez un intitulé à cette décision : les notifications le citent."))
    made = Relief.objects.create(
        operation=operation,
        unit=unit,
        version=version,
        name_fr=name[:200],
        name_ar=" ".join(name_ar.split())[:200],
        prepared_by=actor,
    )
    tally: dict[str, Counter[str]] = {}
    bulk.insert(ReliefItem, ITEM, met(made, version, tally))
    made.tally = {office: dict(found) for office, found in tally.items()}
    made.examined = sum(sum(found.values()) for found in tally.values())
    # From the database's own clock of this moment: a decision recorded from now on is newer than the list.
    made.prepared_at = timezone.now()
    made.save(update_fields=["tally", "examined", "prepared_at"])
    return made


def insist_on_version(unit: Unit, operation: Operation, version: CriterionVersion) -> None:
    if operation.appeals_unit_id != unit.pk:
        raise Refused(_("Les recours de cette opération sont entendus par une autre commission."))
    if version.criterion.operation_id != operation.pk or version.stage != CriterionVersion.Stage.RELIEF:
        raise bad("version", _("Choisissez une condition d'assouplissement de cette opération."))


def met(made: Relief, version: CriterionVersion, tally: dict[str, Counter[str]]) -> Iterator[Sequence[Any]]:
    """A row for each file that meets it; ``tally`` counts all of them by office."""
    files = queries.refused_files(version)
    for application, found in evaluate_many(files.iterator(chunk_size=5000), version):
        tally.setdefault(str(application.case.unit_id), Counter())[found.outcome] += 1
        if found.outcome == MET:
            yield new_id(), made.pk, application.pk, found.findings


@command(queries.PREPARE)
def leave_out(actor: User, item: ReliefItem, /, *, reason: str) -> ReliefItem:
    """One file is not relieved, and why. Raises: Refused, BadInput."""
    words = " ".join(reason.split())
    if not words:
        raise bad("reason", _("Dites pourquoi ce dossier est écarté : la plénière le lira."))
    return changed(item, kept=False, left_out_reason=words)


@command(queries.PREPARE)
def keep(actor: User, item: ReliefItem, /) -> ReliefItem:
    """Back on the list. Raises: Refused."""
    return changed(item, kept=True, left_out_reason="")


def changed(item: ReliefItem, **values: Any) -> ReliefItem:
    if Relief.objects.select_for_update().get(pk=item.relief_id).state != S.PREPARED:
        raise not_open()
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))
    return item


def not_open() -> Refused:
    return Refused(
        _("Cette liste est décidée ou abandonnée : elle ne change plus. Rechargez la page."),
        code="relief_not_open",
    )


@command(queries.PREPARE)
def cancel_relief(actor: User, relief: Relief, /) -> Relief:
    """The list is given up; no file changed. Raises: Refused."""
    if not Relief.objects.filter(pk=relief.pk, state=S.PREPARED).update(state=S.CANCELLED):
        raise not_open()
    relief.refresh_from_db()
    return relief


@command(queries.DECIDE)
def decide_relief(actor: User, relief: Relief, /, *, on: date) -> Relief:
    """For the whole list, all or none.

    Raises: Refused for whoever prepared it, for an empty or an outdated list; BadInput on the day.
    """
    fresh = Relief.objects.select_for_update().get(pk=relief.pk)
    if fresh.state != S.PREPARED:
        raise not_open()
    if fresh.prepared_by_id == actor.pk:
        raise Refused(
            _("Vous avez préparé cette liste : une autre personne la décide."), code="relief_same_person"
        )
    listed = queries.decided_for(fresh)
    insist_on_list(fresh, listed)
    insist_on_day(listed, on)
    # Decided first: the guard of the step asks for a file on the list of a decided relief.
    Relief.objects.filter(pk=fresh.pk).update(state=S.DECIDED, decided_on=on, decided_by=actor)
    relief.refresh_from_db()
    relieve(actor, relief, listed, on)
    return relief


def insist_on_list(relief: Relief, listed: QuerySet[ReliefItem]) -> None:
    if not listed.exists():
        raise Refused(
            _("Aucun dossier n'est retenu : il n'y a rien à décider. Préparez une autre liste."),
            code="relief_empty",
        )
    if count := queries.outdated(relief).count():
        raise Refused(
            ngettext(
                "%(n)s dossier de la liste a été décidé ou a changé depuis sa préparation : préparez-la de nouveau.",
                "%(n)s dossiers de la liste ont été décidés ou ont changé depuis sa préparation : préparez-la de"
                " nouveau.",
                count,
            )
            % {"n": count},
            code="relief_stale",
        )


def insist_on_day(listed: QuerySet[ReliefItem], on: date) -> None:
    """Not to come, and not before the refusals it changes."""
    wrong: Sentence = ""
    if on > timezone.localdate():
        wrong = _("Cette date est dans le futur : donnez le jour de la plénière.")
    elif Decision.objects.filter(
        application__in=listed.values("application"), voided_at=None, on__gt=on
    ).exists():
        wrong = _("Ce jour est d'avant un des refus de la liste : vérifiez la date.")
    if wrong:
        raise BadInput(wrong, fields={"on": wrong})


def relieve(actor: User, relief: Relief, listed: QuerySet[ReliefItem], on: date) -> None:
    """Every file of the list, and what follows for its appeal, its agenda and its office."""
    keys = listed.values("application")
    files = Application.objects.filter(pk__in=keys).select_related("case").defer("occupation")
    relief.operation.appeals_unit = relief.unit
    cases = [with_detail(one, relief.operation) for one in files]
    move = Move(on=on, seen=json.dumps({"relief": str(relief.pk), "version": str(relief.version)}))
    closed = [case for case in cases if case.state == "closed_refused"]
    if closed:
        FLOW.run_many(actor, relief.unit, closed, "reopen_for_relief", move_of=lambda _case: move)

    def follow(_actor: User, _cases: Sequence[Any]) -> None:
        appeals = open_appeals(keys)
        write_decisions(actor, relief, files, appeals, move)
        leave_agendas(keys)
        Appeal.objects.filter(pk__in=list(appeals.values())).update(
            state=Appeal.State.RELIEVED, decided_on=on
        )
        # What was still to be told of an earlier rejection is told by this decision instead.
        older = Instruction.objects.filter(application__in=keys).exclude(state=Instruction.State.DONE)
        older.update(state=Instruction.State.DONE, done_on=on, done_by=actor)
        grounds = ((one.pk, relief.unit_id, None, relief.pk) for one in files)
        instruct(grounds, favourable=True, on=on)

    FLOW.run_many(actor, relief.unit, cases, "relieve", move_of=lambda _case: move, also=follow)


def with_detail(one: Application, operation: Operation) -> Any:
    """The case with its detail at hand, and what was just read of the list: guards do not ask file by file."""
    case: Any = one.case
    one.operation = operation
    case.application, case.on_decided_relief = one, True
    return case


def open_appeals(keys: Any) -> dict[UUID, UUID]:
    """The appeal that is still open, by application."""
    rows = Appeal.objects.filter(application__in=keys, state__in=OPEN)
    return dict(rows.order_by().values_list("application_id", "pk"))


def leave_agendas(keys: Any) -> None:
    """A file that is relieved waits for no session any more."""
    waiting = AgendaItem.objects.filter(application__in=keys, result="", removed_at=None)
    waiting.update(removed_at=timezone.now())


def write_decisions(actor: User, relief: Relief, files: Any, appeals: dict[UUID, UUID], move: Move) -> None:
    bulk.insert(
        Decision,
        DECISION,
        (
            (
                new_id(),
                one.pk,
                Stage.RELIEF.value,
                Result.FAVOURABLE.value,
                move.on,
                move.recorded_at,
                actor.pk,
                relief.version_id,
                appeals.get(one.pk),
                relief.pk,
            )
            for one in files
        ),
    )


say(
    {
        "regularisation.prepare_relief": _("Assouplissement préparé"),
        "regularisation.leave_out": _("Dossier écarté d'un assouplissement"),
        "regularisation.keep": _("Dossier remis sur la liste d'un assouplissement"),
        "regularisation.cancel_relief": _("Assouplissement abandonné"),
        "regularisation.decide_relief": _("Assouplissement décidé"),
    },
    kinds={
        "regularisation.relief": _("Assouplissement"),
        "regularisation.reliefitem": _("Dossier d'un assouplissement"),
    },
    pages={"regularisation.relief": "regularisation:relief"},
)
