"""Two records field by field, in words: the same, close, another, or not known on one side."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import BirthPrecision, FieldGroup, Sex
from musanada.kit.errors import Sentence
from musanada.kit.names import likeness
from musanada.people.numbers import canonical_phone, plain

SAME, CLOSE, OTHER, UNKNOWN = "same", "close", "other", "unknown"
WORDS: dict[str, Sentence] = {
    SAME: _("Pareil"),
    CLOSE: _("Proche"),
    OTHER: _("Différent"),
    UNKNOWN: _("Inconnu d'un côté"),
}
SHAPES = {SAME: "done", CLOSE: "wait", OTHER: "blocked", UNKNOWN: "next"}
ALIKE, RESEMBLING = 0.96, 0.6
GROUP_OF = {"document": FieldGroup.TRAVEL, "phone": FieldGroup.CONTACT}


@dataclass(frozen=True)
class Side:
    """One record and those merged into it: what is compared."""

    person: Any
    names: Sequence[Any]
    nationalities: Sequence[Any]
    documents: Sequence[Any]
    contacts: Sequence[Any]
    presences: Sequence[Any]


@dataclass(frozen=True)
class Line:
    """How far the two agree on a field."""

    code: str
    label: Sentence
    how: str

    @property
    def words(self) -> Sentence:
        return WORDS[self.how]

    @property
    def shape(self) -> str:
        return SHAPES[self.how]


def agreement(left: Side, right: Side, groups: frozenset[str]) -> list[Line]:
    """Line by line, of the parts of the file that the reader reaches."""
    return [
        Line(code, label, judge(left, right))
        for code, label, judge in JUDGES
        if GROUP_OF.get(code, FieldGroup.IDENTITY) in groups
    ]


def by_name(left: Side, right: Side) -> str:
    return alike([str(n.text) for n in left.names], [str(n.text) for n in right.names])


def by_mother(left: Side, right: Side) -> str:
    return alike([str(n.mother) for n in left.names], [str(n.mother) for n in right.names])


def alike(first: Iterable[str], second: Iterable[str]) -> str:
    pairs = [likeness(a, b) for a in first if a for b in second if b]
    if not pairs:
        return UNKNOWN
    best = max(pairs)
    return SAME if best >= ALIKE else CLOSE if best >= RESEMBLING else OTHER


def by_birth(left: Side, right: Side) -> str:
    first, second = left.person.birth_date, right.person.birth_date
    if first is None or second is None:
        return UNKNOWN
    exact = {left.person.birth_precision, right.person.birth_precision} == {str(BirthPrecision.DAY)}
    if first == second and exact:
        return SAME
    turned = (first.day, first.month) == (second.month, second.day) and first.year == second.year
    near = abs(first.year - second.year) <= (0 if exact else 1)
    return CLOSE if turned or near else OTHER


def by_sex(left: Side, right: Side) -> str:
    known = {left.person.sex, right.person.sex}
    if not known <= {str(Sex.FEMALE), str(Sex.MALE)}:
        return UNKNOWN
    return SAME if len(known) == 1 else OTHER


def shared(first: set[Any], second: set[Any]) -> str:
    if not first or not second:
        return UNKNOWN
    return SAME if first & second else OTHER


def by_nationality(left: Side, right: Side) -> str:
    return shared({n.country_id for n in left.nationalities}, {n.country_id for n in right.nationalities})


def by_document(left: Side, right: Side) -> str:
    """Another number of another kind of paper says nothing."""
    here, there = ({(d.kind, plain(str(d.value))) for d in s.documents} for s in (left, right))
    if here & there:
        return SAME
    return OTHER if {kind for kind, _value in here} & {kind for kind, _value in there} else UNKNOWN


def by_phone(left: Side, right: Side) -> str:
    """Another phone says nothing: phones change."""
    here, there = (
        {canonical_phone(str(c.value)) for c in s.contacts if c.kind in ("phone", "whatsapp")} - {""}
        for s in (left, right)
    )
    return SAME if here & there else UNKNOWN


JUDGES: tuple[tuple[str, Sentence, Callable[[Side, Side], str]], ...] = (
    ("name", _("Nom"), by_name),
    ("mother", _("Nom de la mère"), by_mother),
    ("birth", _("Naissance"), by_birth),
    ("sex", _("Sexe"), by_sex),
    ("nationality", _("Nationalité"), by_nationality),
    ("document", _("Document"), by_document),
    ("phone", _("Téléphone"), by_phone),
)
