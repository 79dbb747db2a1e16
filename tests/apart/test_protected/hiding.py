"""What these tests say again and again."""

from typing import Any

from musanada.access.models import User
from musanada.assistance.commands import record
from musanada.assistance.drafts import ActDraft
from musanada.people import commands as people_commands
from musanada.people import queries as people
from musanada.people.commands import confidential
from musanada.people.drafts import ContactDraft, IdentifierDraft
from musanada.people.models import Person
from tests.matrix.world import DAY, NAMES, Estate, someone

WHY = "menaces reçues au téléphone"


PASSPORT, PHONE = "HIDDEN 778", "+212 6 77 77 77 77"


def a_hidden_one(estate: Estate, name: str = NAMES[0]) -> Person:
    """Someone with a family, acts, a phone and a passport, whom a file then hides."""
    actor = estate.everyone
    person = someone(
        estate,
        name,
        identifiers=(IdentifierDraft("passport", PASSPORT),),
        contacts=(ContactDraft("phone", PHONE, "safe"),),
    )
    people_commands.join_household(actor, people.household(estate.person), person=person, tie="child")
    people_commands.relate(actor, estate.person, other=person, kind="parent")
    for service in ("food-basket", "hygiene-kit"):
        draft = ActDraft(person=person.pk, service=service, given_on=DAY, quantity=1)
        record(actor, estate.office, draft=draft, despite_repeat=True)
    twin = someone(estate, name)
    people_commands.merge(actor, person, gone=twin, reason="même personne")
    hide(estate, person)
    return Person.objects.get(pk=person.pk)


def hide(estate: Estate, person: Person) -> Any:
    owner = User.objects.get(pk=estate.everyone.pk)
    return confidential.open_file(owner, person, subject="trafficking", hides_person=True, reason=WHY)
