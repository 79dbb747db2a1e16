"""Returns of the past by the thousand, without a name: an import, the demonstration country. All of them or none.

A line already kept under its number at that unit is passed over, so the same register twice is once. Taken back, lines
are voided: they leave figures, and their number is free for the corrected register.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access import bulk
from musanada.access.doors import command
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.errors import BadInput, Sentence
from musanada.reference.models import Country
from musanada.returns.models import Funding, PastReturn
from musanada.returns.past import PastRow

LOAD = "return.load"
CHUNK = 500
COLUMNS = [
    "id", "unit", "pseudonym", "direction", "channel", "funding", "country", "sex", "minor", "departed_on", "source",
    "source_batch", "recorded_at",
]  # fmt: skip


@command(LOAD)
def load_past_returns(actor: User, unit: Unit, rows: Iterable[PastRow], *, batch: UUID | None = None) -> int:
    """Keep lines of an old register at ``unit``. Returns how many are new.

    Raises: BadInput naming the first line that makes no sense; nothing is kept then.
    """
    listed = list(rows)
    insist(unit, listed)
    known = already(unit, [one.pseudonym for one in listed])
    fresh = (one for one in listed if one.pseudonym not in known)
    return bulk.insert(PastReturn, COLUMNS, (row_of(unit, one, batch) for one in fresh))


def row_of(unit: Unit, one: PastRow, batch: UUID | None) -> tuple[Any, ...]:
    return (
        *(one.id, unit.pk, one.pseudonym, one.direction, one.channel, one.funding, one.country, one.sex),
        *(one.minor, one.departed_on, one.source, batch, one.recorded_at),
    )


def insist(unit: Unit, listed: Sequence[PastRow]) -> None:
    """Every line makes sense by itself, and agrees with the list, the countries and the unit's fundings."""
    numbers = Counter(one.pseudonym for one in listed)
    countries = set(Country.objects.values_list("pk", flat=True))
    channels = dict(fundings(unit).values_list("pk", "channel"))
    for line, one in enumerate(listed, start=1):
        if wrong := next(problems(one, numbers, countries, channels), None):
            raise BadInput(
                _("Ligne %(line)s : %(problem)s") % {"line": line, "problem": wrong}, code="past-return"
            )


def problems(
    one: PastRow, numbers: Counter[str], countries: set[str], channels: dict[UUID, str]
) -> Iterator[Sentence]:
    yield from one.problems()
    if numbers[one.pseudonym] > 1:
        yield _("Ce numéro figure deux fois dans la liste : gardez une seule de ces lignes.")
    if one.country not in countries:
        yield _("Le pays « %(code)s » n'est pas connu.") % {"code": one.country}
    if one.funding not in channels:
        yield _(
            "Ce financement n'est pas de cette organisation : créez-le d'abord, ou choisissez-en un autre."
        )
    elif channels[one.funding] != one.channel:
        yield _("Le financement n'est pas celui de cette voie : chaque retour a une voie et un financement.")


def fundings(unit: Unit) -> Any:
    """The fundings of the unit's organisation."""
    root = unit.path.split("/")[0]
    return Funding.objects.filter(unit__path__startswith=f"{root}/")


def already(unit: Unit, numbers: Sequence[str]) -> set[str]:
    """Numbers of lines that were kept before at that unit."""
    found: set[str] = set()
    for start in range(0, len(numbers), CHUNK):
        rows = PastReturn.objects.filter(
            unit=unit, pseudonym__in=numbers[start : start + CHUNK], voided_at=None
        )
        found.update(rows.values_list("pseudonym", flat=True))
    return found


@command(LOAD)
def void_past_returns(actor: User, unit: Unit, *, keys: Sequence[UUID], batch: UUID) -> int:
    """Lines of an import leave the figures; they stay as what was once loaded. Returns how many."""
    taken, now = 0, timezone.now()
    for start in range(0, len(keys), CHUNK):
        rows = PastReturn.objects.filter(
            unit=unit, source_batch=batch, pk__in=keys[start : start + CHUNK], voided_at=None
        )
        taken += rows.update(voided_at=now)
    return taken


say(
    {
        "returns.load_past_returns": _("A repris un registre de retours passés"),
        "returns.void_past_returns": _("A annulé la reprise d'un registre de retours passés"),
    },
    kinds={"returns.pastreturn": _("Retour d'un registre ancien")},
)
