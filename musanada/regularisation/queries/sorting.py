"""What the technical committee sorts by: sex, age, claims, schooling, residence of each file; and what these propose.

The system explains, people decide. The order of the categories is the committee's (domain, section 2): a child before
a woman, a woman before a married person, and so on; the first that its facts show is proposed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musanada.kit.choices import Sex
from musanada.regularisation.criteria import reading
from musanada.regularisation.criteria.shown import Shown
from musanada.regularisation.models import Appeal, Application
from musanada.regularisation.queries import examining

C = Appeal.Category
MAJORITY, FIVE_YEARS, LOWER_SECONDARY = 18, 60, 2
GAP_DAYS = 183  # where no version of a criterion says how long a hole interrupts a stay
SPOUSES, WORKERS = {"C1", "C2"}, {"C4"}
FACTS = frozenset({"spouse_of", "residence_months", "occupation_shown", "schooling", "age", "sex"})


@dataclass(frozen=True)
class Profile:
    """A file as the committee sorts it. ``minor`` is None where the birth leaves it open; ``months`` of residence as
    the pieces show it, None where none does."""

    sex: str
    age: tuple[int, int] | None
    minor: bool | None
    claims: Sequence[str]
    married: bool
    works: bool
    schooled: bool
    schooling: str
    months: int | None

    @property
    def short_stay(self) -> bool:
        """Less than five years shown."""
        return (self.months or 0) < FIVE_YEARS

    @property
    def age_words(self) -> str:
        if self.age is None:
            return _("âge inconnu")
        low, high = self.age
        if low == high:
            return ngettext("%(years)s an", "%(years)s ans", low) % {"years": low}
        return _("%(low)s ou %(high)s ans") % {"low": low, "high": high}

    @property
    def sex_words(self) -> str:
        return str(dict(Sex.choices).get(self.sex, ""))

    @property
    def stay_words(self) -> str:
        if self.months is None:
            return _("séjour non établi")
        years, months = divmod(self.months, 12)
        if not years:
            return ngettext("%(n)s mois établi", "%(n)s mois établis", months) % {"n": months}
        return ngettext("%(n)s an établi", "%(n)s ans établis", years) % {"n": years}

    @property
    def schooling_words(self) -> str:
        return str(dict(Application.Schooling.choices).get(self.schooling, ""))


@dataclass(frozen=True)
class Proposal:
    """A category with what speaks for it."""

    category: str
    why: str

    @property
    def label(self) -> Any:
        return C(self.category).label


def profiles(keys: Collection[UUID]) -> dict[UUID, Profile]:
    """Of applications, by key: on the day of the deposit, from a handful of questions for thousands."""
    claims = examining.claims_of(keys)
    shown = examining.shown_for(keys, None, FACTS)
    return {key: profile(one, [code for _k, code in claims.get(key, ())]) for key, one in shown.items()}


def profile(shown: Shown, claims: Sequence[str]) -> Profile:
    age = reading.age(shown, GAP_DAYS).bounds
    stay = reading.residence_months(shown, GAP_DAYS)
    return Profile(
        sex=shown.sex,
        age=age,
        minor=minor_of(age),
        claims=claims,
        married=bool(SPOUSES & set(claims)) or shown.spouse in ("moroccan", "regular"),
        works=bool(WORKERS & set(claims)) or shown.occupation,
        schooled=shown.schooling.isdecimal() and int(shown.schooling) >= LOWER_SECONDARY,
        schooling=shown.schooling,
        months=stay.value if stay.state == reading.SHOWN else None,
    )


def minor_of(age: tuple[int, int] | None) -> bool | None:
    if age is None or age[0] < MAJORITY <= age[1]:
        return None
    return age[1] < MAJORITY


def propose(one: Profile) -> Proposal:
    """The first category that the facts show, and the sentence that says why."""
    if one.minor:
        return Proposal(C.CHILDREN, _("%(age)s au dépôt") % {"age": one.age_words})
    if one.sex == Sex.FEMALE:
        return Proposal(C.WOMEN, _("Femme"))
    if one.married:
        return Proposal(C.MARRIED, _("Conjoint, demandé ou déclaré"))
    if one.works:
        return Proposal(C.WORKERS, _("Travail demandé ou activité déclarée"))
    if one.schooled and one.short_stay:
        why = _("%(schooling)s, %(stay)s") % {"schooling": one.schooling_words, "stay": one.stay_words}
        return Proposal(C.SCHOOLED, why)
    return Proposal(C.OTHER, _("Aucune des autres catégories n'est montrée"))


def proposals(appeals: Iterable[Appeal]) -> dict[UUID, tuple[Profile, Proposal]]:
    """By appeal."""
    rows = list(appeals)
    found = profiles([one.application_id for one in rows])
    return {
        one.pk: (found[one.application_id], propose(found[one.application_id]))
        for one in rows
        if one.application_id in found
    }


@dataclass(frozen=True)
class Asked:
    """What the committee narrows its list by; "" asks nothing."""

    sex: str = ""
    age: str = ""  # minor, adult
    claim: str = ""
    schooled: str = ""  # yes, no
    stay: str = ""  # short, long
    proposal: str = ""  # a category

    @property
    def anything(self) -> bool:
        return any(vars(self).values())

    def holds(self, one: Profile) -> bool:
        return (
            (not self.sex or one.sex == self.sex)
            and (not self.age or one.minor is (self.age == "minor"))
            and (not self.claim or self.claim in one.claims)
            and (not self.schooled or one.schooled is (self.schooled == "yes"))
            and (not self.stay or one.short_stay is (self.stay == "short"))
            and (not self.proposal or propose(one).category == self.proposal)
        )


def narrowed(appeals: QuerySet[Appeal], asked: Asked) -> QuerySet[Appeal]:
    """Of these appeals, those whose facts are what is asked. Facts are computed, so the keys are read first."""
    if not asked.anything:
        return appeals
    keys = dict(appeals.order_by().values_list("pk", "application"))
    found: Mapping[UUID, Profile] = profiles(set(keys.values()))
    holding = [key for key, file in keys.items() if file in found and asked.holds(found[file])]
    return appeals.filter(pk__in=holding)
