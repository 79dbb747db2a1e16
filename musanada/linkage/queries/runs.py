"""Models and runs as pages show them. How right a model is, is estimated from decisions the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from musanada.access.doors import scoped
from musanada.access.models import User
from musanada.linkage.models import LinkageRun, MatchModel, TwinPair

BANDS = (0.0, 0.2, 0.5, 0.8, 0.95, 0.99, 1.0)
Z = 1.96  # 95 %
State = TwinPair.State


@dataclass(frozen=True)
class Share:
    """A share of decisions and between what it lies with 95 % confidence (Wilson)."""

    part: int
    whole: int
    low: float
    high: float


@dataclass(frozen=True)
class Band:
    """Decided pairs of one range of probability."""

    low: float
    high: float
    same: int
    different: int
    unsure: int
    share: Share | None


@dataclass(frozen=True)
class Clerical:
    """What people's decisions say of a model: of the pairs it would group, how many are one person; of those that are,
    how many it would group. Only pairs that were looked at count: twins nobody was shown are in no share."""

    bands: Sequence[Band]
    precision: Share | None
    recall: Share | None
    decided: int


def models() -> QuerySet[MatchModel]:
    return MatchModel.objects.select_related("trained_by", "activated_by")


def model(pk: UUID | str) -> MatchModel:
    found = models().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def in_force() -> MatchModel | None:
    return models().filter(state=MatchModel.State.ACTIVE).first()


def last_done(model: MatchModel) -> LinkageRun | None:
    """The newest run of this model that ended: what came since is new."""
    rows = LinkageRun.objects.filter(model=model, state=LinkageRun.State.DONE)
    return rows.order_by("-known_at").first()


def runs(limit: int = 60) -> list[LinkageRun]:
    return list(LinkageRun.objects.select_related("model")[:limit])


def share(part: int, whole: int) -> Share | None:
    """Wilson's interval: honest where few were decided, and never beyond 0 or 1."""
    if not whole:
        return None
    rate, spread = part / whole, Z * Z / whole
    middle = (rate + spread / 2) / (1 + spread)
    half = Z * sqrt(rate * (1 - rate) / whole + spread / (4 * whole)) / (1 + spread)
    return Share(part, whole, max(0.0, middle - half), min(1.0, middle + half))


def clerical(actor: User, one: MatchModel) -> Clerical:
    """From pairs raised by this model and decided, as far as the actor sees them."""
    rows = scoped(actor, "twins.model", TwinPair.objects.filter(run__model=one, probability__isnull=False))
    decided = list(rows.exclude(state__in=(State.OPEN, State.CLOSED)).values_list("probability", "state"))
    pairs = [(p, str(s)) for p, s in decided if p is not None]
    group = float(one.thresholds.get("group", 0.5))
    clear = [(p, s) for p, s in pairs if s in (State.SAME, State.DIFFERENT)]
    grouped = [s for p, s in clear if p >= group]
    same = [p for p, s in clear if s == State.SAME]
    return Clerical(
        [band(low, high, pairs) for low, high in pairwise(BANDS)],
        share(sum(s == State.SAME for s in grouped), len(grouped)),
        share(sum(p >= group for p in same), len(same)),
        len(pairs),
    )


def band(low: float, high: float, pairs: Sequence[tuple[float, str]]) -> Band:
    inside = [s for p, s in pairs if low <= p < high or (high == 1.0 and p >= 1.0)]
    same, different = inside.count(State.SAME), inside.count(State.DIFFERENT)
    return Band(low, high, same, different, inside.count(State.UNSURE), share(same, same + different))
