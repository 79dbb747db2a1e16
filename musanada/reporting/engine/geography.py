"""Maps change, and figures split by a map of the day are not compared across the change.

Morocco had sixteen regions until 20 February 2015 and has twelve since; some kept their code and changed their land. A
change or a rank between the two would compare what is not the same place. Asked by the regions of today (``region``)
the same figure answers, because every old place is known in today's.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.kit.periods import Change, Period
from musanada.reporting.codelists import CODE_LISTS
from musanada.reporting.definitions import Indicator
from musanada.reporting.engine.axes import Axis, read_by, read_filters


def breaks(axis: Axis) -> tuple[date, ...]:
    """Days on which the codes of an axis came to mean something else."""
    codes = axis.declared.codes if axis.declared else None
    return CODE_LISTS[codes].breaks if codes else ()


def crosses(axis: Axis, periods: Iterable[Period]) -> date | None:
    """The first change of the map that lies inside the periods or between them."""
    listed = list(periods)
    starts = [p.start for p in listed]
    first = None if None in starts else min(day for day in starts if day is not None)
    last = max((p.end for p in listed if p.end is not None), default=None)
    return next(
        (day for day in breaks(axis) if (first is None or first < day) and (last is None or day < last)), None
    )


def insist(source: Indicator, span: Change, by: Sequence[str], where: str) -> None:
    """A change stays on one map. Raises BadInput."""
    for axis in (*read_by(source, by), *(f.axis for f in read_filters(source, where))):
        if (day := crosses(axis, (span.of, span.against))) is not None:
            raise BadInput(
                _(
                    "« %(axis)s » suit la carte de son époque, qui a changé le %(day)s : %(change)s comparerait des "
                    "territoires différents. Demandez la région d'aujourd'hui (region)."
                )
                % {"axis": axis.name, "day": day.isoformat(), "change": span.text}
            )
