"""The best interests of the estate's child: an assessment, a determination whose panel is called, an exception."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from musanada.access.roles import Role
from musanada.protection import dossiers
from musanada.protection.models import Assessment, Determination, Factor, Option, PanelMember, TravelException


def furnish(estate: Any) -> dict[str, Any]:
    """Rows as they stand while the panel reads; ``everyone`` sits, others wrote. How they come to be is the app's own."""
    file, day = estate.child_file, timezone.localdate()
    by, other = estate.accounts[Role.PROTECTION], estate.accounts[Role.CASE_MANAGER]
    bia = Assessment.objects.create(
        file=file, trigger="first", state="reviewed", opened_on=day, due_on=day, done_on=day, assessor=by,
        recommendation="return", bid_needed="durable", views="Je veux voir ma mère.", reviewer=other, reviewed_on=day,
    )  # fmt: skip
    Factor.objects.create(file=file, assessment=bia, kind="safety", found="Dort au foyer")
    weighed = Option.objects.create(file=file, assessment=bia, outlook="stay", pros="École", cons="Loin")
    bid = Determination.objects.create(
        file=file, assessment=bia, question="durable", opened_on=day, due_on=day, officer=by, reviewer=other,
        reviewed_on=day, report="Les faits",
    )  # fmt: skip
    proposed = Option.objects.create(file=file, bid=bid, outlook="stay", pros="École", cons="Loin")
    text, digest = dossiers.seal(bid, day)
    Determination.objects.filter(pk=bid.pk).update(
        state="scheduled", dossier=text, digest=digest, sealed_at=timezone.now(), panel_on=day
    )
    PanelMember.objects.create(file=file, bid=bid, user=estate.everyone, seat="chair", conflict=False)
    exception = TravelException.objects.create(
        file=file,
        reason="medical",
        text="Opération à l'étranger",
        until_on=day + timedelta(days=5),
        asked_by=by,
    )
    return {
        "bia": bia,
        "bia_choice": weighed,
        "bid": bid,
        "bid_choice": proposed,
        "travel_exception": exception,
    }


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(getattr(estate, name).pk for name in names)


ON_BID = ("option-new", "write", "submit", "review", "seal", "panel", "call", "postpone", "decide", "told",
          "implement", "keep", "reopen", "drop", "pdf")  # fmt: skip
MAKERS: dict[str, Any] = {
    **{f"protection:{name}": of("child_case") for name in
       ("bia-current", "bia-new", "bid-current", "bid-new", "exception-new")},
    **{f"protection:{name}": of("child_case", "bia") for name in
       ("bia", "bia-write", "bia-option-new", "bia-review", "bia-pdf")},
    **{f"protection:bid-{name}": of("child_case", "bid") for name in ON_BID},
    "protection:bid": of("child_case", "bid"),
    "protection:bia-option": of("child_case", "bia", "bia_choice"),
    "protection:bid-option": of("child_case", "bid", "bid_choice"),
    "protection:exception": of("child_case", "travel_exception"),
    "protection:panel": of("bid"),
    "protection:panel-pdf": of("bid"),
}  # fmt: skip
POST_ONLY = {"protection:bid-submit"}
