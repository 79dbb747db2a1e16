"""Best interests determinations of one child, read by those named on the file."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.people.models import NamedAccess
from musanada.protection.models import Determination, Option, ProtectionFile, TravelException

MANAGE, SIT = "bid.manage", "bid.sit"
S = Determination.State
OPEN = (S.DRAFT, S.REVIEW, S.SEALED, S.SCHEDULED)
STANDING = (S.DECIDED, S.IMPLEMENTED)
SHAPES = {
    S.DRAFT: "open",
    S.REVIEW: "wait",
    S.SEALED: "open",
    S.SCHEDULED: "wait",
    S.DECIDED: "done",
    S.IMPLEMENTED: "done",
    S.REOPENED: "void",
    S.DROPPED: "void",
}
LINE: tuple[tuple[str, Sentence], ...] = (
    (S.DRAFT, _("Rapport")),
    (S.REVIEW, _("Relecture")),
    (S.SEALED, _("Dossier scellé")),
    (S.SCHEDULED, _("Panel")),
    (S.DECIDED, _("Décision")),
    (S.IMPLEMENTED, _("Mise en œuvre")),
)


@dataclass(frozen=True)
class Line:
    """One stage of the strip."""

    label: Sentence
    state: str
    note: Any = ""


def determinations(file: ProtectionFile) -> list[Determination]:
    rows = Determination.objects.filter(file=file).select_related("officer", "reviewer", "country", "told_by")
    return list(rows.order_by("-opened_on", "-id"))


def current(file: ProtectionFile) -> Determination | None:
    """The one that pages act on: the last that nobody gave up."""
    return next((one for one in determinations(file) if one.state != S.DROPPED), None)


def open_one(file: ProtectionFile) -> Determination | None:
    return Determination.objects.filter(file=file, state__in=OPEN).first()


def determination(file: ProtectionFile, pk: object) -> Determination:
    """One of this very file. Raises: Http404."""
    found = next((one for one in determinations(file) if str(one.pk) == str(pk)), None)
    if found is None:
        raise Http404
    return found


def options(bid: Determination) -> QuerySet[Option]:
    return bid.options.select_related("country").order_by("recorded_at", "id")


def option_of(paper: Any, pk: object) -> Option:
    """Raises: Http404."""
    found: Option | None = paper.options.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def strip(bid: Determination) -> list[Line]:
    """The stages, with the day of what is done. A determination taken up again or given up stands where it stopped."""
    order = [code for code, _label in LINE]
    here = order.index(bid.state) if bid.state in order else stopped_at(bid)
    days = {
        S.REVIEW: bid.reviewed_on,
        S.SEALED: timezone.localdate(bid.sealed_at) if bid.sealed_at else None,
        S.DECIDED: bid.decided_on,
        S.IMPLEMENTED: bid.implemented_on,
    }
    lines = []
    for n, (code, label) in enumerate(LINE):
        reached = n < here or (n == here and code in (S.DECIDED, S.IMPLEMENTED))
        state = "done" if reached else "here" if n == here else "next"
        lines.append(Line(label, state, days.get(S(code)) if reached else ""))
    return lines


def stopped_at(bid: Determination) -> int:
    if bid.implemented_on:
        return 5
    if bid.decided_on:
        return 4
    return 2 if bid.sealed_at else 1 if bid.reviewer_id else 0


def tellers(file: ProtectionFile) -> list[tuple[str, str]]:
    """Who may have told the child, and who may follow the decision: those named on the file now."""
    named = NamedAccess.objects.filter(
        file=file.secret_id, ended_at=None, until_at__gt=timezone.now(), break_glass=False
    )
    rows = named.select_related("user").order_by("user__display_name")
    return list({str(one.user_id): (str(one.user_id), str(one.user)) for one in rows}.values())


def teller(file: ProtectionFile, pk: str, actor: User) -> User:
    """The account chosen among ``tellers``. Raises: Http404."""
    if not pk:
        return actor
    if pk not in dict(tellers(file)):
        raise Http404
    return User.objects.get(pk=pk)


def exceptions(file: ProtectionFile) -> list[TravelException]:
    rows = TravelException.objects.filter(file=file).select_related("asked_by", "answered_by")
    return list(rows.order_by("-asked_on", "-id"))


def exception(file: ProtectionFile, pk: object) -> TravelException:
    """One of this very file. Raises: Http404."""
    found = next((one for one in exceptions(file) if str(one.pk) == str(pk)), None)
    if found is None:
        raise Http404
    return found


def over(one: TravelException, day: date | None = None) -> bool:
    return one.until_on < (day or timezone.localdate())
