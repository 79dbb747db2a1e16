"""A random country: units, accounts, and how a verb is tried."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from musanada.access.commands import add_unit, found_organisation, hold
from musanada.access.models import RoleHolding, Unit, User
from musanada.kit.errors import Problem
from musanada.partners.models import Agreement, Partner
from musanada.people.models import Person

from ..model import Place
from ..model_changes import Model

WHY = "raison suffisante pour un essai"
SIDES = ("humanitarian", "humanitarian", "health", "state")
ROLES = ("case_manager", "protection_officer", "agent", "health_focal_point", "travel_officer", "shelter_manager",
         "programme_manager", "data_protection", "mne_officer", "administrator")  # fmt: skip


class Base:
    """The application and its model, side by side. A verb tries the same in both, and both must agree."""

    def __init__(self, parents: Iterable[int], staff: Iterable[tuple[int, int]]) -> None:
        self.model, self.done = Model(), Counter[str]()
        self.units: list[Unit] = []
        self.users: list[User] = []
        self.people: list[Any] = []  # keys of the persons, of the model's records
        self.files: list[Any] = []
        self.merges: list[Any] = []
        self.sharings: list[Any] = []
        self.answers: list[Any] = []
        self.acts: list[Any] = []
        self.found(parents)
        for number, (role, unit) in enumerate(staff):
            self.users.append(User.objects.create(username=f"u{number}", display_name=f"U{number}"))
            self.model.roles.append({})
            self.give_role(number, role, unit)

    def found(self, parents: Iterable[int]) -> None:
        """Four organisations, two of them on one side, and offices under any unit that is there by then."""
        for number, side in enumerate(SIDES):
            self.units.append(found_organisation(f"o{number}", f"Organisation {number}", side=side))
            self.model.places.append(Place((number,), side))
        for number, parent in enumerate(parents):
            above = parent % len(self.units)
            place = self.model.places[above]
            new = len(self.units)
            unit = add_unit(
                self.units[above], f"b{number}", f"Bureau {number}", kind="office", side=place.side
            )
            self.units.append(unit)
            self.model.places.append(Place((*place.path, new), place.side))
        for to in (1, 2, 3):
            self.agree(0, to)

    def agree(self, start: int, to: int) -> None:
        values = {
            "kind": "association",
            "side": SIDES[to],
            "kept_by": self.units[start],
            "unit": self.units[to],
        }
        partner = Partner.objects.create(code=f"P-{start}-{to}", name_fr=f"Partenaire {to}", **values)
        since = timezone.localdate() - timedelta(days=30)
        Agreement.objects.create(
            partner=partner, reference=f"A-{start}-{to}", kind="data_sharing", in_force_from=since
        )
        self.model.agreed.add((start, to))

    # Naming things

    def user(self, number: int) -> User:
        """As a new request has it: nothing read before."""
        return User.objects.get(pk=self.users[number].pk)

    def person(self, number: int) -> Person:
        return Person.objects.get(pk=self.people[number])

    def one_of(self, things: Iterable[int], choice: int) -> int | None:
        every = sorted(things)
        return every[choice % len(every)] if every else None

    def someone_who(self, can: Callable[[int], bool], choice: int) -> int:
        """Most often one who may, else anybody: a refusal is as good a step."""
        able = [n for n in range(len(self.users)) if can(n)]
        if able and choice % 4:
            return able[choice % len(able)]
        return choice % len(self.users)

    def agrees(self, verb: str, may: bool, act: Callable[[], Any], *, exactly: bool = True) -> Any:
        """What the application did; None where it refused. It never does what the model forbids."""
        try:
            with transaction.atomic():
                made = act()
        except Problem as refusal:
            assert not (may and exactly), f"{verb} refused: {refusal}"
            return None
        assert may, f"{verb} was done"
        self.done[verb] += 1
        return made if made is not None else True

    def give_role(self, a: int, b: int, c: int = 0) -> None:
        user, role, unit = a % len(self.users), ROLES[b % len(ROLES)], c % len(self.units)
        holding = hold(self.users[user], self.units[unit], role)
        self.model.roles[user][holding.pk] = (role, unit)

    def end_role(self, a: int, b: int, c: int) -> None:
        user = a % len(self.users)
        held = list(self.model.roles[user])
        if len(held) > 1:
            RoleHolding.objects.filter(pk=held[b % len(held)]).update(
                to_on=timezone.localdate(), from_on=timezone.localdate() - timedelta(days=9)
            )
            del self.model.roles[user][held[b % len(held)]]
            self.done["end_role"] += 1
