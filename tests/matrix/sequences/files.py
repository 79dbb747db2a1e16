"""Protected files: opened, others named, sealed, closed by two."""

from datetime import timedelta

from django.utils import timezone

from musanada.people.commands import confidential
from musanada.people.models import ConfidentialFile, NamedAccess

from ..model import File
from .base import WHY
from .register import Register


class Files(Register):
    def protect(self, a: int, b: int, c: int) -> None:
        record = b % len(self.people)
        actor = self.someone_who(lambda u: self.model.may_protect(u, record), a)
        made = self.agrees(
            "protect",
            self.model.may_protect(actor, record),
            lambda: confidential.open_file(
                self.user(actor), self.person(record), subject="child", hides_person=True, reason=WHY
            ),
        )
        if made:
            unit = next(n for n, one in enumerate(self.units) if one.pk == made.unit_id)
            self.model.protect(actor, record, unit)
            self.files.append(made.pk)

    def file(self, choice: int) -> tuple[File, ConfidentialFile] | None:
        if not self.files:
            return None
        number = choice % len(self.files)
        return self.model.files[number], ConfidentialFile.objects.get(pk=self.files[number])

    def name(self, a: int, b: int, c: int) -> None:
        if (found := self.file(b)) is None:
            return
        file, row = found
        owner = self.someone_who(lambda u: self.model.owns(u, file), a)
        user = self.someone_who(lambda u: self.model.may_name(owner, file, u), c)
        until = timezone.now() + timedelta(days=30)
        if self.agrees(
            "name",
            self.model.may_name(owner, file, user),
            lambda: confidential.grant(self.user(owner), row, user=self.user(user), until=until, reason=WHY),
        ):
            file.named[self.model.tick()] = user

    def unname(self, a: int, b: int, c: int) -> None:
        if (found := self.file(b)) is None or not found[0].named:
            return
        file, row = found
        naming = sorted(file.named)[c % len(file.named)]
        user = file.named[naming]
        twice = [n for n in sorted(file.named) if file.named[n] == user]
        rows = NamedAccess.objects.filter(file=row, user=self.users[user], ended_at=None).order_by("from_at")
        actor = self.someone_who(lambda u: self.model.owns(u, file), a)
        may = self.model.owns(actor, file) and user != file.owner
        access = rows[twice.index(naming)]
        if self.agrees("unname", may, lambda: confidential.end_grant(self.user(actor), access)):
            del file.named[naming]

    def seal(self, a: int, b: int, c: int) -> None:
        if (found := self.file(b)) is None:
            return
        file, row = found
        actor = self.someone_who(lambda u: self.model.owns(u, file), a)
        may = self.model.owns(actor, file)
        if self.agrees("seal", may, lambda: confidential.seal(self.user(actor), row, reason=WHY)):
            file.sealed_by = actor

    def unseal(self, a: int, b: int, c: int) -> None:
        if (found := self.file(b)) is None:
            return
        file, row = found
        actor = self.someone_who(lambda u: self.model.may_unseal(u, file), a)
        unit = self.units[file.unit]
        may = self.model.may_unseal(actor, file)
        if self.agrees(
            "unseal", may, lambda: confidential.unseal(self.user(actor), unit, file=row, reason=WHY)
        ):
            self.model.unseal(file)

    def ask_close(self, a: int, b: int, c: int) -> None:
        if (found := self.file(b)) is None:
            return
        file, row = found
        actor = self.someone_who(lambda u: self.model.owns(u, file), a)
        may = self.model.owns(actor, file)
        if self.agrees("ask_close", may, lambda: confidential.close_file(self.user(actor), row, reason=WHY)):
            file.asked_by = actor

    def show_again(self, a: int, b: int, c: int) -> None:
        if (found := self.file(b)) is None:
            return
        file, row = found
        actor = self.someone_who(lambda u: self.model.may_show_again(u, file), a)
        may = self.model.may_show_again(actor, file)
        if self.agrees("show_again", may, lambda: confidential.unprotect(self.user(actor), row, reason=WHY)):
            self.model.show_again(file)
