"""What members say of a file, and the opinions of the commission: one by one or in bulk, never over somebody else's.

An opinion is written three times, in one transaction: on the agenda item, as a ``Decision`` that figures read and that
never changes, and as a step of the file, which keeps what was seen when it was taken.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from musanada.access import bulk
from musanada.access.doors import command, require
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.caseflow import Move, faster
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.regularisation.commands.agenda import with_detail
from musanada.regularisation.models import (
    AgendaItem,
    Conflict,
    CriterionVersion,
    Decision,
    Evaluation,
    Reading,
    Refusal,
    Result,
    Session,
    SessionMember,
    Stage,
)
from musanada.regularisation.queries import commission
from musanada.regularisation.workflow import FLOW

STEP = {
    (Stage.FIRST, Result.FAVOURABLE): "favour",
    (Stage.FIRST, Result.UNFAVOURABLE): "refuse",
    (Stage.FIRST, Result.ADJOURNED): "adjourn",
    (Stage.APPEAL, Result.FAVOURABLE): "overturn",
    (Stage.APPEAL, Result.UNFAVOURABLE): "uphold",
}
DECISION = (
    "id",
    "application",
    "stage",
    "result",
    "on",
    "recorded_at",
    "by",
    "retained",
    "reasons",
    "text",
    "item",
    "appeal",
)
Versions = Mapping[UUID, CriterionVersion]  # by application


# Members -----------------------------------------------------------------------------------------------------------


def own_seat(actor: User, item: AgendaItem) -> SessionMember:
    """The actor's seat at the session that has this file before it now. Raises: Refused."""
    reads = commission.of_member(actor, AgendaItem.objects.filter(pk=item.pk, removed_at=None))
    if not reads.exists():
        raise Refused(
            _("Vous n'êtes pas membre de cette session, ou elle ne siège pas : ce dossier ne s'ouvre pas.")
        )
    return item.session.members.get(user=actor)


@command("commission.read")
def mark_read(actor: User, item: AgendaItem, /) -> AgendaItem:
    """A member has read the file. Twice is once."""
    Reading.objects.get_or_create(item=item, member=own_seat(actor, item))
    return item


@command("commission.read")
def stand_aside(actor: User, item: AgendaItem, /, *, reason: str) -> AgendaItem:
    """A conflict of interest: the member leaves this file to the others and does not read it any more."""
    member, words = own_seat(actor, item), " ".join(reason.split())
    if not words:
        raise bad(
            "reason", _("Dites pourquoi vous vous retirez : le secrétariat le garde, le procès-verbal non.")
        )
    if len(words) > 300:
        raise bad("reason", _("Ce motif dépasse 300 caractères : abrégez-le."))
    if item.result:
        raise Refused(_("Un avis est déjà enregistré pour ce dossier : dites-le au secrétariat."))
    Reading.objects.filter(item=item, member=member).delete()
    Conflict.objects.get_or_create(item=item, member=member, defaults={"reason": words})
    return item


# Opinions ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What the commission says of some files: result, reasons, words, the category retained."""

    result: str
    retained: CriterionVersion | Versions | None = None
    reasons: Sequence[str] = ()
    text: str = ""
    on: date = field(default_factory=timezone.localdate)
    recorded_at: datetime = field(default_factory=timezone.now)

    @property
    def listed(self) -> str:
        """Reasons as stored: ",length,identity,"."""
        return f",{','.join(self.reasons)}," if self.reasons else ""

    def retained_of(self, item: AgendaItem) -> CriterionVersion | None:
        if self.result != Result.FAVOURABLE:
            return None
        if isinstance(self.retained, Mapping):
            return self.retained.get(item.application_id)
        return self.retained


def give_opinion(
    actor: User,
    item: AgendaItem,
    *,
    result: str,
    retained: CriterionVersion | None = None,
    reasons: Iterable[str] = (),
    text: str = "",
    on: date | None = None,
    recorded_at: datetime | None = None,
) -> AgendaItem:
    """The opinion on one file. Raises: BadInput, Refused when it is decided already, or below the quorum."""
    said = saying(item.session, result, retained, reasons, text, on, recorded_at)
    decide(actor, item.session, [item], said, False)
    item.refresh_from_db()
    return item


def give_opinions(
    actor: User,
    session: Session,
    items: Iterable[AgendaItem],
    *,
    result: str,
    retained: CriterionVersion | Versions | None = None,
    reasons: Iterable[str] = (),
    text: str = "",
    on: date | None = None,
    recorded_at: datetime | None = None,
) -> int:
    """The same opinion on many files, all or none. ``retained`` may differ by application. How many.

    Raises: Refused for a file that no present member has read, that stands elsewhere, or that was decided meanwhile.
    """
    said = saying(session, result, retained, reasons, text, on, recorded_at)
    return decide(actor, session, list(items), said, True)


