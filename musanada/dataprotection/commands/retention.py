"""Rules of retention, and disposing of what is due: proposed by one, confirmed and executed by another."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.dataprotection import erasure_list
from musanada.dataprotection.commands.erasure import erase_from
from musanada.dataprotection.erasure_list import Entry
from musanada.dataprotection.models import Disposal, RetentionRule
from musanada.dataprotection.models.retention import Then
from musanada.dataprotection.queries import retention as queries
from musanada.dataprotection.retention.rules import Rule
from musanada.kit.errors import BadInput, Refused
from musanada.kit.ids import show_reference
from musanada.kit.subject import RETENTION
from musanada.people.models import Person
from musanada.people.queries import cluster

State = Disposal.State


@command("dataprotection.rules")
def set_rule(
    actor: User,
    unit: Unit,
    *,
    kind: str,
    months: int,
    then: str,
    legal_note: str = "",
    confirmed: bool = False,
) -> RetentionRule:
    """What the organisation decided; it holds from now on."""
    if kind not in RETENTION or then not in Then.values or unit.parent_id is not None:
        raise BadInput(
            _("Choisissez une sorte de dossier et ce qui se fait ensuite, pour toute l'organisation.")
        )
    if not 1 <= months <= 1200:
        sentence = _("Donnez une durée en mois, de 1 à 1200.")
        raise BadInput(sentence, fields={"months": sentence})
    if confirmed and not legal_note.strip():
        sentence = _("Une durée confirmée dit sur quoi elle se fonde.")
        raise BadInput(sentence, fields={"legal_note": sentence})
    values: dict[str, Any] = {
        "months": months,
        "then": then,
        "legal_note": legal_note.strip()[:300],
        "confirmed": confirmed,
        "set_by": actor,
        "set_at": timezone.now(),
    }
    row, _made = RetentionRule.objects.update_or_create(unit=unit, kind=kind, defaults=values)
    return row


@command("retention.run")
def propose_disposal(actor: User, unit: Unit, *, kind: str) -> Disposal:
    """What is due today by a confirmed rule. Nothing is touched until a second person confirms."""
    rule = queries.rule(unit, kind)
    insist_it_runs(actor, rule)
    keys = [str(one.key) for one in queries.lapsed(unit, rule)]
    if not keys:
        raise Refused(_("Rien n'est échu pour cette règle aujourd'hui."), code="nothing-due")
    if Disposal.objects.filter(unit=unit, kind=kind, state=State.PROPOSED).exists():
        raise Refused(_("Une élimination de cette sorte attend déjà sa confirmation : ouvrez-la."))
    return Disposal.objects.create(
        unit=unit,
        kind=kind,
        months=rule.months,
        then=rule.then,
        before=rule.due_before(),
        keys=keys,
        proposed_by=actor,
    )


def insist_it_runs(actor: User, rule: Rule) -> None:
    if actor.is_system:
        raise Refused(_("La console n'élimine rien : deux personnes le décident dans l'application."))
    if not rule.confirmed:
        raise Refused(
            _(
                "Cette durée n'est qu'une proposition : l'organisation la confirme avant que rien ne soit éliminé."
            ),
            code="rule-to-confirm",
        )
    if not rule.runs:
        raise Refused(_("Cette règle ne s'exécute pas ici : sa page dit comment elle s'applique."))


@command("retention.run")
def confirm_disposal(actor: User, disposal: Disposal) -> Disposal:
    """A second person confirms; what is still due is disposed of, what was used since is left: one transaction."""
    insist_on_another(actor, disposal)
    rule = queries.rule(disposal.unit, disposal.kind)
    insist_it_runs(actor, rule)
    due = {one.key for one in queries.lapsed(disposal.unit, rule)}
    proposed = [UUID(key) for key in disposal.keys]
    wanted = [key for key in proposed if key in due]
    done = disposed(actor, disposal, rule, wanted)
    decide(actor, disposal, State.DONE, disposed=done, kept=len(proposed) - len(wanted))
    disposal.refresh_from_db()
    return disposal


@command("retention.run")
def decline_disposal(actor: User, disposal: Disposal) -> Disposal:
    insist_on_another(actor, disposal)
    decide(actor, disposal, State.DECLINED)
    disposal.refresh_from_db()
    return disposal


def insist_on_another(actor: User, disposal: Disposal) -> None:
    if disposal.proposed_by_id == actor.pk or actor.is_system:
        raise Refused(_("Vous avez proposé cette élimination : une seconde personne doit la confirmer."))


def decide(actor: User, disposal: Disposal, state: str, **values: Any) -> None:
    rows = Disposal.objects.filter(pk=disposal.pk, state=State.PROPOSED).exclude(proposed_by=actor)
    if not rows.update(state=state, decided_by=actor, decided_at=timezone.now(), **values):
        raise Refused(_("Cette élimination n'attend plus de décision : rechargez la page."))


def disposed(actor: User, disposal: Disposal, rule: Rule, keys: Sequence[UUID]) -> int:
    """People are erased as by the procedure, and listed, so that a restored backup forgets them again."""
    subject = rule.subject
    if not subject.of_people:
        return subject.dispose(actor, keys) if subject.dispose else 0
    records: list[UUID] = []
    for person in Person.objects.filter(pk__in=keys, erased_at=None):
        records += cluster(person)
    with transaction.atomic():
        erase_from(records, disposal.unit)
    if records:
        number = f"EL-{show_reference(disposal.reference)}"
        erasure_list.append(Entry(number, timezone.now(), tuple(records), disposal.unit.code))
    return len(keys)
