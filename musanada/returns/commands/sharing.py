"""Who shares the cost of a common project, and the parts: they make the whole to the centime whatever happens. A part of
which money was paid or promised stays with its member; the others share the rest."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, require
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.cases.commands.files import write_note
from musanada.kit.errors import Refused, bad
from musanada.returns.commands.plans import cancel_planned, checked_amount
from musanada.returns.commands.reintegration import CHANGED, WORK, digest
from musanada.returns.models import Activity, Plan, Project, Reintegration, Tranche
from musanada.returns.models.reintegration import Dimension, Support
from musanada.returns.models.rules import Form
from musanada.returns.queries.entitlements import entitlement, plan_total
from musanada.returns.queries.projects import Share, shares_of
from musanada.returns.shares import cut, weights_of

MANAGE = "project.manage"
S = Project.State
LIVE = (S.DRAFT, S.APPROVED, S.RUNNING)
NOTHING = Decimal(0)
EQUAL, PERCENT, AMOUNTS = "equal", "percent", "amounts"
HUNDRED = Decimal(100)

# What a common project of that kind is in a member's plan, where nothing else is said.
SOCIAL = (Support.EDUCATION, Support.HOUSING, Support.MEDICAL, Support.LEGAL, Support.RECEPTION)
SERVICES = (Support.TRAINING, Support.JOB, Support.EDUCATION, Support.PSYCHOSOCIAL, Support.LEGAL)


def dimension_of(kind: str) -> str:
    if kind == Support.PSYCHOSOCIAL:
        return Dimension.PSYCHOSOCIAL
    return Dimension.SOCIAL if kind in SOCIAL else Dimension.ECONOMIC


def form_of(kind: str) -> str:
    return Form.SERVICE if kind in SERVICES else Form.KIND


def locked(project: Project, states: Sequence[str] = LIVE) -> Project:
    """Under its lock and in one of these states. Raises: Refused."""
    fresh = Project.objects.select_for_update(of=("self",)).select_related("unit").get(pk=project.pk)
    if fresh.state not in states:
        raise Refused(
            _("Ce projet est « %(state)s » : cela ne se change plus. Rechargez la page.")
            % {"state": fresh.get_state_display()},
            code="state",
        )
    return fresh


# Members and parts


@command(MANAGE)
def share_out(
    actor: User,
    project: Project,
    /,
    *,
    mode: str,
    members: Sequence[tuple[Reintegration, Decimal | None]],
    seen: str = "",
) -> Project:
    """Who shares the cost, and how: the whole list at once. Whoever is not on it leaves; a part that is paid stays.

    ``mode``: equal parts, percentages or amounts of what is not bound yet. Raises: Refused, BadInput.
    """
    fresh = locked(project)
    now = {one.file.pk: one for one in shares_of(fresh)}
    if seen and seen != digest_members(now.values()):
        raise Refused(CHANGED, code="changed")
    wanted = dict.fromkeys(file.pk for file, _value in members)
    if len(wanted) != len(members):
        raise bad("members", _("Un dossier est deux fois sur la liste : gardez-le une fois."))
    insist_all(actor, [file for file, _value in members])
    leaving = [one for key, one in now.items() if key not in wanted]
    insist_all(actor, [one.file for one in leaving])
    for one in leaving:
        take_out(one)
    fixed = sum((one.amount for key, one in now.items() if key in wanted and one.bound), NOTHING)
    free = [(file, value) for file, value in members if not (file.pk in now and now[file.pk].bound)]
    parts = parts_of(fresh.amount - fixed, mode, [value for _file, value in free])
    for (file, _value), part in zip(free, parts, strict=True):
        give_part(actor, fresh, file, part, now.get(file.pk))
    return fresh


def digest_members(shares: Iterable[Share]) -> str:
    return digest(*sorted(f"{one.file.pk}:{one.amount}" for one in shares))


def mode_of(shares: Sequence[Share]) -> str:
    """How the cost stands shared now: what the form proposes first."""
    free = [one.amount for one in shares if not one.bound]
    return AMOUNTS if free and len(set(weights_of(free))) > 1 else EQUAL


def insist_all(actor: User, files: Iterable[Reintegration]) -> None:
    """The right at each member's own file, whose money stands still meanwhile. Raises: MissingRight."""
    asked = {file.pk: file for file in files}
    for file in asked.values():
        require(actor, WORK, file)
    list(Reintegration.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))


def parts_of(whole: Decimal, mode: str, values: Sequence[Decimal | None]) -> list[Decimal]:
    """Raises: BadInput where the parts would not make the whole."""
    if whole < 0:
        raise Refused(
            _("Ce qui est déjà payé ou engagé dépasse le coût commun : corrigez d'abord le coût."),
            code="parts_paid",
        )
    if not values:
        if whole > 0:
            return insist_on_nobody(whole)
        return []
    if mode == EQUAL:
        return cut(whole, [Decimal(1)] * len(values))
    if any(value is None or not value.is_finite() or value < 0 for value in values):
        raise bad("members", _("Écrivez la part de chaque membre, zéro ou plus."))
    given = [value for value in values if value is not None]
    if mode == PERCENT:
        if sum(given, NOTHING) != HUNDRED:
            raise bad(
                "members",
                _("Les pourcentages font %(sum)s au lieu de 100 : corrigez-les.")
                % {"sum": sum(given, NOTHING)},
            )
        return cut(whole, given)
    if mode != AMOUNTS:
        raise bad("mode", _("Choisissez comment le coût se partage."))
    exact = [checked_amount(value) for value in given]
    if sum(exact, NOTHING) != whole:
        raise bad(
            "members",
            _("Les parts font %(sum)s, et il y a %(whole)s à partager : corrigez-les.")
            % {"sum": sum(exact, NOTHING), "whole": whole},
        )
    return exact


