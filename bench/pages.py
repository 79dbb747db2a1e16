"""Time of a page, signed in, in this process: the same pages at two sizes of the register, and a bare page."""

from collections.abc import Iterator
from typing import Any

from bench.measure import Line, Table
from bench.places import Place

BARE = "a page with SELECT 1"
WAITING = 25


def tables(place: Place, sizes: tuple[int, ...], repeat: int) -> Iterator[Table]:
    """``place`` holds a country with ``sizes[0]`` people; it is grown to the other sizes."""
    place.call("pages.prepare")
    found = []
    for size in sizes:
        grown = place.call("house.grow", people=size)
        found.append((grown["people"], place.call("pages.times", repeat=repeat)))
    (first, small), rest = found[0], found[1:]
    bare = small[BARE]["seconds"]
    lines = [Line(f"{BARE}, {first:,} people", bare, notes(small[BARE], bare))]
    for name in (n for n in small if n != BARE):
        lines.append(Line(f"{name}, {first:,} people", small[name]["seconds"], notes(small[name], bare)))
        for people, times in rest:
            took = times[name]
            lines.append(
                Line(f"{name}, {people:,}", took["seconds"], notes(took, bare), small[name]["seconds"])
            )
    baseline = f"{BARE} (lines at {first:,}), the same page at {first:,} people (the other lines)"
    yield Table(f"Pages, one request at a time ({place.vendor})", baseline, lines)


def notes(took: dict[str, Any], bare: float) -> dict[str, str]:
    return {
        "ms": f"{took['seconds'] * 1000:.1f}",
        "queries": str(took["queries"]),
        "bare pages": f"{took['seconds'] / bare:.0f}",
    }


# Jobs -------------------------------------------------------------------------------------------------------------


def prepare() -> None:
    """Accounts that see everything and one counter, and people waiting at it."""
    from musanada.access.commands import first_accounts
    from musanada.access.models import Unit, User
    from musanada.intake.commands import check_in

    root = Unit.objects.filter(parent=None, side="humanitarian").order_by("code")[0]
    counter = Unit.objects.filter(kind="team", side="humanitarian").order_by("code")[0]
    first_accounts(root, [("bench-manager", "Bench", "!", "programme_manager")])
    first_accounts(root, [("bench-officer", "Bench", "!", "mne_officer")])
    first_accounts(counter, [("bench-agent", "Bench", "!", "agent")])
    agent = User.objects.get(username="bench-agent")
    for number in range(WAITING):
        check_in(agent, counter, call_name=f"Bench {number}")


def times(repeat: int) -> dict[str, dict[str, Any]]:
    """Page → seconds and queries. The manager sees the whole country, the agent one counter."""
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["testserver"]):
        return {name: timed(user, address, text, repeat) for name, user, address, text in addresses()}


def addresses() -> list[tuple[str, str, str, str]]:
    """Page, who asks, address, and what is typed there: a search is sent and its answer followed."""
    from django.db.models import Count
    from django.urls import reverse

    from musanada.assistance.models import Act
    from musanada.people.models import PersonName

    busiest = Act.objects.values("person").annotate(acts=Count("pk")).order_by("-acts", "person")[0]
    name = PersonName.objects.filter(person=busiest["person"], script="Latn").order_by("id")[0]
    arabic = PersonName.objects.filter(script="Arab").order_by("id")[0]
    people = reverse("people:list")
    return [
        (BARE, "bench-manager", "/bench/select-1/", ""),
        ("person", "bench-manager", reverse("people:person", args=[busiest["person"]]), ""),
        ("people list", "bench-manager", people, ""),
        ("name search, Latin", "bench-manager", people, name.text),
        ("name search, Arabic", "bench-manager", people, arabic.text),
        ("name search, one frequent word", "bench-manager", people, "Mamadou"),
        ("arrival list", "bench-agent", reverse("intake:waiting"), ""),
        ("home", "bench-agent", reverse("web:home"), ""),
        ("assistance figures 2024", "bench-officer", reverse("reporting:assistance", args=["2024"]), ""),
    ]


def timed(username: str, address: str, text: str, repeat: int) -> dict[str, Any]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.measure import seconds
    from musanada.access.models import User

    client = Client()
    client.force_login(User.objects.get(username=username), backend="musanada.access.backend.Accounts")

    def ask() -> None:
        response = client.post(address, {"q": text}, follow=True) if text else client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    queries = len(captured)  # now: the next request empties the log
    return {"seconds": seconds(ask, repeat=repeat, warm=0), "queries": queries}
