"""What a list of departure is made of: who is on it, what blocks each of them, with which paper and needs.

Read for a whole list at once: 150 travellers cost as many questions as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from musanada.returns import locks
from musanada.returns.locks import Block
from musanada.returns.models import Escort, FitToTravel, Movement, Passenger, Return, TravelDocument

ON_BOARD = ("booked", "boarded")


def locked(movement: Movement) -> Movement:
    """The movement, its row held until the transaction ends: whoever books next waits."""
    rows = Movement.objects.select_for_update(of=("self",)).select_related("unit")
    return rows.get(pk=movement.pk)


def returns_of(keys: Iterable[UUID]) -> list[Return]:
    """With the case and its person at hand, each once, in the order given."""
    wanted = list(dict.fromkeys(keys))
    rows = Return.objects.filter(pk__in=wanted).select_related("case__person", "case__unit", "funding")
    found = {one.pk: one for one in rows}
    return [found[key] for key in wanted if key in found]


def on_list(movement: Movement) -> set[UUID]:
    """Keys of the returns that travel by it."""
    rows = Passenger.objects.filter(movement=movement, state__in=ON_BOARD)
    return set(rows.values_list("ret_id", flat=True))


def seats_taken(movement: Movement) -> int:
    """Travellers, and whoever escorts them on board."""
    travellers = Passenger.objects.filter(movement=movement, state__in=ON_BOARD).count()
    return travellers + Escort.objects.filter(movement=movement, removed_at=None).count()


def blocks_by_return(
    rets: Sequence[Return],
    day: date,
    together: Iterable[UUID],
    needs: Mapping[UUID, Iterable[str]],
    until: date | None = None,
) -> dict[UUID, list[Block]]:
    """What refuses each of them that day, by the key of the return; each travels with its best document of that day."""
    papers = best_documents(rets, day)
    keys = {key: paper.pk for key, paper in papers.items()}
    return locks.blocks_of(
        rets,
        lambda _ret: day,
        together=together,
        needs_of=lambda ret: needs.get(ret.pk, ()),
        document_of=lambda ret: keys.get(ret.pk),
        until_of=lambda _ret: until,
    )


def last_day(movement: Movement) -> date:
    """Of the journey: until then a document must hold."""
    days = [leg.arrives_on for leg in movement.legs.all()]
    return max([movement.departs_on, *days])


def best_documents(rets: Sequence[Return], day: date) -> dict[UUID, TravelDocument]:
    """Of each, the document in hand that holds longest, if it holds that day."""
    rows = TravelDocument.objects.filter(
        ret__in=[one.pk for one in rets], state=TravelDocument.State.OBTAINED, valid_to__gte=day
    )
    return {one.ret_id: one for one in rows.order_by("valid_to", "recorded_at", "pk")}


def doctors_needs(rets: Sequence[Return], day: date) -> dict[UUID, list[str]]:
    """What the last examination before that day asks for, by return."""
    rows = FitToTravel.objects.filter(ret__in=[one.pk for one in rets], voided_at=None, on__lte=day)
    last = {one.ret_id: one for one in rows.order_by("on", "recorded_at")}
    return {pk: one.need_set for pk, one in last.items()}


def coded(needs: Iterable[str]) -> list[str]:
    """Known codes, in the order of the list."""
    wanted = set(needs)
    return [code for code in FitToTravel.Need.values if code in wanted]


def listed(needs: Iterable[str]) -> str:
    """As a column holds them."""
    codes = coded(needs)
    return f",{','.join(codes)}," if codes else ""


def related(rows: Any) -> Any:
    """What a page of travellers reads of each row."""
    return rows.select_related("ret__case__person", "ret__to_country", "document__issuer")
