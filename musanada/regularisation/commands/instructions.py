"""Instructions of the appeals commission to the offices: sent, seen, carried out; each followed until it is done."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access import bulk
from musanada.access.doors import command, journal
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.cases.clocks import due_on
from musanada.cases.commands.clocks import rules_on
from musanada.kit.errors import BadInput, Refused, bad
from musanada.kit.ids import new_id
from musanada.regularisation.models import Instruction
from musanada.regularisation.queries import instructions as queries

EXECUTE = queries.EXECUTE
S = Instruction.State
COLUMNS = ("id", "application", "unit", "appeal", "relief", "favourable", "sent_on", "due_on", "state")
# Application, commission, appeal, relief.
Ground = tuple[UUID, UUID, UUID | None, UUID | None]


def instruct(grounds: Iterable[Ground], *, favourable: bool, on: date) -> int:
    """One instruction a file. The caller, a command of the commission, has asked for the right."""
    until = expected_by(on)
    return bulk.insert(
        Instruction,
        COLUMNS,
        (
            (new_id(), application, unit, appeal, relief, favourable, on, until, S.SENT.value)
            for application, unit, appeal, relief in grounds
        ),
    )


def expected_by(on: date) -> date | None:
    """By the dated rule an administrator may change (``data/rules.yaml``); None where there is none."""
    rule = next(iter(rules_on("instruction", on)), None)
    return due_on(on, rule.length, rule.measure) if rule else None


@command(EXECUTE)
def acknowledge(actor: User, unit: Unit, /, *, keys: Collection[UUID]) -> int:
    """The office has read them. Those already read stay as they are. Raises: Refused, BadInput."""
    rows = chosen(actor, unit, keys)
    return rows.filter(state=S.SENT).update(state=S.SEEN)


@command(EXECUTE)
def carry_out(actor: User, unit: Unit, /, *, keys: Collection[UUID], on: date | None = None) -> int:
    """Declared carried out: the decision is told and the card ordered, or the file is closed. All or none.

    Raises: Refused naming how many are not there yet, BadInput.
    """
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour de l'exécution."))
    rows = chosen(actor, unit, keys).exclude(state=S.DONE)
    early = rows.filter(sent_on__gt=day).count()
    if early:
        raise bad("on", _("Ce jour est d'avant l'envoi d'une des instructions : vérifiez la date."))
    total, ready = rows.count(), list(queries.carried_out(rows).values_list("pk", flat=True))
    if total != len(ready):
        raise not_yet(total - len(ready))
    done = Instruction.objects.filter(pk__in=ready).exclude(state=S.DONE)
    return done.update(state=S.DONE, done_on=day, done_by=actor)


def at_offices(actor: User, run: Callable[..., int], keys: Collection[UUID]) -> int:
    """``acknowledge`` or ``carry_out`` at every office of the actor's that these are of: all of them or none."""
    wanted, done = set(keys), 0
    if not wanted:
        raise BadInput(_("Cochez au moins une instruction."))
    rows = queries.of_office(actor, EXECUTE).filter(pk__in=wanted)
    by_office: dict[UUID, list[UUID]] = {}
    for key, office in rows.values_list("pk", "application__case__unit"):
        by_office.setdefault(office, []).append(key)
    if sum(len(some) for some in by_office.values()) != len(wanted):
        raise elsewhere()
    with transaction.atomic():
        for unit in Unit.objects.filter(pk__in=by_office).order_by("path"):
            done += run(actor, unit, keys=by_office[unit.pk])
    return done


def elsewhere() -> Refused:
    return Refused(
        _("Certaines instructions ne sont pas de ce bureau : rien n'a été enregistré. Rechargez la page.")
    )


def note_export(actor: User, rows: int) -> None:
    """The follow-up left the house: how many rows, in the journal."""
    with transaction.atomic():
        journal(actor, "regularisation.export_instructions", "done", None, {"rows": rows})


def chosen(actor: User, unit: Unit, keys: Collection[UUID]) -> QuerySet[Instruction]:
    """The instructions of these keys at the office. Raises: Refused when one is not there, BadInput on none."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        raise BadInput(_("Cochez au moins une instruction."))
    rows = queries.of_office(actor, EXECUTE).filter(pk__in=wanted, application__case__unit=unit)
    if rows.count() != len(wanted):
        raise elsewhere()
    return Instruction.objects.filter(pk__in=wanted)


def not_yet(count: int) -> Refused:
    return Refused(
        ngettext(
            "%(n)s dossier n'est pas encore exécuté, rien n'a été enregistré. Favorable : notifiez, puis commandez"
            " la carte. Rejet : notifiez la personne, ou fermez le dossier.",
            "%(n)s dossiers ne sont pas encore exécutés, rien n'a été enregistré. Favorable : notifiez, puis commandez"
            " la carte. Rejet : notifiez la personne, ou fermez le dossier.",
            count,
        )
        % {"n": count},
        code="not_carried_out",
    )


def settle(actor: User, applications: Collection[UUID], *, on: date) -> int:
    """Of these files, the instructions that what was just done has carried out. For the commands that tell a decision,
    order a card or close a file: inside their transaction, after they asked for their right."""
    rows = Instruction.objects.filter(application__in=list(applications)).exclude(state=S.DONE)
    ready = list(queries.carried_out(rows).values_list("pk", flat=True))
    return Instruction.objects.filter(pk__in=ready).update(state=S.DONE, done_on=on, done_by=actor)


def unsettle(applications: Collection[UUID]) -> int:
    """Of these files, the instructions that are no longer carried out: the card ordered for them was cancelled."""
    rows = Instruction.objects.filter(application__in=list(applications), state=S.DONE)
    still = queries.carried_out(rows).values_list("pk", flat=True)
    return rows.exclude(pk__in=list(still)).update(state=S.SEEN, done_on=None, done_by=None)


say(
    {
        "regularisation.acknowledge": _("Instructions de la commission reçues par le bureau"),
        "regularisation.export_instructions": _("Suivi des instructions exporté"),
        "regularisation.carry_out": _("Instructions de la commission exécutées"),
    },
    kinds={"regularisation.instruction": _("Instruction de la commission")},
)
