"""Work of the day at the two counters, so that the home pages show something: people who wait, requests to approve.

Dated today and never given, so no figure of the past moves.
"""

from decimal import Decimal
from uuid import UUID

from musanada.access.models import Unit, User
from musanada.assistance.commands import record
from musanada.assistance.drafts import ActDraft
from musanada.intake.commands.arrivals import check_in
from musanada.people.models import Person
from musanada.people.queries import members_of, persons

CALLED = ("Fatou", "Monsieur Ibrahim", "أمينة", "Jean-Paul")


def fill(units: dict[str, Unit], counters: dict[str, User]) -> None:
    """``counters``: unit code → the agent who works there."""
    for code, agent in counters.items():
        unit = units[code]
        known = alone(list(persons(agent, "people.find").filter(unit=unit).order_by("reference")[:30]))[:6]
        for person in known[:3]:
            check_in(agent, unit, person=person, purpose="assistance")
        for name in CALLED[:2]:
            check_in(agent, unit, call_name=name, purpose="registration")
        for number, person in enumerate(known[3:6]):
            wish = ActDraft(
                person=person.pk, service="rent-support", amount=Decimal(2400 + 200 * number), currency="MAD"
            )
            record(agent, unit, draft=wish)


def alone(people: list[Person]) -> list[Person]:
    """One of each household: an aid counts for all who live together, and would be refused the second time."""
    homes = members_of([one.pk for one in people])
    seen: set[UUID] = set()
    kept = []
    for one in people:
        if one.pk not in seen:
            kept.append(one)
        seen.update(homes.get(one.pk, ()))
    return kept
