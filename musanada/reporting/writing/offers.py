"""What a fact offers to who writes a definition: what can be counted in it, by which clock, along which splits.

The splits are those that definitions of the same fact already use, with their code lists, so that figures that stand
beside each other are split alike.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from musanada.access.doors import holds
from musanada.access.models import User
from musanada.kit.facts import FACTS, Column, Fact
from musanada.reporting.codelists import CODE_LISTS
from musanada.reporting.definitions import Dimension, Indicator
from musanada.reporting.display import axis_title
from musanada.reporting.protection import COUNTS
from musanada.reporting.writing.rules import naming_one

RULES = ("once_per_period", "first_ever", "repeat", "each")
PROTECTION = "figures.protection"


def facts(actor: User) -> list[Fact]:
    """Those that the actor may define figures of: facts of protection count people hidden from others."""
    return [fact for fact in FACTS.values() if not fact.safe or holds(actor, PROTECTION)]


@dataclass(frozen=True)
class Offer:
    """One fact, and the definitions that are in force."""

    fact: Fact
    known: Mapping[str, Indicator]

    @cached_property
    def siblings(self) -> list[Indicator]:
        return [one for one in self.known.values() if one.fact == self.fact.name]

    def columns(self, *kinds: str) -> list[str]:
        named = naming_one(self.fact.name)
        return [c.name for c in self.fact.columns if c.kind in kinds and c.name not in named]

    @property
    def measures(self) -> list[tuple[str, str]]:
        """``(code, words)``: the code is read by ``shape.measure_of``."""
        found = []
        if self.fact.person:
            found += [(f"persons:{rule}", rule_words(rule)) for rule in RULES if self._fits(rule)]
        found += [("events", _("Les événements")), ("rows", _("Les lignes"))]
        if self.fact.safe:
            return [one for one in found if one[0].partition(":")[0] in COUNTS] + self._middles()
        found += [
            (f"distinct:{name}", _("Combien de « %(column)s » différents") % {"column": axis_title(name)})
            for name in self.columns("code")
            if axis_title(name) != name
        ]
        for name in self.columns("int", "decimal", "fraction"):
            found += [
                (f"sum:{name}", _("La somme de « %(column)s »") % {"column": name}),
                (f"mean:{name}", _("La moyenne de « %(column)s »") % {"column": name}),
            ]
        found += self._middles()
        if self.fact.until:
            found.append(("days", _("Les jours passés dans la période")))
        return found

    def _middles(self) -> list[tuple[str, str]]:
        names = self.columns("int", "decimal", "fraction")
        return [
            (f"median:{name}", _("La médiane de « %(column)s »") % {"column": name}) for name in names
        ] + [
            (
                f"p90:{name}",
                _("La valeur de « %(column)s » que neuf sur dix ne dépassent pas") % {"column": name},
            )
            for name in names
        ]

    def _fits(self, rule: str) -> bool:
        return not self.fact.safe or rule in {"once_per_period", "each"}

    @property
    def clocks(self) -> list[tuple[str, str]]:
        """``(code, words)``: the code is read by ``shape.clock_of``."""
        found = []
        for name in self.columns("date"):
            if name == self.fact.until or (name == "birth_date"):
                continue
            found.append((f"flow:{name}", _("Arrivé dans la période (%(date)s)") % {"date": name}))
            if not self.fact.safe:
                found.append(
                    (f"ever:{name}", _("Arrivé un jour, jusqu'à la fin (%(date)s)") % {"date": name})
                )
            if self.fact.until and name == self.fact.date:
                pair = f"{name}/{self.fact.until}"
                found.append((f"stock:{pair}", _("En cours le dernier jour (%(dates)s)") % {"dates": pair}))
                found.append(
                    (f"stay:{pair}", _("En cours un jour de la période (%(dates)s)") % {"dates": pair})
                )
        return found

    def dims(self, how: str, rule: str) -> dict[str, Dimension]:
        """The splits in use, as those who count the same way declare them; else the way that promises least."""
        found: dict[str, Dimension] = {}
        for name, declared in self._declared().items():
            alike = [dim for one, dim in declared if one.how == how and one.person_rule == rule]
            if alike:
                found[name] = Counter(alike).most_common(1)[0][0]
            else:
                dim = Counter(dim for _one, dim in declared).most_common(1)[0][0]
                overlaps = not self.fact.safe and any(dim.overlapping for _one, dim in declared)
                found[name] = dim.model_copy(update={"overlapping": True}) if overlaps else dim
        return found

    def _declared(self) -> dict[str, list[tuple[Indicator, Dimension]]]:
        declared: dict[str, list[tuple[Indicator, Dimension]]] = {}
        for one in self.siblings:
            for name, dim in one.dims.items():
                declared.setdefault(name, []).append((one, dim))
        return declared

    def lists(self) -> list[tuple[str, str]]:
        """Columns that a condition may test, each with the code list that says its values (or nothing)."""
        lists = {d.column or n: d.codes or "" for one in self.siblings for n, d in one.dims.items()}
        return [(c.name, lists.get(c.name, "")) for c in self._tested()]

    def _tested(self) -> Iterable[Column]:
        named = naming_one(self.fact.name)
        return (c for c in self.fact.columns if c.name not in named and c.kind != "instant")


def rule_words(rule: str) -> str:
    return {
        "once_per_period": _("Les personnes, chacune une fois dans la période"),
        "first_ever": _("Les personnes venues pour la première fois"),
        "repeat": _("Les personnes déjà connues avant la période"),
        "each": _("Les personnes, chaque fois qu'elles viennent"),
    }[rule]


def open_list(dim: Dimension) -> bool:
    """Codes that may be many: countries, programmes, services. What is closed or an age shows whole."""
    if dim.from_ or dim.levels:
        return False
    return not (dim.codes and CODE_LISTS[dim.codes].closed)
