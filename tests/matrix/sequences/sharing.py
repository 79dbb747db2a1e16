"""What people say, and what goes from office to office on their word."""

from typing import Any

from musanada.cases.commands import referrals as referring
from musanada.cases.commands.referrals import ReferralDraft
from musanada.cases.models import Referral
from musanada.people.commands import consents
from musanada.people.consents import ConsentDraft
from musanada.people.models import Consent

from ..model import EVERYTHING, Answer, Sharing
from .files import Files


def groups_of(choice: int) -> frozenset[str]:
    more = (
        ("contact",),
        ("contact", "legal"),
        ("travel",),
        ("health", "services"),
        ("protection", "contact"),
        (),
    )
    return frozenset({"identity", *more[choice % len(more)]})


class Sharings(Files):
    def say(self, a: int, b: int, c: int, *, yes: bool = True, to: int | None = None, **told: Any) -> None:
        record = self.model.canonical(told.get("record", b % len(self.people)))
        model, receiver = self.model, c % len(self.units) if to is None else to
        groups, purpose = told.get("groups", groups_of(c)), told.get("purpose", "referral")

        def able(user: int) -> bool:
            opened = model.reads(user, record, "consent.record", "legal", named=True)
            return opened and bool(model.reach(user, "consent.record", "legal"))

        actor = self.someone_who(able, a)
        units = model.reach(actor, "consent.record", "legal")
        unit = told.get("unit", self.one_of(units, b) if units else 0)
        may = model.reads(actor, record, "consent.record", "legal", named=True) and unit in units
        draft = ConsentDraft(
            purpose=purpose,
            recipient=f"unit:{self.units[receiver].pk}",
            groups=tuple(sorted(groups)) if yes else (),
            means="oral" if yes else "",
            witness="Un témoin",
            notice_version="2026-11",
            reason="" if yes else "not_said",
            minor=False,
        )
        verb = consents.record_consent if yes else consents.refuse_consent
        made = self.agrees(
            "yes" if yes else "no",
            may,
            lambda: verb(self.user(actor), self.person(record), unit=self.units[unit], draft=draft),
        )
        if made:
            organisation = model.places[unit].path[0]
            model.answers.append(
                Answer(record, organisation, receiver, purpose, frozenset(groups), yes, model.tick())
            )
            self.answers.append((made.pk, unit))
            if not yes:
                model.hear_no(record)

    def refuse_it(self, a: int, b: int, c: int) -> None:
        self.say(a, b, c, yes=False)

    def take_back(self, a: int, b: int, c: int) -> None:
        standing = [n for n, one in enumerate(self.model.answers) if one.yes and one.no is None]
        number = self.one_of(standing, b)
        if number is None:
            return
        answer, (key, unit), model = self.model.answers[number], self.answers[number], self.model
        record = model.canonical(answer.record)

        def able(user: int) -> bool:
            opened = model.reads(user, record, "consent.record", "legal", named=True)
            return opened and model.holds(user, "consent.view", unit, "legal")

        actor = self.someone_who(able, a)
        consent = Consent.objects.get(pk=key)
        if self.agrees(
            "take_back",
            able(actor),
            lambda: consents.withdraw_consent(self.user(actor), self.person(record), consent=consent),
        ):
            answer.no = model.tick()
            model.hear_no(record)

    def send(self, a: int, b: int, c: int, *, transfer: bool = False) -> None:
        """Most often with the person's word asked just before, as it is done."""
        model, record = self.model, self.model.canonical(b % len(self.people))
        start = self.one_of(model.known(record), a)
        if start is None:
            return
        to = self.receiver(start, b, c)
        groups = EVERYTHING if transfer else groups_of(c)
        purpose = "transfer" if transfer else "referral"
        if c % 5:
            self.say(a, b, c, to=to, record=record, unit=start, groups=groups, purpose=purpose)
        hidden = model.records[record].hidden
        wanted = Sharing(record, start, to, groups, transfer, None)
        answering = self.someone_who(lambda u: model.holds(u, "referral.answer", to, "services"), c)
        wanted.addressed = answering if hidden or c % 3 == 0 else None
        actor = self.someone_who(lambda u: model.may_send(u, wanted), a)
        draft = ReferralDraft(
            "transfer" if transfer else "referral",
            self.units[start],
            "shelter",
            tuple(groups),
            to_unit=self.units[to],
            to_user=None if wanted.addressed is None else self.users[wanted.addressed],
        )

        def go() -> Any:
            user = self.user(actor)
            return referring.send(user, referring.draft(user, self.person(record), draft=draft))

        made = self.agrees(
            "transfer" if transfer else "send", model.may_send(actor, wanted), go, exactly=False
        )
        if made:
            wanted.asked_by = actor
            model.sharings.append(wanted)
            self.sharings.append(made.pk)
            if c % 4:
                self.accept(a, len(self.sharings) - 1, c)

    def receiver(self, start: int, b: int, c: int) -> int:
        """Most often an office where someone answers and to which data may go."""
        every, model = range(len(self.units)), self.model
        answered = {
            u
            for u in every
            for n in range(len(self.users))
            if model.holds(n, "referral.answer", u, "services")
        }
        ends = {u: (model.places[start].path[0], model.places[u].path[0]) for u in every}
        open_to = {u for u in answered - {start} if len(set(ends[u])) == 1 or ends[u] in model.agreed}
        to = self.one_of(open_to if c % 6 else every, b + c)
        return to if to is not None else c % len(self.units)

    def transfer(self, a: int, b: int, c: int) -> None:
        self.send(a, b, c, transfer=True)

    def sharing(self, choice: int) -> tuple[Sharing, Referral] | None:
        if not self.sharings:
            return None
        number = choice % len(self.sharings)
        rows = Referral.objects.select_related("person__merged_into", "from_unit", "to_unit", "to_user")
        return self.model.sharings[number], rows.get(pk=self.sharings[number])

    def accept(self, a: int, b: int, c: int) -> None:
        if (found := self.sharing(b)) is None:
            return
        one, row = found
        actor = self.someone_who(lambda u: self.model.may_accept(u, one), a)
        may = self.model.may_accept(actor, one)
        if self.agrees("accept", may, lambda: referring.accept(self.user(actor), row), exactly=False):
            self.model.accept(actor, one)

    def step_of_receiver(self, verb: str, a: int, b: int, state: tuple[str, str], **said: str) -> None:
        if (found := self.sharing(b)) is None:
            return
        one, row = found

        def able(user: int) -> bool:
            return one.state == state[0] and self.model.may_answer(user, one)

        actor = self.someone_who(able, a)
        if self.agrees(verb, able(actor), lambda: getattr(referring, verb)(self.user(actor), row, **said)):
            if state[1] == "closed":
                self.model.end(one, "closed")
            else:
                one.state = state[1]

    def decline(self, a: int, b: int, c: int) -> None:
        self.step_of_receiver("refuse", a, b, ("sent", "refused"), reason="no_place")

    def finish(self, a: int, b: int, c: int) -> None:
        self.step_of_receiver("finish", a, b, ("accepted", "done"), outcome="given")

    def close(self, a: int, b: int, c: int) -> None:
        self.step_of_receiver("close", a, b, ("accepted", "closed"), outcome="no_show")

    def revoke(self, a: int, b: int, c: int) -> None:
        if (found := self.sharing(b)) is None:
            return
        one, row = found
        actor = self.someone_who(lambda u: self.model.may_revoke(u, one), a)
        may = self.model.may_revoke(actor, one)
        if self.agrees("revoke", may, lambda: referring.revoke(self.user(actor), row)):
            self.model.end(one, "revoked")
