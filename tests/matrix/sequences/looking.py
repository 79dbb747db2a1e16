"""What everybody sees: lists, pages, searches, time lines, figures, against the model."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from musanada.access.doors import scoped
from musanada.access.models import AuditEntry, User
from musanada.assistance import queries as assistance
from musanada.cases.queries import referrals
from musanada.kit.facts import FACTS
from musanada.kit.timeline import TIMELINE
from musanada.linkage import queries as linkage
from musanada.people import queries as people
from musanada.people.models import (
    Contact,
    Identifier,
    LegalBasis,
    Person,
    PersonName,
)

from .register import NAMES, phone
from .sharing import Sharings

TABLES = {"identity": PersonName, "contact": Contact, "travel": Identifier, "legal": LegalBasis}


def sent_only(rows: Any) -> Any:
    return rows.exclude(state="draft")


class Country(Sharings):
    def compare(self, *, everything: bool = False) -> None:
        """Everyone's lists, pages, searches and time lines, and the figures, against the model.

        After each step some of it, another part each time; at the end everything.
        """
        turn = self.model.tick()
        for number in range(len(self.users)):
            user = self.user(number)
            self.compare_lists(user, number, everything, turn)
            several = (
                range(len(self.people)) if everything else {turn % len(self.people), len(self.people) - 1}
            )
            for record in several:
                self.compare_person(user, number, record)
        self.compare_searches(turn)
        counted = {self.number_of(row[0]) for row in FACTS["person_registered"].rows(timezone.now())}
        assert counted == self.model.counted(), "figures"

    def number_of(self, key: Any) -> int:
        return self.people.index(key)

    def compare_lists(self, user: User, number: int, everything: bool, turn: int) -> None:
        model = self.model
        listed = model.listed(number)
        assert {self.number_of(p.pk) for p in people.persons(user)} == listed, (number, "persons")
        for group in TABLES if everything else [list(TABLES)[turn % len(TABLES)]]:
            rows = scoped(user, "people.view", TABLES[group].objects.all()).values_list(
                "person_id", flat=True
            )
            assert {self.number_of(k) for k in rows} == model.rows(number, group), (number, group)
        if everything or turn % 2:
            shown = people.listing(user, people.Filters()).rows
            assert {self.number_of(p.pk) for p in shown} == listed, (number, "the page of people")
        if self.acts:
            assert {self.acts.index(one.pk) for one in assistance.acts(user)} == model.acts_seen(number)
        if self.sharings:
            assert {self.sharings.index(one.pk) for one in sent_only(referrals.outbox(user))} == model.outbox(
                number
            )
            assert {self.sharings.index(one.pk) for one in referrals.inbox(user)} == model.inbox(number)

    def compare_person(self, user: User, number: int, record: int) -> None:
        model = self.model
        root, opens = model.canonical(record), model.opens(number, record)
        lines = AuditEntry.objects.filter(verb="people.read_protected", actor=user)
        before = lines.count() if model.records[root].hidden else 0
        try:
            found = people.person(user, self.people[record])
        except Http404:
            assert not opens, (number, record, "not opened")
            return
        assert opens, (number, record, "opened")
        assert found.pk == self.people[root]
        if model.records[root].hidden:
            assert lines.count() == before + 1, "read without a line"
        if root == record:
            assert people.groups_seen(user, found) == model.parts(number, record), (number, record)
            self.compare_story(user, number, found)

    def compare_story(self, user: User, number: int, found: Person) -> None:
        of = self.model.cluster(self.number_of(found.pk))
        shown = {line.url for line in TIMELINE["assistance"](user, people.cluster(found))}
        acts = {
            assistance.address("assistance:act", self.acts[n]) for n in self.model.acts_seen(number, of=of)
        }
        assert shown == acts, (number, "time line")

    def compare_searches(self, turn: int) -> None:
        """By a whole name, a phone or a passport, of one person after another, by one account after another."""
        record, number = turn % len(self.people), turn // 3 % len(self.users)
        root = self.model.canonical(record)
        findable = self.model.listed(number, "people.find")
        sought = (
            linkage.Sought(name=f"{NAMES[record]} {NAMES[-1 - record]}"),
            linkage.Sought(phone=phone(record)),
            linkage.Sought(document=f"X44719{record:02}"),
        )[turn // 2 % 3]
        hits = {self.number_of(c.person_id) for c in linkage.look_for(self.user(number), sought)}
        assert hits <= findable, (number, sought, "found")
        assert (root in hits) == (root in findable), (number, sought, "not found")
