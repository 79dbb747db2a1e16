"""With whom the child lives: one open row, and a history without holes or overlaps (child-case.md, block E).

Taking up a new arrangement ends the former, with its reason, in the same transaction. How often the child is visited
there is a clock of the file, and a visit in the list of those that follow it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.formats import format_date, isolate
from musanada.kit.ids import new_id
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import insist_open, past_day
from musanada.protection.models import (
    CareArrangement,
    Child,
    Clock,
    FollowUp,
    Known,
    ProtectionFile,
    Tracing,
)
from musanada.protection.queries.care import siblings_of

WORK = "protection.work"
LONGEST = 4000
PARENTS = ("mother", "father")


@dataclass(frozen=True)
class CareDraft:
    """What is said of an arrangement. ``together`` and ``apart``: of brothers and sisters who have a file too."""

    kind: str
    from_on: date
    carer: str = ""
    agency: str = ""
    town: Any = None
    formal: str = Known.NOT_ASKED
    decision: str = ""
    checked_on: date | None = None
    every_days: int | None = None
    view: str = ""
    together: str = ""  # yes, no, or not said
    apart: str = ""


# What every command of these areas asks


def locked(file: ProtectionFile) -> ProtectionFile:
    """The file under its lock, and open. Raises: Refused."""
    rows = ProtectionFile.objects.select_for_update(of=("self",)).select_related("case", "secret")
    fresh: ProtectionFile = rows.get(pk=file.pk)
    insist_open(fresh)
    return fresh


def child_of(file: ProtectionFile) -> Child:
    """Raises: Refused for a file that is not a child's."""
    found = Child.objects.filter(file=file).first()
    if found is None:
        raise Refused(_("Ce dossier n'est pas celui d'un enfant : ouvrez le sien."))
    return found


def shown(day: date) -> str:
    return isolate(format_date(day, get_language() or "fr", short=True))


def words_of(text: str, field: str, sentence: Any) -> str:
    """Raises: BadInput where there are none."""
    kept = text.strip()[:LONGEST]
    if not kept:
        raise bad(field, sentence)
    return kept


def known(model: Any, pk: UUID | None, file: ProtectionFile) -> Any:
    """The row a repeated message already made. Raises: Refused when the key is another file's."""
    row = model.objects.filter(pk=pk).first() if pk else None
    if row is not None and row.file_id != file.pk:
        raise Refused(_("Cette saisie est déjà enregistrée ailleurs : rechargez la page."))
    return row


# Care


@command(WORK)
def begin_care(
    actor: User, file: ProtectionFile, /, *, draft: CareDraft, end: str = "", pk: UUID | None = None
) -> CareArrangement:
    """From a day on the child lives there; what was before ends that day, with ``end``. Raises: Refused, BadInput."""
    fresh = locked(file)
    if (made := known(CareArrangement, pk, fresh)) is not None:
        return made  # type: ignore[no-any-return]
    child = child_of(fresh)
    past_day(fresh, "from_on", draft.from_on)
    columns = checked(child, draft)
    keep_siblings(actor, fresh, draft)
    return taken_up(actor, fresh, draft.from_on, columns, end, pk)


def taken_up(
    actor: User, file: ProtectionFile, on: date, columns: dict[str, Any], end: str, pk: UUID | None = None
) -> CareArrangement:
    """The former ends and the new one begins, with its visits. Raises: BadInput."""
    former = CareArrangement.objects.filter(file=file, to_on=None).first()
    end_former(file, former, on, end)
    made = CareArrangement.objects.create(id=pk or new_id(), file=file, by=actor, from_on=on, **columns)
    plan_visit(file, made)
    return made


def checked(child: Child, draft: CareDraft) -> dict[str, Any]:
    """The columns of an arrangement. Raises: BadInput."""
    if draft.kind not in CareArrangement.Kind.values:
        raise bad("kind", _("Dites avec qui l'enfant vit."))
    insist_on_carer(child, draft)
    placed = draft.kind in CareArrangement.PLACED
    if placed and draft.formal == Known.YES and not draft.decision.strip():
        raise bad(
            "decision",
            _("Écrivez le numéro et la date de la décision, ou dites que le placement n'en a pas encore."),
        )
    if draft.checked_on and draft.checked_on > timezone.localdate():
        raise bad("checked_on", _("Cette date est dans le futur : donnez le jour de la vérification."))
    if draft.every_days is not None and not 1 <= draft.every_days <= 365:
        raise bad("every_days", _("Écrivez un nombre de jours de 1 à 365, ou laissez vide."))
    return {
        "kind": draft.kind,
        "carer": " ".join(draft.carer.split())[:160],
        "agency": " ".join(draft.agency.split())[:160],
        "town": draft.town,
        "formal": draft.formal,
        "decision": " ".join(draft.decision.split())[:80],
        "checked_on": draft.checked_on,
        "every_days": draft.every_days,
        "view": draft.view.strip()[:LONGEST],
    }


def insist_on_carer(child: Child, draft: CareDraft) -> None:
    """An unaccompanied child has no parent as current carer, unless the search brought them together again."""
    if draft.kind not in CareArrangement.PARENTAL or child.status != Child.Status.UNACCOMPANIED:
        return
    met = Tracing.objects.filter(file=child.file_id, state=Tracing.State.REUNIFIED, relative__tie__in=PARENTS)
    if met.filter(reunified_on__lte=draft.from_on).exists():
        return
    raise bad(
        "kind",
        _(
            "Cet enfant est noté non accompagné : un parent ne peut pas s'occuper de lui. Changez d'abord sa situation, "
            "ou enregistrez la réunion avec sa famille, ou choisissez une autre réponse."
        ),
    )


