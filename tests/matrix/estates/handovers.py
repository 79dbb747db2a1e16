"""A return that the estate's office proposed to another of its own offices, without an answer yet."""

from typing import Any

from django.utils import timezone

from musanada.cases.commands.spine import open_case
from musanada.returns.models import HandOver, Return


def furnish(estate: Any) -> dict[str, Any]:
    day, actor = timezone.localdate(), estate.everyone
    case = open_case(actor, estate.office, code="return", person=estate.person, opened_on=day)
    ret = Return.objects.create(
        case=case, direction="to_morocco", channel="iom", organised_by=estate.office, from_country_id="FRA",
        to_country_id="MAR", applied_on=day,
    )  # fmt: skip
    handover = HandOver.objects.create(
        ret=ret,
        from_unit=estate.office,
        to_unit=estate.root,
        proposed_by=actor,
        message=f"De {estate.root.code}",
    )
    return {"handed_return": ret, "handover": handover}


MAKERS = {
    "returns:handover": lambda estate: (estate.handover.pk,),
    "returns:handover-new": lambda estate: (estate.handed_return.case_id,),
}
