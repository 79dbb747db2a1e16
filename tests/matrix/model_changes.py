"""What may be done, and what it changes: the second half of ``model``, as plain."""

from .model import EVERYTHING, EXPECTED, GROUPS, STANDING, File, Merge, Record, Shared, Sharing, Sight


class Model(Sight):
    """Verbs: ``may_…`` says whether, the verb says what becomes of it."""

    # What people said

    def says_yes(self, one: Sharing) -> bool:
        """Their last word to the sender's organisation about this receiver, or an organisation it belongs to."""
        purpose = "transfer" if one.transfer else "referral"
        people, organisation = self.cluster(one.record), self.places[one.start].path[0]
        words = []
        for answer in self.answers:
            about = answer.receiver in self.places[one.to].path and answer.purpose == purpose
            if about and answer.record in people and answer.organisation == organisation:
                words.append((answer.at, answer.yes, answer.groups))
                words += [(answer.no, False, frozenset())] if answer.no else []
        if not words:
            return False
        _at, yes, groups = max(words, key=lambda word: word[0] or 0)
        return yes and one.groups <= groups

    def hear_no(self, record: int) -> None:
        """Whatever does not stand on the person's word any more stops at once."""
        for one in self.sharings:
            going = one.state in ("sent", *STANDING) and one.record in self.cluster(record)
            if going and not self.says_yes(one):
                self.end(one, "revoked")

    # What changes who sees what

    def register(self, unit: int) -> int:
        self.records.append(Record({unit}))
        return len(self.records) - 1

    def how_known(self, user: int, unit: int, record: int) -> set[tuple[frozenset[str], int | None]]:
        """What a user who meets a person at another unit of the side brings along."""
        side = self.places[unit].side
        units = {u for u in self.reach(user, "people.find") if self.places[u].side == side}
        brought = {known for u, known in self.known(record).items() if u in units}
        whole = {known for known in brought if known[1] is None}
        return whole or brought

    def meet(self, user: int, unit: int, record: int) -> None:
        known = self.known(record)
        groups, by = known.get(unit) or next(iter(self.how_known(user, unit, record)))
        if by is None:
            self.records[record].own.add(unit)
        else:
            self.shared[record, unit] = Shared(groups, by)

    def may_meet(self, user: int, unit: int, record: int, right: str) -> bool:
        sides = {self.places[u].side for u in self.known(record)}
        found = self.opens(user, record, "people.find") and self.records[record].into is None
        rights = self.holds(user, right, unit) and self.holds(user, "people.find", unit)
        return found and rights and self.places[unit].side in sides

    def may_merge(self, user: int, kept: int, gone: int) -> bool:
        pair = (kept, gone)
        if kept == gone or any(self.records[n].into is not None for n in pair):
            return False
        if any(
            self.records[n].hidden for n in pair
        ):  # into someone hidden two people merge: see test_merging_two
            return False
        sides = [{self.places[u].side for u in self.itself(n)} for n in pair]
        units = self.reach(user, "people.merge")
        follows = all(self.opens(user, n, "people.merge") and self.itself(n) & units for n in pair)
        return follows and sides[0] == sides[1]

    def merge(self, kept: int, gone: int) -> None:
        followers = [n for n, one in enumerate(self.records) if one.into == gone]
        for number in (gone, *followers):
            self.records[number].into = kept
        for number in self.cluster(kept):
            self.records[number].hidden = self.records[kept].hidden
        self.merges.append(Merge(kept, gone, followers))

    def may_unmerge(self, user: int, merge: Merge) -> bool:
        pair = (merge.kept, merge.gone)
        if merge.undone or any(m.gone == merge.kept and not m.undone for m in self.merges):
            return False
        if any(self.records[n].hidden and not self.named(user, n) for n in pair):
            return False
        units = self.reach(user, "people.merge", "identity")
        return bool(units & self.known(merge.kept).keys())

    def unmerge(self, merge: Merge) -> None:
        """A hidden one stays hidden, under a file of their own with the same people named."""
        merge.undone = True
        self.records[merge.gone].into = None
        for number in merge.followers:
            if self.records[number].into == merge.kept:
                self.records[number].into = merge.gone
        if self.records[merge.gone].hidden:
            for file in [f for f in self.files if f.record == merge.kept and not f.closed]:
                named = {self.tick(): user for user in file.named.values()}
                self.files.append(
                    File(merge.gone, file.unit, file.owner, named, file.sealed_by, file.asked_by)
                )

    # Files that hide someone

    def may_protect(self, user: int, record: int) -> bool:
        own = any(f.record == record and f.owner == user and not f.closed for f in self.files)
        open_to = self.reads(user, record, "confidential.open", "protection", named=True)
        return open_to and not own and self.records[record].into is None

    def protect(self, user: int, record: int, unit: int) -> None:
        for number in self.cluster(record):
            self.records[number].hidden = True
        self.files.append(File(record, unit, user, {self.tick(): user}))

    def reaches(self, user: int, file: File, right: str) -> bool:
        """Named on the file, and on one of the person's, where the right is held."""
        place = self.reads(user, file.record, right, "identity", named=True)
        return place and self.named_on(user, file)

    def owns(self, user: int, file: File) -> bool:
        return file.owner == user and self.reaches(user, file, "confidential.open")

    def may_be_named(self, user: int, file: File) -> bool:
        """Works, on the file's side, where the person is known whole."""
        side = self.places[file.unit].side
        for unit, (groups, _by) in self.known(file.record).items():
            if self.places[unit].side == side and groups == EVERYTHING:
                rights = ("confidential.view", "people.view")
                if any(all(EXPECTED[r][role] for r in rights) for role in self.roles_at(user, unit)):
                    return True
        return False

    def may_name(self, owner: int, file: File, user: int) -> bool:
        free = user not in file.named.values()
        return self.owns(owner, file) and free and self.may_be_named(user, file)

    def may_unseal(self, user: int, file: File) -> bool:
        right = self.holds(user, "confidential.unseal", file.unit)
        return right and file.sealed_by is not None and file.sealed_by != user

    def unseal(self, file: File) -> None:
        file.sealed_by, file.named = None, {self.tick(): file.owner}

    def may_show_again(self, user: int, file: File) -> bool:
        asked = file.asked_by is not None and file.asked_by != user
        return asked and self.reaches(user, file, "confidential.unprotect")

    def show_again(self, file: File) -> None:
        """Unless another file hides the person."""
        file.closed, file.named = True, {}
        if not any(f.record == file.record and not f.closed for f in self.files):
            for number in self.cluster(file.record):
                self.records[number].hidden = False

    # Sharing

    def may_answer(self, user: int, one: Sharing) -> bool:
        """Somebody there, and never who sent it."""
        mine = one.addressed == user
        open_to_all = one.addressed is None and not self.records[one.record].hidden
        there = self.holds(user, "referral.answer", one.to, "services") and user != one.asked_by
        return there and (mine or open_to_all)

    def may_send(self, user: int, one: Sharing) -> bool:
        """As far as it does not depend on whether the sender still follows the person: that is asked on the day."""
        opened = self.opens(user, one.record, "referral.send")
        place = self.holds(user, "referral.send", one.start, "services")
        hidden = self.records[one.record].hidden
        fit = not hidden or (self.own_file(user, one.record) is not None and self.may_receive_hidden(one))
        return opened and place and one.start != one.to and fit and self.covered(one)

    def may_receive_hidden(self, one: Sharing) -> bool:
        """One colleague, who answers there and may be named on a file."""
        roles = set() if one.addressed is None else self.roles_at(one.addressed, one.to)
        rights = ("referral.answer", "confidential.view")
        return any(all(EXPECTED[r][role] for r in rights) and "services" in GROUPS[role] for role in roles)

    def covered(self, one: Sharing) -> bool:
        """By what the sender may give, by an agreement where data leave the organisation, by the person's word."""
        ends = (self.places[one.start].path[0], self.places[one.to].path[0])
        parts = set().union(
            *(groups for n in self.cluster(one.record) for groups in self.at(n, one.start)), frozenset()
        )
        agreed = ends[0] == ends[1] or ends in self.agreed
        return agreed and one.groups <= parts and self.says_yes(one)

    def at(self, record: int, unit: int) -> list[frozenset[str]]:
        known = self.known(record)
        return [known[unit][0]] if unit in known else []

    def may_accept(self, user: int, one: Sharing) -> bool:
        fit = not self.records[one.record].hidden or self.own_file(one.asked_by, one.record) is not None
        return one.state == "sent" and self.may_answer(user, one) and self.covered(one) and fit

    def own_file(self, owner: int, record: int) -> int | None:
        """The last open file over the person of which the user answers: only its owner names others on it."""
        root = self.canonical(record)
        found = [n for n, f in enumerate(self.files) if f.record == root and f.owner == owner]
        found = [n for n in found if not self.files[n].closed and self.files[n].sealed_by is None]
        return found[-1] if found else None

    def accept(self, user: int, one: Sharing) -> None:
        one.state, one.order = "accepted", self.tick()
        self.settle(one)
        file = self.own_file(one.asked_by, one.record)
        if self.records[one.record].hidden and file is not None:
            one.naming = (file, self.tick())
            self.files[file].named[one.naming[1]] = user

    def may_revoke(self, user: int, one: Sharing) -> bool:
        going = one.state in ("sent", *STANDING)
        place = self.holds(user, "referral.send", one.start, "services")
        hidden = self.records[one.record].hidden
        return going and place and (not hidden or self.named(user, one.record))

    def end(self, one: Sharing, state: str) -> None:
        one.state = state
        if one.naming:
            self.files[one.naming[0]].named.pop(one.naming[1], None)
        self.settle(one)

    def settle(self, about: Sharing) -> None:
        """What the receiver was given of this person, anew, from the referrals to it that stand.

        Where the person was met meanwhile by what was shared, that goes with it.
        """
        people = self.cluster(about.record)
        every = [n for n, s in enumerate(self.sharings) if s.record in people and s.to == about.to]
        given = {key for key, one in self.shared.items() if one.by in every}
        for key in given:
            del self.shared[key]
        for record in {self.sharings[n].record for n in every}:
            standing = [
                n for n in every if self.sharings[n].record == record and self.sharings[n].state in STANDING
            ]
            if standing:
                self.give(record, {u for r, u in given if r == record}, standing)

    def give(self, record: int, spread: set[int], standing: list[int]) -> None:
        standing.sort(key=lambda n: self.sharings[n].order)
        last = self.sharings[standing[-1]]
        parts = [self.sharings[n].groups for n in standing]
        for unit in spread | {last.to}:
            elsewhere = (record, unit) in self.shared and unit != last.to
            if unit not in self.records[record].own and not elsewhere:
                self.shared[record, unit] = Shared(frozenset().union(*parts), standing[-1])
