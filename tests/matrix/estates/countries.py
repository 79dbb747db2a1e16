"""A note of the estate's head office on a country."""

from typing import Any

from musanada.reference.models import Country
from musanada.returns.commands.country_notes import write_country_note


def furnish(estate: Any) -> dict[str, Any]:
    note = write_country_note(
        estate.everyone,
        estate.root,
        country=Country.objects.get(pk="SEN"),
        topic="consulate",
        text_fr=f"Consulat ouvert le mardi ({estate.root.code}).",
    )
    return {"country_note": note}


MAKERS: dict[str, Any] = {"returns:country-note": lambda estate: (estate.country_note.pk,)}
SHARED: dict[str, tuple[str, str]] = {
    "returns:country": (
        "SEN",
        "a country of the world; whose counts and notes is for returns/tests/test_countries.py",
    ),
    "returns:country-note-new": ("SEN", "the same"),
}
