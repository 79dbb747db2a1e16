"""The numbers that an administrator sets: each rule as it holds today, what comes, what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import units_for
from musanada.access.models import Unit, User
from musanada.kit.errors import Sentence
from musanada.protection.models import ProtectionRule
from musanada.protection.rules import shipped

SET = "protection.rules"
# Where a rule stands on its page, by how its code begins.
PARTS: tuple[tuple[Sentence, tuple[str, ...]], ...] = (
    (_("Âges"), ("critical", "adult", "transition")),
    (_("Risque et intérêt supérieur"), ("risk", "bia", "bid", "told", "panel", "exception")),
    (_("Suivi et clôture"), ("guardian", "tracing", "follow", "lost", "closing")),
    (_("Victimes de la traite"), ("reflection", "nrm", "safety", "return")),
)
OTHER = _("Autres")


@dataclass(frozen=True)
class Shown:
    """A rule by its code: the row in force, those to come, those that were."""

    code: str
    now: ProtectionRule | None
    coming: Sequence[ProtectionRule]
    past: Sequence[ProtectionRule]

    @property
    def named(self) -> ProtectionRule:
        return self.now or [*self.coming, *self.past][0]


def shown() -> list[tuple[Sentence, list[Shown]]]:
    """By part, in the order they were shipped."""
    today = timezone.localdate()
    order = [row["code"] for row in shipped()["rules"]]
    rows = ProtectionRule.objects.order_by("code", "-valid_from")
    found = [one_of(code, list(group), today) for code, group in groupby(rows, key=lambda row: row.code)]
    found.sort(key=lambda one: order.index(one.code) if one.code in order else len(order))
    labels = [label for label, _prefixes in PARTS] + [OTHER]
    parts = [(label, [one for one in found if part_of(one.code) == label]) for label in labels]
    return [(label, rules) for label, rules in parts if rules]


def one_of(code: str, rows: list[ProtectionRule], today: date) -> Shown:
    """``rows`` with the latest first."""
    begun = [row for row in rows if row.valid_from <= today]
    now = next((row for row in begun if row.valid_to is None or row.valid_to > today), None)
    coming = [row for row in rows if row.valid_from > today]
    return Shown(code, now, coming, [row for row in begun if row is not now])


def part_of(code: str) -> Sentence:
    first = code.partition("_")[0]
    return next((label for label, prefixes in PARTS if first in prefixes), OTHER)


def rule(code: str) -> ProtectionRule:
    """The latest row of a code, to be followed by another. Raises: Http404."""
    found = ProtectionRule.objects.filter(code=code).order_by("-valid_from").first()
    if found is None:
        raise Http404
    return found


def place(actor: User) -> Unit:
    """Where the right is held: the rules are the installation's, the journal wants a place."""
    found = units_for(actor, SET).order_by("path").first()
    if found is None:
        raise Http404
    return found
