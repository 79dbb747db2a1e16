"""A session of 300 files: its pages, opening it, deciding every file in bulk, and its minutes.

The baseline is what the same files cost as bare rows: one UPDATE of the items and one INSERT of the decisions, without
rights, guards, journal, deadlines or encryption of what was seen.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench.measure import Line, Table, once, seconds
from bench.places import Place

BARE = "bare rows: one UPDATE and one INSERT"
LIMIT = 2.0  # seconds for opening and deciding, promised by the issue


def tables(place: Place, files: int, repeat: int) -> Iterator[Table]:
    """``place`` is an installation with nothing in it."""
    place.call("commission.prepare", files=files)
    took = place.call("commission.sitting", repeat=repeat)
    base = took.pop(BARE)
    lines = [Line(BARE, base, notes(base, files))]
    lines += [Line(name, value, notes(value, files)) for name, value in took.items()]
    decided = took["session opened"] + took["all decided in bulk"]
    promise = f"opened and decided in {decided:.2f} s, promised under {LIMIT:.0f} s"
    yield Table(f"A session of {files} files, {promise} ({place.vendor})", BARE, lines)


def notes(took: float, files: int) -> dict[str, str]:
    return {"ms": f"{took * 1000:.0f}", "ms a file": f"{took * 1000 / files:.2f}"}


# Jobs -------------------------------------------------------------------------------------------------------------


def prepare(files: int) -> None:
    """An office, its commission, a session convened with its agenda read by one member."""
    from django.utils import timezone

    from musanada.access.commands import add_unit, first_accounts, found_organisation
    from musanada.access.models import User
    from musanada.reference.queries import place_by_code
    from musanada.regularisation.commands import agenda, sessions
    from musanada.regularisation.commands.operations import found_operation
    from musanada.regularisation.commands.rules import load_rules
    from musanada.regularisation.models import AgendaItem, OperationOffice, Reading

    today = timezone.localdate()
    root = found_organisation("bench-interior", "Bench", side="state")
    office = add_unit(root, "bench-office", "Bureau", kind="office", side="state")
    names = [(f"bench-member-{n}", f"Membre {n}", "!", "commission_member") for n in range(5)]
    first_accounts(office, [("bench-secretary", "Bench", "!", "commission_secretary"), *names])
    first_accounts(root, [("bench-lead", "Bench", "!", "programme_manager")])
    load_rules()
    operation = found_operation(
        User.objects.get(username="bench-lead"),
        root,
        template="exceptional-2014",
        code="bench",
        files_from=today - timedelta(days=100),
        files_to=today + timedelta(days=60),
    )
    begins = operation.files_from
    OperationOffice.objects.create(
        operation=operation, unit=office, place=place_by_code("MA-RAB"), from_on=begins
    )
    applications = complete_files(office, operation, files)
    secretary = User.objects.get(username="bench-secretary")
    session = sessions.prepare_session(secretary, office, operation=operation, held_on=today)
    for number in range(5):
        member = User.objects.get(username=f"bench-member-{number}")
        capacity = "chair" if not number else "civil_society"
        sessions.call_member(secretary, session, user=member, capacity=capacity)
    agenda.schedule_files(secretary, session, applications)
    sessions.convene(secretary, session)
    chair = session.members.get(capacity="chair")
    items = AgendaItem.objects.filter(session=session)
    Reading.objects.bulk_create([Reading(item=one, member=chair) for one in items])


def complete_files(office: Any, operation: Any, files: int) -> list[Any]:
    """People and their complete files as rows, each with a deadline that runs and an evaluation."""
    from django.utils import timezone

    from musanada.access.models import User
    from musanada.cases.commands.clocks import follow_many
    from musanada.cases.models import Case
    from musanada.people.models import Person, PersonName
    from musanada.reference.queries import place_by_code
    from musanada.regularisation.models import Application, Claim, CriterionVersion, Evaluation

    actor, today = User.objects.get(username="bench-secretary"), timezone.localdate()
    place, filed = place_by_code("MA-RAB"), today - timedelta(days=30)
    people = [Person(sex="F", unit=office, registered_on=filed, recorded_by=actor) for _ in range(files)]
    Person.objects.bulk_create(people)
    PersonName.objects.bulk_create(
        [PersonName(person=one, text=f"Bench {number}", script="Latn") for number, one in enumerate(people)]
    )
    cases = [
        Case(
            procedure="regularisation",
            state="lodged",
            person=one,
            unit=office,
            opened_by=actor,
            opened_on=filed,
        )
        for one in people
    ]
    Case.objects.bulk_create(cases)
    follow_many([(case, "draft", filed) for case in cases])
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(state="complete")
    made = [Application(case=one, operation=operation, place=place, lodged_on=filed) for one in cases]
    Application.objects.bulk_create(made)
    version = CriterionVersion.objects.get(criterion__operation=operation, criterion__code="C5", number=1)
    Claim.objects.bulk_create([Claim(application=one, criterion=version.criterion) for one in made])
    Evaluation.objects.bulk_create(
        [Evaluation(application=one, version=version, outcome="met", by=actor) for one in made]
    )
    return made


def sitting(repeat: int) -> dict[str, float]:
    """Seconds of each act. What can be done once is done inside a savepoint that is taken back, ``repeat`` times."""
    from musanada.access.models import User
    from musanada.regularisation.minutes import minutes, paper, word
    from musanada.regularisation.models import Session

    secretary, session = User.objects.get(username="bench-secretary"), Session.objects.get()
    members = list(session.members.values_list("pk", flat=True))
    found = {BARE: undone(lambda: bare(session), repeat)}
    found |= pages(session, ("session", "session-agenda"), repeat)
    opened, decided = opening(secretary, session, members, repeat)
    found |= {"session opened": opened, "all decided in bulk": decided}
    session.refresh_from_db()
    found |= pages(session, ("session-decide",), repeat)
    decide(secretary, session)
    found["minutes, PDF"] = seconds(lambda: paper.pdf(minutes(session, "fr")), repeat=min(repeat, 3))
    found["minutes, DOCX"] = seconds(lambda: word.docx(minutes(session, "ar")), repeat=min(repeat, 3))
    return found


def opening(secretary: Any, session: Any, members: list[Any], repeat: int) -> tuple[float, float]:
    """Opened once for good; decided again and again, each time taken back."""
    from musanada.regularisation.commands import sessions

    opened, _session = once(lambda: sessions.open_session(secretary, session, present=members))
    return opened, undone(lambda: decide(secretary, session), repeat)


def decide(secretary: Any, session: Any) -> None:
    """As the page does: the files are read, their categories looked up, one opinion for all."""
    from musanada.regularisation.commands import opinions
    from musanada.regularisation.queries import sessions

    rows = list(sessions.files(secretary, session).filter(result=""))
    met = sessions.met_by(rows)
    opinions.give_opinions(secretary, session, rows, result="favourable", retained=met)


def bare(session: Any) -> None:
    from django.utils import timezone

    from musanada.regularisation.models import AgendaItem, Decision

    items = AgendaItem.objects.filter(session=session)
    now = timezone.now()
    made = [
        Decision(
            application_id=one.application_id,
            stage="first",
            result="favourable",
            on=now.date(),
            by_id=session.made_by_id,
        )
        for one in items
    ]
    items.update(result="favourable", decided_at=now)
    Decision.objects.bulk_create(made)


def undone(act: Any, repeat: int) -> float:
    """The middle of several runs, each rolled back."""
    from django.db import transaction

    class Back(Exception):
        pass

    took: list[float] = []

    def run() -> None:
        try:
            with transaction.atomic():
                took.append(once(act)[0])
                raise Back
        except Back:
            return

    for _round in range(max(repeat, 2)):
        run()
    return sorted(took)[len(took) // 2]


def pages(session: Any, names: tuple[str, ...], repeat: int) -> dict[str, float]:
    from django.test import Client, override_settings
    from django.urls import reverse

    from musanada.access.models import User

    client = Client()
    client.force_login(
        User.objects.get(username="bench-secretary"), backend="musanada.access.backend.Accounts"
    )

    def ask(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    with override_settings(ALLOWED_HOSTS=["testserver"], SECOND_FACTOR=False):
        return {
            f"page {name}": seconds(
                lambda name=name: ask(reverse(f"regularisation:{name}", args=[session.pk])),
                repeat=min(repeat, 5),
            )
            for name in names
        }
