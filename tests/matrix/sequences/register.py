"""The register: someone entered, met again, given something, two records found to be one person."""

from django.utils import timezone

from musanada.assistance.commands import record as give_act
from musanada.assistance.drafts import ActDraft
from musanada.people import commands as people_commands
from musanada.people.drafts import BasisDraft, ContactDraft, IdentifierDraft, NameDraft, PersonDraft
from musanada.people.models import ConfidentialFile, MergeRecord

from ..model import Given
from .base import WHY, Base

BASIS = BasisDraft("consent", "2026-11", "fra", "oral")
# Words no two of which sound alike: a search for one finds nobody else.
NAMES = ("Bangoura", "Zerouali", "Wickrema", "Ndiaye", "Tchoupo", "Okonkwo", "Haile", "Qureshi", "Lopez", "Jallow",
         "Mbemba", "Yusuf", "Fernando", "Sagna", "Kiptoo", "Dembele")  # fmt: skip


def phone(number: int) -> str:
    return f"+212 6 12 34 5{number // 10} 7{number % 10}"


class Register(Base):
    """Every verb gets three numbers to choose with."""

    def register(self, a: int, b: int, c: int) -> None:
        if len(self.people) == len(NAMES):
            return
        unit, number = b % len(self.units), len(self.people)
        actor = self.someone_who(lambda u: self.model.holds(u, "people.register", unit), a)
        if not self.model.holds(actor, "people.register", unit):
            unit = self.one_of(self.model.reach(actor, "people.register"), b) or unit
        draft = PersonDraft(
            names=(NameDraft(text=f"{NAMES[number]} {NAMES[-1 - number]}"),),
            sex="F",
            contacts=(ContactDraft("phone", phone(number), "safe"),),
            identifiers=(IdentifierDraft("passport", f"X44719{number:02}"),),
        )
        may = self.model.holds(actor, "people.register", unit)
        made = self.agrees(
            "register",
            may,
            lambda: people_commands.register(self.user(actor), self.units[unit], draft=draft, basis=BASIS),
        )
        if made:
            self.model.register(unit)
            self.people.append(made.pk)

    def meet(self, a: int, b: int, c: int) -> None:
        self.come_by("people.find", "meet", a, b, c)

    def act(self, a: int, b: int, c: int) -> None:
        self.come_by("assistance.record", "act", a, b, c)

    def come_by(self, right: str, verb: str, a: int, b: int, c: int) -> None:
        """Someone comes to a unit: recognised, or given something."""
        record, unit, model = b % len(self.people), c % len(self.units), self.model
        actor = self.someone_who(lambda u: model.may_meet(u, unit, record, right), a)
        brought = model.how_known(actor, unit, record)
        if len(brought) > 1 and unit not in model.known(record):
            return  # several sharings: which one is brought along is not said
        user, person = self.user(actor), self.person(record)
        draft = ActDraft(person=person.pk, service="hygiene-kit", given_on=timezone.localdate(), quantity=1)
        root = record if verb == "meet" else model.canonical(record)
        if verb == "meet":
            made = self.agrees(
                verb,
                model.may_meet(actor, unit, root, right),
                lambda: people_commands.meet(user, self.units[unit], person=person),
            )
        else:
            made = self.agrees(
                verb,
                model.may_meet(actor, unit, root, right),
                lambda: give_act(user, self.units[unit], draft=draft, despite_repeat=True),
            )
        if made:
            model.meet(actor, unit, root)
        if made and verb == "act":
            model.acts.append(Given(root, unit))
            self.acts.append(made.pk)

    def merge(self, a: int, b: int, c: int) -> None:
        kept, gone = b % len(self.people), c % len(self.people)
        actor = self.someone_who(lambda u: self.model.may_merge(u, kept, gone), a)
        made = self.agrees(
            "merge",
            self.model.may_merge(actor, kept, gone),
            lambda: people_commands.merge(
                self.user(actor), self.person(kept), gone=self.person(gone), reason=WHY
            ),
        )
        if made:
            self.model.merge(kept, gone)
            self.merges.append(made.pk)

    def unmerge(self, a: int, b: int, c: int) -> None:
        if not self.merges:
            return
        number = b % len(self.merges)
        merge = self.model.merges[number]
        actor = self.someone_who(lambda u: self.model.may_unmerge(u, merge), a)
        record = MergeRecord.objects.get(pk=self.merges[number])
        before = set(ConfidentialFile.objects.values_list("pk", flat=True))
        if self.agrees(
            "unmerge",
            self.model.may_unmerge(actor, merge),
            lambda: people_commands.unmerge(self.user(actor), record, reason=WHY),
        ):
            self.model.unmerge(merge)
            made = ConfidentialFile.objects.exclude(pk__in=before).values_list("owner", "pk")
            of_owner = dict(made)
            for file in self.model.files[len(self.files) :]:
                self.files.append(of_owner[self.users[file.owner].pk])
