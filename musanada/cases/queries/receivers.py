"""To whom somebody may be referred: which units answer, under which agreement, through which flow."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from musanada.access.firewall import Flow, between_sides
from musanada.access.models import RoleHolding, Unit, User
from musanada.access.rights import roles_holding
from musanada.access.roles import GROUPS_OF
from musanada.cases.models import Referral
from musanada.kit.choices import FieldGroup
from musanada.partners.models import Agreement, Partner
from musanada.partners.queries import in_force
from musanada.people.consents import from_list, paths_to
from musanada.people.models import ConfidentialFile, Person, Presence

ANSWER = "referral.answer"


def root_of(unit: Unit) -> str:
    """The path of the organisation a unit belongs to."""
    return f"{unit.path.split('/', 1)[0]}/"


def same_organisation(one: Unit, other: Unit) -> bool:
    return root_of(one) == root_of(other)


def agreements(from_unit: Unit) -> QuerySet[Agreement]:
    """Data sharing agreements of the unit's organisation that bind today."""
    kept = Agreement.objects.filter(
        kind=Agreement.Kind.DATA_SHARING, partner__kept_by__path__startswith=root_of(from_unit)
    )
    return in_force(kept).select_related("partner__unit")


def agreement_with(
    from_unit: Unit, *, unit: Unit | None = None, partner: Partner | None = None
) -> Agreement | None:
    """The agreement under which data may go to that unit of another organisation, or to that partner."""
    rows = agreements(from_unit)
    if partner is not None:
        return rows.filter(partner=partner).first()
    return rows.filter(partner__unit__path__in=paths_to(unit)).first() if unit else None


def needs_agreement(referral: Referral) -> bool:
    """Do data leave the organisation?"""
    return referral.to_unit is None or not same_organisation(referral.from_unit, referral.to_unit)


def agreement_of(referral: Referral) -> Agreement | None:
    return agreement_with(referral.from_unit, unit=referral.to_unit, partner=referral.partner)


def flow_of(referral: Referral) -> Flow | None:
    """The flow that this referral is the exception to, where it crosses sides."""
    side = referral.partner.side if referral.partner else referral.to_unit.side if referral.to_unit else ""
    return between_sides(referral.from_unit.side, side)


def answering(units: Iterable[Unit], *, also: str = ANSWER) -> Q:
    """Roles held today, at one of the units or above it, that answer referrals (and carry the right ``also``)."""
    both = roles_holding(ANSWER) & roles_holding(also)
    roles = [r for r in both if FieldGroup.SERVICES in GROUPS_OF[r]]
    paths = {path for unit in units for path in paths_to(unit)}
    today = timezone.localdate()
    in_time = Q(from_on__lte=today) & (Q(to_on=None) | Q(to_on__gt=today))
    return in_time & Q(role__in=roles, unit__path__in=paths, user__is_active=True, user__is_system=False)


def who_answers(unit: Unit) -> list[User]:
    """Those who may answer for a unit and be named on a P4 file: such a referral is addressed to one of them."""
    rows = RoleHolding.objects.filter(answering([unit], also="confidential.view"))
    return list(User.objects.filter(pk__in=rows.values("user")).order_by("display_name"))


def anyone_answers(unit: Unit) -> bool:
    return RoleHolding.objects.filter(answering([unit])).exists()


def receivers(from_unit: Unit) -> list[Unit]:
    """Units one may refer to: of one's own organisation, and of those with whom an agreement binds, where someone answers."""
    wanted = Q(path__startswith=root_of(from_unit))
    for agreement in agreements(from_unit):
        if agreement.partner.unit:
            wanted |= Q(path__startswith=agreement.partner.unit.path)
    units = list(Unit.objects.filter(wanted, active=True).exclude(pk=from_unit.pk))
    held = set(RoleHolding.objects.filter(answering(units)).values_list("unit__path", flat=True))
    return [u for u in units if held & set(paths_to(u))]


def bodies(from_unit: Unit) -> list[Partner]:
    """Partners with whom an agreement binds and who have no unit here: they are reached by a package."""
    rows = agreements(from_unit).filter(partner__unit=None)
    return list({a.partner_id: a.partner for a in rows}.values())


def own_file(owner: User, person: Person) -> ConfidentialFile | None:
    """The open file that hides this person and of which ``owner`` answers: only its owner names others on it."""
    root = person.merged_into_id or person.pk
    rows = ConfidentialFile.objects.filter(Q(person=root) | Q(person__merged_into=root))
    rows = rows.filter(owner=owner.pk, hides_person=True, closed_at=None, sealed_at=None)
    return rows.order_by("-opened_at").first()


def presences(person: Person) -> QuerySet[Presence]:
    """Where the person and the records merged into them are known now."""
    root = person.merged_into_id or person.pk
    rows = Presence.objects.filter(Q(person=root) | Q(person__merged_into=root), to_on=None)
    return rows.select_related("unit")


def shareable(person: Person, unit: Unit) -> frozenset[str]:
    """The groups a unit may pass on: all where it knows the person itself, else what was shared with it."""
    rows = list(presences(person).filter(unit=unit).values_list("groups", flat=True))
    if "" in rows:
        return frozenset(FieldGroup.values)
    return frozenset().union(*(from_list(text) for text in rows))


def knows_itself(person: Person, unit: Unit) -> bool:
    """Whole: by itself or since a transfer, not only by what a referral shared."""
    return presences(person).filter(unit=unit, groups="").exists()


def sending_units(actor: User, person: Person, units: QuerySet[Unit]) -> list[Unit]:
    """Among the actor's units, those where the person is known now."""
    known: set[UUID] = set(presences(person).values_list("unit_id", flat=True))
    return list(units.filter(pk__in=known, active=True).order_by("path"))
