"""Numbers for rows by the thousand: a reference is drawn, and the table is asked whether somebody bears it."""

from collections.abc import Collection

from django.db import models

from musanada.kit.ids import new_reference


def free_references(model: type[models.Model], count: int, taken: Collection[str] = ()) -> list[str]:
    """As many references as no row of ``model`` bears: among tens of thousands two draws do fall together."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {new_reference() for _n in range(count - len(free))} - set(taken)
        rows = model._default_manager.filter(reference__in=list(drawn))
        free |= drawn - set(rows.values_list("reference", flat=True))
    return list(free)
