"""What a person may be asked to agree to, to whom, and what is done when they take it back.

The purposes are data, in one place: a purpose that is not here cannot be agreed to, and none covers another (IOM
principle 2: reuse for a new purpose needs a new consent). A recipient is a stable word: ``unit:<uuid>``,
``partner:<uuid>``, ``side:state`` for every State authority, or "" for whoever the notice speaks of in general. A State
authority is never in the general answer: it is named, or ``side:state`` is.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit
from musanada.kit.choices import Answer, FieldGroup, Side
from musanada.kit.errors import Sentence
from musanada.kit.ids import new_id
from musanada.kit.registry import Registry
from musanada.partners.models import Partner

ADULT = 18
CAN_ASSENT = 6  # from this age on a child is asked, whatever the guardian says
OVERRIDE_HOURS = 72
LONGEST_OTHER_BASIS = 365  # days: another basis than consent is looked at again at least once a year
REVIEW_HOURS = 72
STATE = "side:state"


@dataclass(frozen=True)
class Purpose:
    """``recipient``: none is asked, one may be named, or one must be. ``groups``: parts of the file are agreed to."""

    code: str
    label: Sentence
    recipient: str = "none"  # none, may, must
    groups: bool = False
    days: int | None = 365  # how long an agreement holds unless said otherwise


PURPOSES: Registry[Purpose] = Registry("purpose")
for one in (
    Purpose("assistance", _("Suivi et aide dans la durée")),
    Purpose("referral", _("Orientation vers un autre service"), recipient="may", groups=True),
    Purpose("transfer", _("Transfert du dossier"), recipient="must", groups=True),
    Purpose("survey", _("Enquête")),
    Purpose("export", _("Remise d'une liste nominative"), recipient="may", groups=True),
    Purpose("photo_voice", _("Photo, film ou voix")),
    Purpose("after_return", _("Contact après le retour"), days=730),
):
    PURPOSES.add(one.code, one)

PURPOSE_CHOICES = [(p.code, p.label) for p in PURPOSES.values()]
WITHOUT_RECIPIENT = tuple(p.code for p in PURPOSES.values() if p.recipient == "none")
WITH_A_NAMED_RECIPIENT = tuple(p.code for p in PURPOSES.values() if p.recipient == "must")
WITH_GROUPS = tuple(p.code for p in PURPOSES.values() if p.groups)


@dataclass(frozen=True)
class Recipient:
    """Who would receive, as found in the register of units and partners. ``names`` are the words that mean them.

    An agreement to an organisation holds for its offices; a partner with a unit of its own is one and the same.
    """

    code: str = ""
    side: str = ""
    unit: Unit | None = None
    partner: Partner | None = None
    names: frozenset[str] = field(default_factory=frozenset)

    def __str__(self) -> str:
        if self.unit or self.partner:
            return str(self.unit or self.partner)
        return str(_("toute autorité de l'État") if self.code == STATE else _("tout service utile"))

    @property
    def is_state(self) -> bool:
        return self.side == Side.STATE


def recipient_of(code: str) -> Recipient | None:
    """None for a word that names nobody."""
    if code == "":
        return Recipient(names=frozenset({""}))
    if code == STATE:
        return Recipient(STATE, Side.STATE, names=frozenset({STATE}))
    kind, _colon, key = code.partition(":")
    try:
        pk = UUID(key)
    except ValueError:
        return None
    if kind == "unit":
        return known_as(Unit.objects.filter(pk=pk).first(), Partner.objects.filter(unit=pk).first(), kind)
    if kind == "partner":
        partner = Partner.objects.select_related("unit").filter(pk=pk).first()
        return known_as(partner.unit if partner else None, partner, kind)
    return None


def known_as(unit: Unit | None, partner: Partner | None, kind: str) -> Recipient | None:
    """A unit and a partner that are one: found by either word; State on either side is State."""
    sides = [one.side for one in (unit, partner) if one]
    if not sides or (kind == "unit" and unit is None):
        return None
    side = Side.STATE if Side.STATE in sides else sides[0]
    names = {f"partner:{partner.pk}"} if partner else set()
    if unit:
        paths = paths_to(unit)
        names |= {f"unit:{pk}" for pk in Unit.objects.filter(path__in=paths).values_list("pk", flat=True)}
        above = Partner.objects.filter(unit__path__in=paths).values_list("pk", flat=True)
        names |= {f"partner:{pk}" for pk in above}
    if side == Side.STATE:
        names.add(STATE)
    code = f"unit:{unit.pk}" if kind == "unit" and unit else f"partner:{partner.pk if partner else ''}"
    return Recipient(
        code,
        side,
        unit if kind == "unit" else None,
        partner if kind == "partner" else None,
        frozenset(names),
    )


def paths_to(unit: Unit) -> list[str]:
    """``iom/oujda/desk/`` → its own path and those of the units it belongs to."""
    steps = unit.path.strip("/").split("/")
    return ["/".join(steps[:n]) + "/" for n in range(1, len(steps) + 1)]


def as_list(groups: Iterable[str]) -> str:
    """Field groups as the table keeps them: ``,contact,identity,``; none is ""."""
    kept = sorted({FieldGroup(g).value for g in groups})
    return f",{','.join(kept)}," if kept else ""


def from_list(text: str) -> frozenset[str]:
    return frozenset(g for g in text.split(",") if g)


def group_labels(groups: Iterable[str]) -> list[Sentence]:
    """In the order of the declaration, whatever the order given."""
    wanted = set(groups)
    return [g.label for g in FieldGroup if g in wanted]


@dataclass(frozen=True)
class ConsentDraft:
    """An answer as heard. ``minor`` is asked only where no age is known; ``id`` makes sending it twice harmless."""

    purpose: str
    recipient: str = ""
    groups: tuple[str, ...] = ()
    means: str = ""
    language: str = "fra"
    notice_version: str = ""
    witness: str = ""
    guardian: UUID | None = None
    guardian_name: str = ""
    assent: str = Answer.NOT_ASKED
    minor: bool | None = None
    given_on: date = field(default_factory=timezone.localdate)
    expires_on: date | None = None
    evidence: UUID | None = None  # a file already joined to the person
    file: tuple[str, bytes] | None = None  # or one joined with the answer: its name, its content
    basis: str = "consent"
    reason: str = ""
    id: UUID = field(default_factory=new_id)


# What else must stop when a person says no: called in the same transaction with the answer that says so (withdrawn,
# or refused). Its ``recipient`` "" means that purpose for whoever receives; ``side`` says on whose side it was said.
WITHDRAWN: Registry[Callable[[Any], None]] = Registry("what a withdrawal stops")
