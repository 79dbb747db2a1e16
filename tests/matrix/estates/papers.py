"""Papers of a return that is being prepared: a document, an authorisation, a certificate, a bed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.cases.commands.spine import open_case
from musanada.cases.models import Case
from musanada.returns.models import ExitAuthorisation, FitToTravel, Return, Stay, TravelDocument


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(getattr(estate, n).pk for n in names)


def case_of(name: str) -> Any:
    """A file of return is named by the key of its case."""
    return lambda estate: (getattr(estate, name).case_id,)


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand in the middle of things; how they come to be is for the app's own tests."""
    day, actor, mark = timezone.localdate(), estate.everyone, estate.root.code
    case = open_case(actor, estate.office, code="return", person=estate.person, opened_on=day)
    Case.objects.filter(pk=case.pk).update(state="declared")
    ret = Return.objects.create(
        case=case, direction="from_morocco", channel="iom", organised_by=estate.office, from_country_id="MAR",
        to_country_id="SEN", applied_on=day, wished_on=day + timedelta(days=20),
    )  # fmt: skip
    document = TravelDocument.objects.create(
        ret=ret,
        kind="laissez_passer",
        state="asked",
        issuer_id="SEN",
        asked_on=day,
        number=f"LP {mark}",
        by=actor,
    )
    authorisation = ExitAuthorisation.objects.create(
        ret=ret, state="asked", asked_on=day, reference=f"R {mark}", by=actor
    )
    certificate = FitToTravel.objects.create(
        ret=ret, on=day, doctor=f"Dr {mark}", result="fit", valid_to=day + timedelta(days=9), by=actor
    )
    stay = Stay.objects.create(ret=ret, kind="before", where=f"Centre {mark}", from_on=day, by=actor)
    return {
        "papered": ret,
        "travel_document": document,
        "exit_authorisation": authorisation,
        "fitness_certificate": certificate,
        "return_stay": stay,
    }


MAKERS = {
    "returns:document-new": case_of("papered"),
    "returns:exit-new": case_of("papered"),
    "returns:fitness-new": case_of("papered"),
    "returns:stay-new": case_of("papered"),
    "returns:document": of("travel_document"),
    "returns:exit": of("exit_authorisation"),
    "returns:fitness": of("fitness_certificate"),
    "returns:stay": of("return_stay"),
}
