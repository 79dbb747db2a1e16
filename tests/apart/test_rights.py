"""The table of rights is complete, and it is what the doors enforce: cell by cell, in its place and no other."""

import argparse
import csv
import io
from types import SimpleNamespace

import pytest

from musanada.access.cli import show_matrix
from musanada.access.commands import add_unit, found_organisation, hold, system_user
from musanada.access.doors import command, holdings_of, holds, may
from musanada.access.models import AuditEntry, User
from musanada.access.rights import RIGHTS
from musanada.access.roles import EVERY_GROUP, GROUPS_OF, Role
from musanada.intake.models import Arrival
from musanada.kit.errors import MissingRight
from musanada.people.models import Person, Presence
from tests.matrix.table import EXPECTED, ROLES, TABLE, column, table

PEOPLE = [role for role in ROLES if role != Role.CONSOLE]
NOTHING = dict.fromkeys(EXPECTED, False)


def test_every_right_has_a_row():
    assert sorted(RIGHTS) == sorted(EXPECTED)


def test_every_role_has_a_column():
    assert sorted(ROLES) == sorted(Role.values)


def test_matrix_command_prints_the_same(capsys):
    show_matrix(argparse.Namespace(format="csv"), None)
    printed: dict[str, dict[str, bool]] = {}
    for row in csv.DictReader(io.StringIO(capsys.readouterr().out)):
        printed.setdefault(row["right"], {})[row["role"]] = row["allowed"] == "yes"
    assert printed == EXPECTED


@pytest.mark.parametrize(
    "text",
    ["right agent\na.b yes\na.b no", "right agent auditor\na.b yes", "right agent\na.b perhaps"],
    ids=["twice", "short", "word"],
)
def test_a_careless_table_is_refused(text):
    with pytest.raises(ValueError, match=r"a\.b"):
        table(text)


def test_the_table_is_set_for_reading():
    """Every cell stands under its role."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    starts = [lines[0].index(role) for role in ROLES]
    assert not [line for line in lines if any(line[at - 1] != " " or line[at] == " " for at in starts)]


@pytest.fixture
def places(db):
    """An organisation with two offices and a team in the first; an arrival and a person at each."""
    root = found_organisation("mission", "Mission", side="humanitarian")
    office = add_unit(root, "oujda", "Oujda", kind="office", side=root.side)
    team = add_unit(office, "guichet", "Guichet", kind="team", side=root.side)
    sibling = add_unit(root, "rabat", "Rabat", kind="office", side=root.side)
    other = found_organisation("ministere", "Ministère", side="state")
    clerk = User.objects.create(username="clerk", display_name="Clerk")
    return SimpleNamespace(
        root=records(root, clerk),
        office=records(office, clerk),
        team=records(team, clerk),
        sibling=records(sibling, clerk),
        other=records(other, clerk),
    )


def records(unit, clerk):
    """One record for each way a record has its place: being it, standing at it, being known there."""
    person = Person.objects.create(unit=unit, recorded_by=clerk)
    Presence.objects.create(person=person, unit=unit)
    arrival = Arrival.objects.create(unit=unit, number=1, opened_by=clerk)
    return SimpleNamespace(unit=unit, all=(unit, arrival, person))


def holder(unit, role):
    """Someone who holds that role there and nothing else."""
    user = User.objects.create(username=role, display_name=role)
    hold(user, unit, role)
    return user


def enforced(actor, place):
    """What the doors say of one place: every kind of record gives the same answer to whoever reaches that part of a
    file, and none to the others."""
    reached = {group for role, _path in holdings_of(actor) for group in GROUPS_OF[role]} | (
        EVERY_GROUP if actor.is_system else set()
    )
    open_to = [r for r in place.all if getattr(r, "GROUP", "") in {"", *reached}]
    closed = [r for r in place.all if r not in open_to]
    assert not [right for right in EXPECTED for record in closed if may(actor, right, record)]
    answers = {right: {may(actor, right, record) for record in open_to} for right in EXPECTED}
    assert not [right for right, said in answers.items() if len(said) > 1]
    return {right: said.pop() for right, said in answers.items()}


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_carries_its_column_at_its_unit_and_below(places, role):
    actor = holder(places.office.unit, role)
    assert {right: holds(actor, right) for right in EXPECTED} == column(role)
    assert enforced(actor, places.office) == column(role)
    assert enforced(actor, places.team) == column(role)


@pytest.mark.parametrize("role", PEOPLE)
def test_a_role_carries_nothing_beside_above_or_on_another_side(places, role):
    actor = holder(places.office.unit, role)
    assert enforced(actor, places.sibling) == NOTHING
    assert enforced(actor, places.root) == NOTHING
    assert enforced(actor, places.other) == NOTHING


@pytest.mark.parametrize("role", PEOPLE)
def test_a_closed_account_carries_nothing(places, role):
    actor = holder(places.office.unit, role)
    actor.is_active = False
    assert {right: holds(actor, right) for right in EXPECTED} == NOTHING
    assert enforced(actor, places.office) == NOTHING


def test_the_console_carries_its_column_everywhere(places):
    console = system_user()
    for place in (places.root, places.office, places.sibling, places.other):
        assert enforced(console, place) == column(Role.CONSOLE)


@pytest.mark.parametrize("right", sorted(EXPECTED))
def test_a_command_under_the_right_runs_for_its_roles_only(places, right):
    """The door itself: what it lets through, what it names as missing, and a line in the journal for each."""

    @command(right, verb="test.probe")
    def probe(actor, unit):
        return None

    for role in PEOPLE:
        actor = holder(places.office.unit, role)
        if EXPECTED[right][role]:
            probe(actor, places.office.unit)
        else:
            with pytest.raises(MissingRight) as refusal:
                probe(actor, places.office.unit)
            assert refusal.value.right == right
    outcomes = dict(AuditEntry.objects.filter(verb="test.probe").values_list("actor__username", "outcome"))
    assert outcomes == {role: "done" if EXPECTED[right][role] else "denied" for role in PEOPLE}
