"""A place at school or in vocational training, from a day to a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.protection.commands.care import WORK, child_of, known, locked, words_of
from musanada.protection.models import Child, Known, ProtectionFile, Schooling


@dataclass(frozen=True)
class SchoolDraft:
    kind: str
    place: str
    from_on: date
    level: str = ""


@command(WORK)
def begin_schooling(
    actor: User, file: ProtectionFile, /, *, draft: SchoolDraft, pk: UUID | None = None
) -> Schooling:
    """The child has a place from that day, which may be to come (the school year). Raises: Refused, BadInput."""
    fresh = locked(file)
    if (made := known(Schooling, pk, fresh)) is not None:
        return made  # type: ignore[no-any-return]
    child = child_of(fresh)
    if draft.kind not in Schooling.Kind.values:
        raise bad("kind", _("Choisissez la sorte d'école ou de formation."))
    place = words_of(draft.place, "place", _("Écrivez l'établissement."))[:160]
    made = Schooling.objects.create(
        id=pk or new_id(),
        file=fresh,
        by=actor,
        kind=draft.kind,
        place=place,
        level=" ".join(draft.level.split())[:60],
        from_on=draft.from_on,
    )
    said(child)
    return made


@command(WORK)
def end_schooling(actor: User, one: Schooling, /, *, on: date, why: str) -> Schooling:
    """It ended, for a reason. Raises: Refused, BadInput."""
    file = locked(one.file)
    if on > timezone.localdate():
        raise bad("on", _("Cette date est dans le futur : donnez le jour où cela a fini."))
    if on < one.from_on:
        raise bad("on", _("La scolarité a commencé plus tard : vérifiez la date."))
    ended = words_of(why, "why", _("Écrivez pourquoi cela a fini : niveau achevé, départ, exclusion…"))
    if not Schooling.objects.filter(pk=one.pk, to_on=None).update(to_on=on, ended=ended):
        raise Refused(_("Cette scolarité est déjà finie : rechargez la page."), code="schooling_ended")
    said(child_of(file))
    one.refresh_from_db()
    return one


def said(child: Child) -> None:
    """Whether the child is at school today follows from the places kept here."""
    today = timezone.localdate()
    here = Schooling.objects.filter(file=child.file_id, from_on__lte=today, to_on=None).exists()
    answer = Known.YES if here else Known.NO
    if here or Schooling.objects.filter(file=child.file_id, to_on__isnull=False).exists():
        Child.objects.filter(pk=child.pk).update(in_school=answer)


say(
    {
        "protection.begin_schooling": _("Place à l'école ou en formation"),
        "protection.end_schooling": _("Fin d'une scolarité"),
    },
    kinds={"protection.schooling": _("Scolarité")},
)
