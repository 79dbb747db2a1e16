"""Any sequence of grants, seals, emergencies and ends, against a plain model of who may read."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from musanada.access.models import User
from musanada.kit.errors import MissingRight, Refused
from musanada.people.commands import confidential as verbs
from musanada.people.models import (
    ConfidentialFile,
    NamedAccess,
)
from musanada.people.tests.test_protected.hidden import (
    EMERGENCY,
    WHY,
    account,
    focal_point,
    fresh,
    opened,
    reads,
    soon,
)
from musanada.people.tests.world import build

pytestmark = pytest.mark.django_db
WHO = ("alima", "driss", "salma", "nora")


class Model:
    """The file, and beside it a plain account of who may read: an owner, who is named, who broke the glass, a seal."""

    def __init__(self) -> None:
        self.world = build()
        self.focal = focal_point(self.world)
        self.team = {
            "alima": self.world.alima,
            "driss": self.world.driss,
            "salma": account(self.world.counter, "salma", "protection_officer"),
            "nora": account(self.world.counter, "nora", "health_focal_point"),
        }
        self.everyone = {
            **self.team,
            "maha": self.world.maha,
            "zaki": self.world.zaki,
            "nadia": self.world.nadia,
        }
        self.file = opened(self.world)
        self.owner, self.named, self.glass, self.sealed = "maha", {"maha"}, set(), False

    def try_to(self, possible: bool, action) -> bool:
        """Whether it was done, which is what the model says."""
        try:
            action()
        except (Refused, MissingRight):
            assert not possible
            return False
        assert possible
        return True

    def owning(self) -> User:
        return fresh(self.everyone[self.owner])

    def grant(self, who: str) -> None:
        possible = not self.sealed and who not in self.named
        arguments = {"user": self.team[who], "until": soon(), "reason": WHY}
        if self.try_to(possible, lambda: verbs.grant(self.owning(), self.file, **arguments)):
            self.named.add(who)

    def end(self, who: str) -> None:
        rows = NamedAccess.objects.filter(file=self.file, user=self.team[who], ended_at=None)
        possible = not self.sealed and who != self.owner
        for access in list(rows.filter(break_glass=False)):
            if self.try_to(possible, lambda one=access: verbs.end_grant(self.owning(), one)):
                self.named.discard(who)

    def seal(self, who: str) -> None:
        if self.try_to(not self.sealed, lambda: verbs.seal(self.owning(), self.file, reason=WHY)):
            self.sealed = True

    def unseal(self, who: str) -> None:
        file = ConfidentialFile.objects.get(pk=self.file.pk)
        if self.try_to(
            self.sealed, lambda: verbs.unseal(fresh(self.focal), file.unit, file=file, reason=WHY)
        ):
            self.sealed, self.named, self.glass = False, {self.owner}, set()

    def emergency(self, who: str) -> None:
        possible = not self.sealed and who not in self.named | self.glass and who in ("salma", "nora")
        arguments = {"sought": self.file.person.reference, "reason": EMERGENCY}
        actor, unit = fresh(self.team[who]), self.world.counter
        if self.try_to(possible, lambda: verbs.break_glass(actor, unit, **arguments)):
            self.glass.add(who)

    def hand_over(self, who: str) -> None:
        possible = not self.sealed and self.owner == "maha"
        if self.owner != "maha":
            return
        salma = self.team["salma"]
        if self.try_to(
            possible, lambda: verbs.hand_over_file(self.owning(), self.file, user=salma, reason=WHY)
        ):
            self.owner = "salma"
            self.named.add("salma")
            self.glass.discard("salma")

    def expire(self, who: str) -> None:
        if who == self.owner:
            return
        past = timezone.now() - timedelta(seconds=1)
        NamedAccess.objects.filter(file=self.file, user=self.team[who], ended_at=None).update(
            from_at=past - timedelta(days=1), until_at=past
        )
        self.named.discard(who)
        self.glass.discard(who)

    def agrees(self) -> None:
        expected = set() if self.sealed else self.named | self.glass
        assert {name for name, user in self.everyone.items() if reads(user, self.file.person)} == expected


class AnySequence(TestCase):
    """Opened, granted, ended, sealed, unsealed, broken, handed over, expired: who reads is what the model says."""

    @settings(max_examples=25, deadline=None)
    @given(
        steps=st.lists(
            st.tuples(
                st.sampled_from(("grant", "end", "seal", "unseal", "emergency", "hand_over", "expire")),
                st.sampled_from(WHO),
            ),
            max_size=10,
        )
    )
    def test_exactly_those_named_read(self, steps: list[tuple[str, str]]) -> None:
        model = Model()
        model.agrees()
        for verb, who in steps:
            getattr(model, verb)(who)
            model.agrees()