def saying(
    session: Session,
    result: str,
    retained: CriterionVersion | Versions | None,
    reasons: Iterable[str],
    text: str,
    on: date | None,
    recorded_at: datetime | None,
) -> Said:
    day, now = on or session.held_on, recorded_at or timezone.now()
    said = Said(result, retained, tuple(dict.fromkeys(reasons)), text.strip(), day, now)
    insist_on_words(said)
    if day > timezone.localdate():
        raise bad("on", _("Un avis ne se donne pas à une date à venir : vérifiez la date."))
    return said


def insist_on_words(said: Said) -> None:
    """Raises: BadInput naming the field."""
    if said.result not in Result.values:
        raise bad("result", _("Choisissez un avis : favorable, défavorable ou ajourné."))
    if said.result == Result.FAVOURABLE and not said.retained:
        raise bad("retained", _("Dites quelle catégorie est retenue."))
    if said.result == Result.ADJOURNED and not said.text:
        raise bad("text", _("Dites pourquoi le dossier est ajourné, et ce qui est attendu."))
    if said.result != Result.UNFAVOURABLE:
        return
    if not said.reasons:
        raise bad("reasons", _("Un avis défavorable est motivé : choisissez au moins un motif."))
    if not set(said.reasons) <= set(Refusal.values):
        raise bad("reasons", _("Choisissez les motifs dans la liste."))
    if Refusal.OTHER in said.reasons and not said.text:
        raise bad("text", _("Le motif « autre » s'écrit en toutes lettres."))


@command("commission.record", verb="regularisation.give_opinions")
def decide(actor: User, session: Session, items: Sequence[AgendaItem], said: Said, in_bulk: bool, /) -> int:
    """One transaction; the files are read again, so that what is stale on a page is refused."""
    keys = list(dict.fromkeys(one.pk for one in items))
    rows = AgendaItem.objects.filter(pk__in=keys, session=session).select_related(*commission.RELATED)
    found = {one.pk: one for one in rows}
    if not keys or len(found) != len(keys):
        raise Refused(_("Choisissez des dossiers de l'ordre du jour de cette session."))
    wanted = [found[key] for key in keys]
    insist_on_state(session)
    insist_on_each(session, wanted, said, in_bulk)
    for stage in dict.fromkeys(one.stage for one in wanted):
        decide_stage(actor, session, Stage(stage), [one for one in wanted if one.stage == stage], said)
    return len(wanted)


def insist_on_state(session: Session) -> None:
    state = Session.objects.values_list("state", flat=True).get(pk=session.pk)
    if state != Session.State.OPEN:
        raise Refused(
            _("La session n'est pas ouverte : ouvrez-la avant d'enregistrer un avis."), code="not_open"
        )


def insist_on_each(session: Session, wanted: Sequence[AgendaItem], said: Said, in_bulk: bool) -> None:
    """Raises: Refused saying how many files cannot follow, and why the first cannot."""
    found = commission.readiness(session, wanted, in_bulk=in_bulk)
    decided = [one for one in wanted if one.result]
    if decided:
        raise faster(len(decided))
    stopped = [why for why in found.values() if why]
    if stopped:
        raise Refused(
            ngettext(
                "%(n)s dossier ne peut pas être décidé, rien n'a été enregistré. %(why)s",
                "%(n)s dossiers ne peuvent pas être décidés, rien n'a été enregistré. %(why)s",
                len(stopped),
            )
            % {"n": len(stopped), "why": stopped[0]},
            code="opinions.obstacle",
        )
    for one in wanted:
        insist_on_item(session, one, said)


def insist_on_item(session: Session, one: AgendaItem, said: Said) -> None:
    lodged = one.application.lodged_on
    if lodged and lodged > said.on:
        raise bad("on", _("Un de ces dossiers a été déposé après ce jour : vérifiez la date de l'avis."))
    if one.appeal is not None and one.appeal.lodged_on > said.on:
        raise bad("on", _("Un de ces recours a été déposé après ce jour : vérifiez la date de la session."))
    if said.result != Result.FAVOURABLE:
        return
    version = said.retained_of(one)
    if version is None:
        raise bad("retained", _("Un de ces dossiers n'a pas de catégorie retenue : décidez-le seul."))
    if version.criterion.operation_id != session.operation_id or version.valid_from > said.on:
        raise bad("retained", _("Cette catégorie n'est pas une de celles de l'opération ce jour-là."))
    if one.stage == Stage.FIRST and version.stage != CriterionVersion.Stage.FIRST:
        raise bad(
            "retained", _("Cette condition est celle d'un assouplissement : la plénière seule l'applique.")
        )


