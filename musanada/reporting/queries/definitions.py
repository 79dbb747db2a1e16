"""Reading definitions: those in force, the versions of each, what is being written where the actor may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from musanada.access.doors import holds, may, missing, scoped, units_for
from musanada.access.models import Unit, User
from musanada.reporting.definitions import Indicator
from musanada.reporting.models import IndicatorVersion
from musanada.reporting.queries import live
from musanada.reporting.registry import Indicators, InForce, in_force, read_indicator, shipped_indicators

DEFINE, REVIEW = "figures.define", "figures.review"
State = IndicatorVersion.State
STANDING = (State.ACTIVE, State.REPLACED)


def visible(actor: User) -> QuerySet[IndicatorVersion]:
    """What is or was in force and may be read as a figure; what is being written, where one writes or reviews."""
    readable = [one.id for one in readable_here(actor)]
    rows = IndicatorVersion.objects.select_related("unit", "written_by", "reviewed_by")
    work = Q(pk__in=scoped(actor, DEFINE, IndicatorVersion.objects.all()).values("pk"))
    work |= Q(pk__in=scoped(actor, REVIEW, IndicatorVersion.objects.all()).values("pk"))
    found = rows.filter(Q(state__in=STANDING, code__in=readable) | work)
    if holds(actor, live.PROTECTION):
        return found
    return found.exclude(pk__in=[row.pk for row in found if "class: protection" in row.body])


def readable_here(actor: User) -> list[Indicator]:
    """Those written here that are in force, as far as the actor may read their figures. Raises: MissingRight."""
    if not holds(actor, live.VIEW):
        raise missing(live.VIEW)
    known = in_force()
    if not known.own:
        return []
    found = [known.indicators[code] for code in sorted(known.own)]
    found = [one for one in found if holds(actor, live.PROTECTION) or not one.protected]
    if live.shielded_from(actor, live.VIEW):
        found = [one for one in found if live.of_state(one, known.indicators)]
    return found


def version(actor: User, pk: UUID) -> IndicatorVersion:
    """Raises: Http404."""
    found = visible(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def versions(actor: User, code: str) -> list[IndicatorVersion]:
    """All of one id that the actor may see, the newest first. Raises: Http404."""
    found = list(visible(actor).filter(code=code))
    if not found:
        raise Http404
    return found


def in_work(actor: User) -> list[IndicatorVersion]:
    """What waits for its text or for a second person."""
    return list(visible(actor).exclude(state__in=STANDING).order_by("state", "code"))


def before(version: IndicatorVersion) -> IndicatorVersion | None:
    """The version that this one replaces or would replace."""
    rows = IndicatorVersion.objects.filter(code=version.code, version__lt=version.version)
    return rows.order_by("-version").first()


def read(version: IndicatorVersion) -> Indicator:
    """What the version says. Raises DefinitionError where it no longer fits the product."""
    return read_indicator(version.body, str(version))


@dataclass(frozen=True)
class May:
    """What the actor may do with a version, as it stands."""

    change: bool
    submit: bool
    review: bool
    own: bool


def may_do(actor: User, one: IndicatorVersion) -> May:
    writes = may(actor, DEFINE, one) and one.state in (State.DRAFT, State.RETURNED)
    reviews = one.state == State.SUBMITTED and may(actor, REVIEW, one)
    own = one.written_by_id == actor.pk
    return May(change=writes, submit=writes, review=reviews and not own, own=reviews and own)


def may_follow(actor: User, versions: Sequence[IndicatorVersion]) -> bool:
    """May the actor begin the next version: one is in force, none is being written."""
    states = {one.state for one in versions}
    return states <= set(STANDING) and State.ACTIVE in states and bool(desks(actor))


def standing(one: Indicator) -> IndicatorVersion | None:
    """A version in force, or being written, that says the same, whatever number the file gives it."""
    rows = IndicatorVersion.objects.filter(code=one.id).exclude(state=State.REPLACED).order_by("version")
    return next((row for row in rows if row.digest == numbered(one, row.version).hash), None)


def numbered(one: Indicator, version: int) -> Indicator:
    return one.model_copy(update={"version": version})


@dataclass(frozen=True)
class Line:
    """A definition of a file. Looked at: ``same``, ``new``, ``next``, or ``shipped``, which cannot be imported; brought:
    ``same``, ``drafted``, ``submitted``."""

    code: str
    version: int
    outcome: str


def compared(found: Sequence[Indicator]) -> list[Line]:
    looked = []
    shipped = shipped_indicators()
    for one in found:
        last = IndicatorVersion.objects.filter(code=one.id).order_by("-version").first()
        if one.id in shipped:
            looked.append(Line(one.id, shipped[one.id].version, "shipped"))
        elif (same := standing(one)) is not None:
            looked.append(Line(one.id, same.version, "same"))
        else:
            looked.append(Line(one.id, last.version + 1 if last else 1, "next" if last else "new"))
    return looked


def desks(actor: User) -> list[Unit]:
    """Units at which the actor may write definitions, the highest first. The console: the organisations."""
    return list(units_for(actor, DEFINE).order_by("path"))


def seen_by(actor: User) -> InForce:
    """All that is in force, as far as it exists for the actor: without their right, figures of protection do not."""
    known = in_force()
    if holds(actor, live.PROTECTION):
        return known
    open_ones = {code: one for code, one in known.indicators.items() if not one.protected}
    return InForce(Indicators(open_ones), known.own & open_ones.keys(), known.unusable)


def trial(actor: User, one: Indicator) -> Indicators:
    """All that is in force, and this one beside it: for its value before it is in force."""
    return Indicators({**seen_by(actor).indicators, one.id: one})


def unusable() -> Mapping[str, str]:
    """Versions in force that count nothing, and why."""
    return in_force().unusable