def end_former(file: ProtectionFile, former: CareArrangement | None, on: date, end: str) -> None:
    """The row that was open ends on the day the next begins. Raises: BadInput."""
    if former is None:
        last = CareArrangement.objects.filter(file=file).order_by("-to_on").first()
        if last is not None and last.to_on is not None and on < last.to_on:
            raise overlapping(last.to_on)
        return
    if on < former.from_on:
        raise overlapping(former.from_on)
    if end not in CareArrangement.End.values:
        raise bad("end", _("Dites pourquoi l'enfant a quitté l'endroit où il vivait."))
    CareArrangement.objects.filter(pk=former.pk, to_on=None).update(to_on=on, end=end)


def overlapping(day: date) -> Exception:
    return bad(
        "from_on",
        _("L'enfant vivait encore ailleurs ce jour-là : choisissez le %(day)s ou un jour suivant.")
        % {"day": shown(day)},
    )


# Brothers and sisters


def keep_siblings(actor: User, file: ProtectionFile, draft: CareDraft) -> None:
    """Raises: BadInput."""
    links = siblings_of(actor, file)
    if draft.kind not in CareArrangement.PLACED or not links.exists():
        return
    if draft.together not in (Known.YES, Known.NO):
        raise bad(
            "together",
            _("Un frère ou une sœur a aussi un dossier : dites si ce placement les garde ensemble."),
        )
    if draft.together == Known.YES:
        links.update(together=True, why="")
        return
    why = words_of(
        draft.apart, "apart", _("Écrivez pourquoi les frères et sœurs sont séparés par ce placement.")
    )
    links.update(together=False, why=why)


# Visits while in care


def plan_visit(file: ProtectionFile, care: CareArrangement, *, after: date | None = None) -> None:
    """The next visit where the child lives, ``every_days`` after the last one (or after the day it began).

    One visit of care waits at a time: another place moves it to its own day, none asked for sets it aside.
    """
    waiting = FollowUp.objects.filter(file=file, kind=FollowUp.Kind.CARE, done_on=None, missed_on=None)
    if care.every_days is None:
        for one in waiting:
            clocks.drop(file, Clock.Kind.FOLLOW_UP, subject=one.pk)
        waiting.delete()  # planned, never made: nothing happened
        return
    due = (after or care.from_on) + timedelta(days=care.every_days)
    visit = waiting.first()
    if visit is None:
        visit = FollowUp.objects.create(file=file, kind=FollowUp.Kind.CARE, due_on=due)
    elif visit.due_on != due:
        waiting.filter(pk=visit.pk).update(due_on=due)
    clocks.start(file, Clock.Kind.FOLLOW_UP, due, subject=visit.pk)


def next_care_visit(file: ProtectionFile, *, after: date) -> None:
    """Called once a visit of care was made: the next one, where the open arrangement asks for it."""
    care = CareArrangement.objects.filter(file=file, to_on=None).first()
    if care is not None and care.every_days is not None:
        plan_visit(file, care, after=after)


@command(WORK)
def correct_care(actor: User, one: CareArrangement, /, *, draft: CareDraft) -> CareArrangement:
    """What was typed wrong. Its days stay within those of its neighbours. Raises: Refused, BadInput."""
    file = locked(one.file)
    fresh = CareArrangement.objects.get(pk=one.pk)
    past_day(file, "from_on", draft.from_on)
    columns = checked(child_of(file), draft) if fresh.to_on is None else past(draft)
    begin_between(file, fresh, draft.from_on)
    for name, value in columns.items():
        setattr(fresh, name, value)
    fresh.from_on = draft.from_on
    fresh.save()
    if fresh.to_on is None:
        last = FollowUp.objects.filter(file=file, kind=FollowUp.Kind.CARE, done_on__gte=fresh.from_on)
        seen = last.order_by("-done_on").values_list("done_on", flat=True).first()
        plan_visit(file, fresh, after=seen)
    return fresh


def past(draft: CareDraft) -> dict[str, Any]:
    """Of an arrangement that is over: the rules of today do not judge what was then."""
    if draft.kind not in CareArrangement.Kind.values:
        raise bad("kind", _("Dites avec qui l'enfant vivait."))
    return {
        "kind": draft.kind,
        "carer": " ".join(draft.carer.split())[:160],
        "agency": " ".join(draft.agency.split())[:160],
        "town": draft.town,
        "formal": draft.formal,
        "decision": " ".join(draft.decision.split())[:80],
        "checked_on": draft.checked_on,
        "view": draft.view.strip()[:LONGEST],
    }


def begin_between(file: ProtectionFile, one: CareArrangement, on: date) -> None:
    """Where the beginning moves, the end of the row before moves with it. Raises: BadInput."""
    if on == one.from_on:
        return
    if one.to_on is not None and on > one.to_on:
        raise bad(
            "from_on", _("Cet accueil a fini le %(day)s : il a commencé avant.") % {"day": shown(one.to_on)}
        )
    others = CareArrangement.objects.filter(file=file, to_on__isnull=False).exclude(pk=one.pk)
    before = others.filter(to_on__lte=one.from_on).order_by("-to_on", "-recorded_at").first()
    if before is None:
        return
    if on < before.from_on:
        raise overlapping(before.from_on)
    CareArrangement.objects.filter(pk=before.pk).update(to_on=on)


say(
    {
        "protection.begin_care": _("Accueil de l'enfant enregistré"),
        "protection.correct_care": _("Accueil de l'enfant corrigé"),
    },
    kinds={"protection.carearrangement": _("Accueil d'un enfant")},
)
