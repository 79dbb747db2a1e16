"""An association of the register, with an act and an officer."""

from typing import Any

from musanada.reference.queries import places_by_code
from musanada.regularisation.commands import associations as commands

OFFICER = "Djeneba Oumou Sacko"


def of(*names: str) -> Any:
    return lambda estate: tuple(getattr(estate, name).pk for name in names)


def furnish(estate: Any) -> dict[str, Any]:
    from tests.matrix.world import DAY

    actor, code = estate.everyone, estate.root.code
    draft = commands.AssociationDraft(f"Entraide des migrants ({code})", places_by_code()["MA-OUJ"])
    one = commands.register_association(actor, estate.office, draft=draft)
    commands.record_receipt(actor, one, kind="declaration", on=DAY)
    officer = commands.add_officer(actor, one, name=OFFICER, office="Présidente", from_on=DAY)
    return {"association": one, "association_officer": officer}


MAKERS = {
    "regularisation:association": of("association"),
    "regularisation:association-edit": of("association"),
    "regularisation:association-act": of("association"),
    "regularisation:association-regularised": of("association"),
    "regularisation:association-members": of("association"),
    "regularisation:association-officer": of("association"),
    "regularisation:association-officer-end": of("association", "association_officer"),
}
