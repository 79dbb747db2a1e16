"""An incident with somebody named in hospital, somebody without a name, and a death whose file names the estate's owner."""

from datetime import date
from typing import Any

from django.utils import timezone

from musanada.people.commands import confidential, persons
from musanada.people.drafts import BasisDraft, NameDraft, PersonDraft
from musanada.protection.models import (
    BorderIncident,
    Casualty,
    Death,
    Evacuation,
    FamilyContact,
    HospitalStay,
    OnwardNeed,
)
from musanada.reference.queries import places_by_code

BASIS = BasisDraft("vital_interest", "2026-11", "fra", "")


def of(*names: str) -> Any:
    """As in ``tests.matrix.foreign``, which reads this module while it is being read itself."""
    return lambda estate: tuple(n[1:] if n[0] == "=" else getattr(estate, n).pk for n in names)


def furnish(estate: Any) -> dict[str, Any]:
    """Straight into the tables: a State unit could not be given such rows otherwise, and must be shown nothing of them."""
    actor, now = estate.everyone, timezone.now()
    incident = BorderIncident.objects.create(
        unit=estate.office, kind="fence", town=places_by_code()["MA-OUJ"], at=now, recorded_by=actor
    )
    unnamed = Casualty.objects.create(incident=incident, triage="green", sex="M", recorded_by=actor)
    one = Casualty.objects.create(
        incident=incident,
        triage="red",
        sex="F",
        person=estate.person,
        named_at=now,
        named_by=actor,
        recorded_by=actor,
    )
    moved = Evacuation.objects.create(
        casualty=one, means="ambulance", to_place="Hôpital", alert_at=now, by=actor
    )
    stay = HospitalStay.objects.create(casualty=one, hospital="Hôpital", admitted_at=now, by=actor)
    need = OnwardNeed.objects.create(casualty=one, need="protection", by=actor)
    return {
        "border_incident": incident,
        "unnamed_casualty": unnamed,
        "casualty": one,
        "evacuation": moved,
        "hospital_stay": stay,
        "onward_need": need,
        "border_death": dead(estate, incident),
    }


def dead(estate: Any, incident: Any) -> Death:
    actor = estate.everyone
    draft = PersonDraft(
        names=(NameDraft(nickname=f"Défunt {estate.root.code}"),), sex="M", registered_on=date(2024, 5, 14)
    )
    person = persons.register(actor, estate.office, draft=draft, basis=BASIS)
    secret = confidential.open_file(
        actor, person, subject="other", hides_person=True, reason="décès, famille à chercher"
    )
    casualty = Casualty.objects.create(
        incident=incident, triage="black", sex="M", person=person, outcome="deceased", outcome_at=timezone.now(),
        recorded_by=actor,
    )  # fmt: skip
    found = Death.objects.create(casualty=casualty, secret=secret, on=timezone.localdate(), by=actor)
    FamilyContact.objects.create(death=found, way="consulate", outcome="waiting", by=actor)
    return found


INCIDENT, ONE, UNNAMED = of("border_incident"), of("casualty"), of("unnamed_casualty")
MOVED, STAY, DEATH = of("casualty", "evacuation"), of("casualty", "hospital_stay"), of("border_death")
MAKERS = {
    "protection:incident": INCIDENT,
    "protection:incident-close": INCIDENT,
    "protection:casualty-new": INCIDENT,
    "protection:casualty": ONE,
    "protection:casualty-edit": ONE,
    "protection:casualty-void": UNNAMED,
    "protection:casualty-outcome": UNNAMED,
    "protection:casualty-card": of("casualty", "=fr"),
    "protection:casualty-identify": UNNAMED,
    "protection:casualty-detach": ONE,
    "protection:evacuation-new": UNNAMED,
    "protection:evacuation-edit": MOVED,
    "protection:evacuation-void": MOVED,
    "protection:stay-new": UNNAMED,
    "protection:stay-end": STAY,
    "protection:stay-void": STAY,
    "protection:need-new": ONE,
    "protection:border-need": of("onward_need"),
    "protection:death-new": UNNAMED,
    "protection:death": DEATH,
    "protection:death-identity": DEATH,
    "protection:death-rest": DEATH,
    "protection:death-family": DEATH,
}
POST_ONLY = {"protection:incident-close"}
