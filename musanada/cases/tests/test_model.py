"""Any sequence of sending, answering, ending, withdrawing and merging shows the receiver what a plain model says."""

import hypothesis.strategies as st
import pytest
from django.http import Http404
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from musanada.cases.commands import referrals as commands
from musanada.cases.models import Referral
from musanada.cases.tests import world as w
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import MissingRight, Problem
from musanada.people.models import Person, Presence
from musanada.people.queries import person as find_person
from musanada.people.queries.register import groups_seen

ALL = frozenset(FieldGroup.values)
PARTS = ("contact", "travel", "legal", "money")
SEEN_BY_CASE_MANAGER = ALL - {"health"}
VERBS = ("agree", "send", "transfer", "accept", "refuse", "finish", "close", "revoke", "withdraw", "retry")
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 3),
        st.sets(st.sampled_from(PARTS)).map(lambda s: tuple(sorted({*s, "identity"}))),
    ),
    max_size=14,
)


class Model:
    """What a person with a pencil would keep: the last consent of each purpose, and each referral's state and groups."""

    def __init__(self) -> None:
        self.consent: dict[str, frozenset[str] | None] = {"referral": None, "transfer": None}
        self.rows: list[dict] = []

    def covers(self, purpose: str, groups: frozenset[str]) -> bool:
        given = self.consent[purpose]
        return given is not None and groups <= given

    def recheck(self, purpose: str) -> None:
        for row in self.rows:
            live = row["state"] in ("sent", "accepted", "done")
            if live and row["purpose"] == purpose and not self.covers(purpose, row["groups"]):
                row["state"] = "revoked"

    def seen(self) -> frozenset[str] | None:
        """The receiver's groups; None: does not find the person."""
        active = [r for r in self.rows if r["state"] in ("accepted", "done")]
        if not active:
            return None
        if any(r["purpose"] == "transfer" for r in active):
            return ALL
        return frozenset().union(*(r["groups"] for r in active))


class Machine:
    """The real thing beside the model."""

    def __init__(self) -> None:
        self.world = w.build()
        self.model = Model()
        self.real: list[Referral] = []
        self.consents: dict[str, object] = {}

    def follows(self) -> bool:
        return Presence.objects.filter(person=self.world.person, unit=self.world.rabat, to_on=None).exists()

    def agree(self, n: int, groups: tuple[str, ...]) -> None:
        purpose = "transfer" if n == 3 else "referral"
        given = tuple(ALL) if purpose == "transfer" else groups
        self.consents[purpose] = w.agrees(self.world, self.world.oujda, *given, purpose=purpose)
        self.model.consent[purpose] = frozenset(given)

    def withdraw(self, n: int, groups: tuple[str, ...]) -> None:
        purpose = "transfer" if n == 3 else "referral"
        if self.consents.get(purpose):
            w.takes_back(self.world, self.consents.pop(purpose))
            self.model.consent[purpose] = None
            self.model.recheck(purpose)

    def send(self, n: int, groups: tuple[str, ...], kind: str = "referral") -> None:
        purpose = "transfer" if kind == "transfer" else "referral"
        wanted = ALL if kind == "transfer" else frozenset(groups)
        expected = self.model.covers(purpose, wanted) and self.follows()
        try:
            one = w.sent(self.world, self.world.oujda, *groups, kind=kind)
        except Problem:
            assert not expected
            return
        assert expected
        self.real.append(one)
        self.model.rows.append({"state": "sent", "purpose": purpose, "groups": wanted})

    def transfer(self, n: int, groups: tuple[str, ...]) -> None:
        self.send(n, groups, "transfer")

    def step(self, n: int, name: str, allowed: tuple[str, ...], after: str, **values: str) -> None:
        if n >= len(self.real):
            return
        row, actor = self.model.rows[n], self.world.zaki if name != "revoke" else self.world.maha
        one = Referral.objects.get(pk=self.real[n].pk)
        expected = row["state"] in allowed
        if name == "accept":
            expected = expected and self.model.covers(row["purpose"], row["groups"]) and self.follows()
        try:
            getattr(commands, name)(actor, one, **values)
        except Problem:
            assert not expected, name
            return
        assert expected, name
        row["state"] = after

    def accept(self, n: int, groups: tuple[str, ...]) -> None:
        self.step(n, "accept", ("sent",), "accepted")

    def refuse(self, n: int, groups: tuple[str, ...]) -> None:
        self.step(n, "refuse", ("sent",), "refused", reason="no_place")

    def finish(self, n: int, groups: tuple[str, ...]) -> None:
        self.step(n, "finish", ("accepted",), "done", outcome="given")

    def close(self, n: int, groups: tuple[str, ...]) -> None:
        self.step(n, "close", ("accepted",), "closed", outcome="no_show")

    def revoke(self, n: int, groups: tuple[str, ...]) -> None:
        self.step(n, "revoke", ("sent", "accepted", "done"), "revoked")

    def retry(self, n: int, groups: tuple[str, ...]) -> None:
        """Everybody else tries every step: nothing changes."""
        if n >= len(self.real):
            return
        one = Referral.objects.get(pk=self.real[n].pk)
        for stranger in (self.world.salma, self.world.hind, self.world.hamid, self.world.zineb):
            with pytest.raises(MissingRight):
                commands.accept(stranger, one)
            with pytest.raises(MissingRight):
                commands.revoke(stranger, one)

    def check(self) -> None:
        expected = self.model.seen()
        person = Person.objects.get(pk=self.world.person.pk)
        try:
            find_person(self.world.zaki, person.pk)
            found = groups_seen(self.world.zaki, person)
        except Http404:
            found = None
        assert found == (None if expected is None else expected & SEEN_BY_CASE_MANAGER)
        assert [Referral.objects.get(pk=r.pk).state for r in self.real] == [
            r["state"] for r in self.model.rows
        ]
        for stranger in (self.world.salma, self.world.hind, self.world.hamid):
            with pytest.raises(Http404):
                find_person(stranger, person.pk)
        assert find_person(self.world.maha, person.pk) == person


class AnySequence(TestCase):
    @given(ACTIONS)
    @settings(max_examples=40)
    def test_receiver_sees_what_the_model_says(self, actions):
        machine = Machine()
        for verb, n, groups in actions:
            getattr(machine, verb)(n, groups)
            machine.check()

    def test_the_model_was_not_idle(self):
        """The same machine on a way that goes through everything: equal is not both nothing."""
        machine = Machine()
        way = [
            ("agree", 0, ("contact", "identity", "travel")),
            ("send", 0, ("contact", "identity")),
            ("accept", 0, ()),
            ("send", 0, ("identity", "travel")),
            ("accept", 1, ()),
            ("agree", 3, ()),
            ("transfer", 0, ("identity",)),
            ("accept", 2, ()),
        ]
        for verb, n, groups in way:
            getattr(machine, verb)(n, groups)
            machine.check()
        assert machine.model.seen() == ALL
        for verb, n, groups in [("withdraw", 3, ()), ("revoke", 0, ()), ("withdraw", 0, ())]:
            getattr(machine, verb)(n, groups)
            machine.check()
        assert machine.model.seen() is None