def decide_stage(
    actor: User, session: Session, stage: Stage, items: Sequence[AgendaItem], said: Said
) -> None:
    """The step of every file, the items and the decisions; for appeals, what follows for them."""
    code = STEP.get((stage, Result(said.result)))

    def write(actor: User, _cases: Sequence[Any]) -> None:
        write_items(actor, items, said)
        write_decisions(actor, stage, items, said)

    if code is None:  # adjourned in plenary: the case stays in appeal, the appeal waits again
        require(actor, commission.DECIDE, session, FieldGroup.LEGAL)
        write(actor, ())
    else:
        cases = at_hand(session, stage, items)
        seen = frozen(session, items, said)
        moves = {one.application.case_id: move(said, seen[one.pk]) for one in items}
        FLOW.run_many(actor, session, cases, code, move_of=lambda case: moves[case.pk], also=write)
    if stage == Stage.APPEAL:
        from musanada.regularisation.commands import appeals_effects

        fresh = AgendaItem.objects.filter(pk__in=[one.pk for one in items]).select_related(
            *commission.RELATED
        )
        appeals_effects.decided(actor, list(fresh), said.on)


def at_hand(session: Session, stage: Stage, items: Sequence[AgendaItem]) -> list[Any]:
    """The cases with what guards ask of each: its place before this session, and how many members may sit on it."""
    known = commission.marks(session, [one.pk for one in items])
    cases: list[Any] = []
    for one in items:
        case: Any = with_detail(one.application)
        place: Any = one
        place.able = len(known.able(one.pk))
        case.at_agenda = {stage.value: place}
        cases.append(case)
    return cases


def move(said: Said, seen: str) -> Move:
    return Move(on=said.on, reasons=said.reasons, text=said.text, seen=seen, recorded_at=said.recorded_at)


def frozen(session: Session, items: Sequence[AgendaItem], said: Said) -> dict[UUID, str]:
    """What each opinion saw: the version retained and the last outcome of each criterion examined, as codes."""
    rows = Evaluation.objects.filter(application__in=[one.application_id for one in items])
    last: dict[UUID, dict[str, Any]] = {}
    for one in rows.select_related("version__criterion").order_by("at", "id"):
        told = {"version": str(one.version_id), "outcome": one.outcome, "on": one.on.isoformat()}
        last.setdefault(one.application_id, {})[str(one.version)] = told
    return {one.pk: json.dumps(seen_of(session, one, said, last), separators=(",", ":")) for one in items}


def seen_of(
    session: Session, one: AgendaItem, said: Said, last: Mapping[UUID, dict[str, Any]]
) -> dict[str, Any]:
    version = said.retained_of(one)
    return {
        "session": str(session.pk),
        "retained": {"id": str(version.pk), "is": str(version)} if version else None,
        "evaluations": last.get(one.application_id, {}),
    }


def write_items(actor: User, items: Sequence[AgendaItem], said: Said) -> None:
    """One UPDATE for each category retained (one in all where none is). Who was faster is told by the count."""
    by_version: dict[UUID | None, list[UUID]] = {}
    for one in items:
        version = said.retained_of(one)
        by_version.setdefault(version.pk if version else None, []).append(one.pk)
    values = {
        "result": said.result,
        "reasons": said.listed,
        "text": said.text,
        "decided_at": said.recorded_at,
        "decided_by": actor,
    }
    for retained, keys in by_version.items():
        rows = AgendaItem.objects.filter(pk__in=keys, result="", removed_at=None)
        changed = rows.update(retained_id=retained, **values)
        if changed != len(keys):
            raise faster(len(keys) - changed)


def write_decisions(actor: User, stage: Stage, items: Sequence[AgendaItem], said: Said) -> None:
    bulk.insert(Decision, DECISION, (decision_row(actor, stage, one, said) for one in items))


def decision_row(actor: User, stage: Stage, one: AgendaItem, said: Said) -> tuple[Any, ...]:
    version = said.retained_of(one)
    return (
        new_id(),
        one.application_id,
        stage.value,
        said.result,
        said.on,
        said.recorded_at,
        actor.pk,
        version.pk if version else None,
        said.listed,
        said.text,
        one.pk,
        one.appeal_id,
    )


say(
    {
        "regularisation.mark_read": _("Dossier marqué comme lu par un membre"),
        "regularisation.stand_aside": _("Membre retiré de l'examen d'un dossier"),
        "regularisation.give_opinions": _("Avis de la commission enregistrés"),
        "regularisation.read_file": _("Dossier ouvert devant la commission"),
    }
)
