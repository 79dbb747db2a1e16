"""Does the clock tell that somebody is hidden, and what does hiding cost the others?

First table: the time of an answer about a protected person, to somebody their file does not name, against the same
request about nobody: a page by key, a search by whole name, phone and passport, a form, an emergency, the figures. Equal
work gives a ratio of 1; the middle and the slowest twentieth are printed, and what the same request gives against
itself, which is the noise of this machine. Second table: lists of one register where some are hidden and where nobody is.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

HIDDEN = 100
WARM = 5
ROUNDS = 3  # of the lists, in turns with the register where nobody is hidden
WHY = "mesure du temps de réponse"
NOBODY = "about somebody never registered"
Ask = Callable[[], object]


def tables(place: Place, people: int, repeat: int) -> Iterator[Table]:
    """``place`` holds a country with fewer than ``people`` people."""
    place.call("house.grow", people=people)
    place.call("hidden.prepare")
    other = place.copy()
    other.call("hidden.hide", number=HIDDEN)
    yield told(other, other.call("hidden.answers", repeat=repeat * 20))
    took: dict[str, list[dict[str, float]]] = {"before": [], "after": []}
    for _round in range(ROUNDS):
        took["before"].append(place.call("hidden.lists", repeat=repeat))
        took["after"].append(other.call("hidden.lists", repeat=repeat))
    yield price(place, people, middle(took["before"]), middle(took["after"]))
    other.drop()


def middle(rounds: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}


def told(place: Place, found: dict[str, dict[str, float]]) -> Table:
    lines = [
        Line(
            name,
            one["hidden"],
            {
                "p95": f"{one['p95']:.2f} ×",
                "nobody against nobody": f"{one['noise']:.2f} ×",
                "its p95": f"{one['noise_p95']:.2f} ×",
                "ms": f"{one['hidden'] * 1000:.1f}",
            },
            baseline=one["nobody"],
        )
        for name, one in found.items()
    ]
    title = f"An answer about a hidden person ({place.vendor}), medians and slowest twentieths"
    return Table(title, f"the same request {NOBODY}", lines)


def price(place: Place, people: int, before: dict[str, float], after: dict[str, float]) -> Table:
    lines = [
        Line(name, after[name], {"ms": f"{after[name] * 1000:.1f}"}, baseline=took)
        for name, took in before.items()
    ]
    title = f"Lists of {people:,} people, {HIDDEN} of them hidden ({place.vendor})"
    return Table(title, "the same list where nobody is hidden", lines)


# Jobs -------------------------------------------------------------------------------------------------------------


def prepare() -> None:
    """An owner of files, somebody who is not named, and somebody whose every word is known."""
    from musanada.access.commands import first_accounts
    from musanada.access.models import Unit, User
    from musanada.people.commands import register
    from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft, PersonDraft

    root = Unit.objects.filter(parent=None, side="humanitarian").order_by("code")[0]
    unit = Unit.objects.filter(kind="team", path__startswith=root.path).order_by("code")[0]
    for name, role in (
        ("owner", "protection_officer"),
        ("stranger", "protection_officer"),
        ("mne", "mne_officer"),
    ):
        first_accounts(root, [(f"bench-{name}", "Bench", "!", role)])
    draft = PersonDraft(
        names=(NameDraft(text="Zoumanigui Koikoi Balamou"),),
        contacts=(ContactDraft("phone", "+212 6 98 76 54 32", "safe"),),
        identifiers=(IdentifierDraft("passport", "HH 4471982"),),
    )
    basis = BasisDraft("consent", "2026-11", "fra", "oral")
    register(User.objects.get(username="bench-owner"), unit, draft=draft, basis=basis)


def hide(number: int) -> int:
    """The one whose words are known, and others."""
    from musanada.access.models import Unit, User
    from musanada.people.commands.confidential import open_file
    from musanada.people.queries import persons

    owner = User.objects.get(username="bench-owner")
    own = Unit.objects.filter(parent=None, side="humanitarian").order_by("code")[0]
    known = persons(owner).filter(unit__path__startswith=own.path)  # not those a mission abroad handed over
    for person in known.order_by("-registered_on", "-id")[:number]:
        open_file(owner, person, subject="other", hides_person=True, reason=WHY)
    return number


def lists(repeat: int) -> dict[str, float]:
    """Seconds of each, to somebody who sees the whole country."""
    from django.utils import timezone

    from bench.measure import seconds
    from musanada.access.models import User
    from musanada.assistance import queries as assistance
    from musanada.kit.facts import FACTS
    from musanada.linkage import queries as linkage
    from musanada.people import queries as people

    def reader() -> User:
        return User.objects.get(username="bench-stranger")

    work: dict[str, Ask] = {
        "a page of the people list": lambda: people.listing(reader(), people.Filters()),
        "how many people": lambda: people.persons(reader()).count(),
        "a frequent name searched": lambda: linkage.find(reader(), "Mamadou Diallo"),
        "a page of acts": lambda: list(assistance.acts(reader())[:50]),
        "people as facts": lambda: sum(1 for _row in FACTS["person_registered"].rows(timezone.now())),
    }
    return {name: seconds(ask, repeat=repeat) for name, ask in work.items()}


def answers(repeat: int) -> dict[str, dict[str, float]]:
    """For each request: the middle of both, and the ratios."""
    from django.test import override_settings

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        return {name: compared(hidden, nobody, repeat) for name, hidden, nobody in requests()}


def compared(hidden: Ask, nobody: Ask, repeat: int) -> dict[str, float]:
    """In turns, each first as often as the others, so that whatever else the machine does falls on each alike."""
    took: dict[str, list[float]] = {"hidden": [], "nobody": [], "again": []}
    turns = [("hidden", hidden), ("nobody", nobody), ("again", nobody)]
    for number in range(WARM + repeat):
        turns = [*turns[1:], turns[0]]
        for name, ask in turns:
            began = time.perf_counter()
            ask()
            if number >= WARM:
                took[name].append(time.perf_counter() - began)
    middle = {name: statistics.median(times) for name, times in took.items()}
    slow = {name: sorted(times)[int(len(times) * 0.95)] for name, times in took.items()}
    return {
        "hidden": middle["hidden"],
        "nobody": middle["nobody"],
        "p95": slow["hidden"] / slow["nobody"],
        "noise": middle["again"] / middle["nobody"],
        "noise_p95": slow["again"] / slow["nobody"],
    }


def requests() -> Iterator[tuple[str, Ask, Ask]]:
    """Each request about the hidden person and about nobody, by somebody who is not named on their file."""
    from uuid import uuid4

    from django.test import Client
    from django.urls import reverse

    from musanada.access.models import User
    from musanada.people.models import ConfidentialFile, Person

    person = Person.objects.filter(protected=True).order_by("-recorded_at", "-id")[0]
    file = ConfidentialFile.objects.get(person=person)
    stranger, ghost = signed_in(Client(), "bench-stranger"), uuid4()
    officer = signed_in(Client(), "bench-mne")
    for name, page, key in (
        ("page of the person", "people:person", person.pk),
        ("page of the file", "protected:file", file.pk),
    ):
        yield name, asks(stranger, reverse(page, args=[key])), asks(stranger, reverse(page, args=[ghost]))
    edit = [reverse("people:edit", args=[key, "contacts"]) for key in (person.pk, ghost)]
    yield "form sent for the person", *(asks(stranger, url, {"kind": "phone"}) for url in edit)
    yield from typed(stranger)
    yield "emergency", *(emergency(User, words) for words in (person.reference, "22222222"))
    figures = reverse("reporting:list")
    yield "figures", asks(officer, f"{figures}?q={person.reference}"), asks(officer, f"{figures}?q=22222222")


def typed(client: Any) -> Iterator[tuple[str, Ask, Ask]]:
    """What somebody types into the list of people: said of the hidden one, and of nobody."""
    from django.urls import reverse

    address = reverse("people:list")
    for name, said, nobody in (
        ("whole name searched", "Zoumanigui Koikoi Balamou", "Zoumanigua Koikai Balamai"),
        ("phone searched", "+212 6 98 76 54 32", "+212 6 98 76 54 33"),
        ("passport searched", "HH 4471982", "HH 4471983"),
    ):
        yield name, asks(client, address, {"q": said}), asks(client, address, {"q": nobody})


def asks(client: Any, address: str, typed: dict[str, str] | None = None) -> Ask:
    """A request, followed to its answer."""
    if typed is None:
        return lambda: client.get(address)
    return lambda: client.post(address, typed, follow=True)


def emergency(users: Any, words: str) -> Ask:
    """From an office that does not know the person, so that it opens nothing: the same sentence, the same line."""
    from musanada.access.models import Unit
    from musanada.kit.errors import Refused
    from musanada.people.commands.confidential import break_glass

    unit = Unit.objects.filter(kind="team", side="humanitarian").order_by("-code")[0]

    def ask() -> None:
        try:
            break_glass(users.objects.get(username="bench-stranger"), unit, sought=words, reason=WHY)
        except Refused:
            return
        raise RuntimeError("the glass broke where the person is not known")

    return ask


def signed_in(client: Any, username: str) -> Any:
    from musanada.access.models import User

    client.force_login(User.objects.get(username=username), backend="musanada.access.backend.Accounts")
    return client
