"""The figures of others as this installation holds them: what is shipped, what was imported, what that replaced."""

import re
from decimal import Decimal

from musanada.access.doors import holds, missing
from musanada.access.models import User
from musanada.press.reading.folding import folded
from musanada.press.universe import Known, Series, Universe, read_dims, shipped
from musanada.reporting.models import ExternalFigure, ExternalSeries

RIGHT = "press.check"
# Series of the imported figures whose shipped name here says what they count.
ALIASES = {"reg2014.filed": "regularisation.filed"}


def universe(actor: User) -> Universe:
    """Raises MissingRight. The figures of others are public: the right to check a text opens them."""
    if not holds(actor, RIGHT):
        raise missing(RIGHT)
    known = shipped()
    series = dict(known.series)
    for one in ExternalSeries.objects.all():
        words = [line.strip() for line in one.words.splitlines() if line.strip()]
        code = ALIASES.get(one.code, one.code)
        if code not in series and words:
            label = {lang: getattr(one, f"label_{lang}") for lang in ("fr", "ar", "en")}
            series[code] = Series(code, label, one.unit, (any_of(words),))
    known = Universe(series, known.sources)
    return known.with_values(imported(known))


def imported(known: Universe) -> dict[str, list[Known]]:
    """The values of the register by series, the replaced ones too."""
    found: dict[str, list[Known]] = {}
    for row in ExternalFigure.objects.order_by("-revision"):
        code = ALIASES.get(row.series, row.series)
        if code not in known.series:
            continue
        value = Decimal(int(row.value)) if row.value == int(row.value) else row.value.normalize()
        named = known.sources_in(folded(row.source))
        found.setdefault(code, []).append(
            Known(
                code, row.period, read_dims(row.dimension), value, row.unit, row.qualifier, row.status,
                row.published, named[0] if named else known.series[code].source, row.replaced_at is not None,
            )
        )  # fmt: skip
    return found


def any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![^\W_]){re.escape(folded(word))}" for word in words))
