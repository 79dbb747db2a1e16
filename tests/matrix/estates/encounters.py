"""A child met twice (once still to be sorted) and a leg of the way they came: of the estate's own office, of nobody named."""

from typing import Any

from django.utils import timezone

from musanada.protection.models import Encounter, MappedChild, PathwayLeg
from musanada.reference.queries import places_by_code


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Straight into the tables: a State unit could not be given such rows otherwise, and must be shown nothing of them."""
    actor, town, now = estate.everyone, places_by_code()["MA-OUJ"], timezone.now()
    child = MappedChild.objects.create(
        unit=estate.office, nickname="Petit", sex="M", born_about=2010, recorded_by=actor
    )
    met = Encounter.objects.create(
        unit=estate.office, child=child, town=town, at=now, nickname="Petit", sex="M", band="13-17",
        sorted_at=now, sorted_by=actor, recorded_by=actor,
    )  # fmt: skip
    new = Encounter.objects.create(
        unit=estate.office, town=town, at=now, nickname="Petit", sex="M", band="13-17", recorded_by=actor
    )
    leg = PathwayLeg.objects.create(
        child=child, order=1, from_country_id="GIN", to_country_id="MAR", to_city="Oujda", recorded_by=actor
    )
    return {"mapped_child": child, "matched_encounter": met, "street_encounter": new, "pathway_leg": leg}


ENCOUNTER, CHILD, LEG = of("street_encounter"), of("mapped_child"), of("mapped_child", "pathway_leg")
MAKERS = {
    "protection:encounter": ENCOUNTER,
    "protection:encounter-match": ENCOUNTER,
    "protection:encounter-new-child": ENCOUNTER,
    "protection:encounter-not-a-child": ENCOUNTER,
    "protection:encounter-unmatch": of("matched_encounter"),
    "protection:encounter-void": ENCOUNTER,
    "protection:mapped": CHILD,
    "protection:mapped-edit": CHILD,
    "protection:leg-new": CHILD,
    "protection:leg-edit": LEG,
    "protection:leg-void": LEG,
    "protection:leg-move": of("mapped_child", "pathway_leg", "=later"),
}
POST_ONLY = {
    "protection:encounter-match",
    "protection:encounter-new-child",
    "protection:encounter-not-a-child",
    "protection:encounter-unmatch",
    "protection:leg-move",
}