def insist_on_nobody(whole: Decimal) -> list[Decimal]:
    """Nobody is left to bear what is not bound. Raises: BadInput, unless the project has no member at all."""
    raise bad(
        "members", _("Il reste %(whole)s sans personne : gardez au moins un membre.") % {"whole": whole}
    )


def give_part(actor: User, project: Project, file: Reintegration, part: Decimal, known: Share | None) -> None:
    """One member's part: a new line of a draft, or another amount in every open version of their plan."""
    if known is not None:
        if known.amount != part:
            set_part(actor, project, known, part)
        return
    if file.currency != project.currency:
        raise bad(
            "members",
            _(
                "Le dossier %(number)s est compté en %(own)s, et le projet en %(currency)s : il ne peut pas en être."
            )
            % {"number": file.case, "own": file.currency, "currency": project.currency},
        )
    plan = Plan.objects.select_for_update().filter(file=file, state="draft").first()
    if plan is None:
        raise bad(
            "members",
            _(
                "Le dossier %(number)s n'a pas de plan en préparation : commencez-le ou revoyez-le, puis ajoutez sa part."
            )
            % {"number": file.case},
        )
    values = {
        "level": project.level,
        "kind": project.kind,
        "dimension": dimension_of(project.kind),
        "form": form_of(project.kind),
        "what": project.name,
        "amount": part,
        "currency": project.currency,
        "starts_on": project.starts_on,
        "state": Activity.State.PLANNED,
        "dropped_reason": "",
    }
    Activity.objects.update_or_create(plan=plan, project=project, defaults=values)


def set_part(actor: User, project: Project, share: Share, part: Decimal) -> None:
    """Within the member's rights where the plan was submitted or approved; the file says what changed."""
    for line in share.lines:
        plan = line.plan
        if plan.state != "draft" and part > line.amount:
            insist_on_rights(share.file, plan, part - line.amount)
        planned = Tranche.objects.filter(activity=line, state="planned").values_list("amount", flat=True)
        if sum(planned, NOTHING) > part:
            cancel_planned(line)
        Activity.objects.filter(pk=line.pk).update(amount=part)
    if any(line.plan.state == "approved" for line in share.lines):
        words = _now("Part du projet commun %(project)s : %(after)s %(currency)s au lieu de %(before)s.") % {
            "project": project, "after": part, "before": share.amount, "currency": project.currency,
        }  # fmt: skip
        write_note(actor, share.file.case, text=words)


def insist_on_rights(file: Reintegration, plan: Plan, more: Decimal) -> None:
    rights = entitlement(file)
    if rights is not None and plan_total(plan) + more > rights:
        raise Refused(
            _(
                "La nouvelle part dépasserait les droits du dossier %(number)s : partagez autrement, ou baissez le coût."
            )
            % {"number": file.case},
            code="beyond_rights",
        )


def take_out(share: Share) -> None:
    """The member leaves while nothing of the part is paid. Raises: Refused."""
    if share.bound:
        raise Refused(
            _("Un versement de la part du dossier %(number)s est payé ou en cours : cette part reste.")
            % {"number": share.file.case},
            code="part_paid",
        )
    for line in share.lines:
        cancel_planned(line)
        Activity.objects.filter(pk=line.pk).update(
            state=Activity.State.DROPPED, dropped_reason=_now("A quitté le projet commun.")
        )


@command(MANAGE)
def leave_project(actor: User, project: Project, /, *, file: Reintegration) -> Project:
    """The others share what was theirs, in the proportion that stood. Raises: Refused."""
    fresh = locked(project)
    shares = shares_of(fresh)
    own = next((one for one in shares if one.file.pk == file.pk), None)
    if own is None:
        raise Refused(_("Ce dossier n'est plus du projet : rechargez la page."), code="not_member")
    rest = [one for one in shares if one is not own]
    insist_all(actor, [one.file for one in shares])
    take_out(own)
    redistribute(actor, fresh, rest)
    return fresh


def redistribute(actor: User, project: Project, shares: Sequence[Share]) -> None:
    """What is not bound, among the parts that are not, in the proportion that stood. Raises: Refused."""
    if not shares:
        return
    free = [one for one in shares if not one.bound]
    left = project.amount - sum((one.amount for one in shares if one.bound), NOTHING)
    if left < 0 or (left and not free):
        raise Refused(
            _(
                "Les autres parts sont déjà payées ou en cours, et ne changent plus : changez d'abord le coût commun."
            ),
            code="parts_paid",
        )
    if not free:
        return
    for one, part in zip(free, cut(left, weights_of([one.amount for one in free])), strict=True):
        if part != one.amount:
            set_part(actor, project, one, part)


say(
    {
        "returns.share_out": _("Projet commun partagé"),
        "returns.leave_project": _("Membre sorti d'un projet commun"),
    }
)
