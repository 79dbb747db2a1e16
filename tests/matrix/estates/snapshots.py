"""A state of the estate's operation, frozen."""

from typing import Any

from django.utils import timezone


def of(*names: str) -> Any:
    return lambda estate: tuple(getattr(estate, name).pk for name in names)


def furnish(estate: Any) -> dict[str, Any]:
    from musanada.regularisation.commands.snapshots import freeze

    one = freeze(estate.everyone, estate.operation, name="Aujourd'hui", known_at=timezone.now())
    return {"snapshot": one}


MAKERS = {"regularisation:snapshot": of("snapshot")}
