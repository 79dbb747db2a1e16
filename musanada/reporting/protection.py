"""What a definition of the class *protection* may say, so that the guard of the engine can keep its word.

Its facts count hidden people; no other class reads them. Two such figures over one fact would be two tables of the same
people with totals to subtract: a fact has one counted figure to a measure. What it is made of are its dimensions, and
figures of the kinds *part* and *share*, which the guard answers from the tables of the whole.
"""

from collections.abc import Mapping

from musanada.kit.facts import Fact
from musanada.reporting.definitions import Indicator
from musanada.reporting.where import comparisons

COUNTS = frozenset({"persons", "events", "rows"})
MIDDLES = frozenset({"median", "p90"})
DATES = frozenset({"date", "instant"})
# Shipped together, and looked at together: encounters of everybody, and the children among those who were met. How often
# somebody was met lies between the two.
BESIDE = frozenset({"protection.encounters", "protection.children_met"})


def problem(indicator: Indicator, fact: Fact) -> tuple[str, str] | None:
    """``(field, what is wrong)`` of a counted definition by itself."""
    if fact.safe != indicator.protected:
        return (
            "disclosure",
            f"'{fact.name}' counts hidden people: its figures, and no others, are of class protection",
        )
    if not indicator.protected:
        return None
    if indicator.how not in COUNTS | MIDDLES:
        return "measure", "a figure of protection counts, or is a median: sums and means can be subtracted"
    if indicator.kind not in {"flow", "stock"} or indicator.person_rule in {"first_ever", "repeat"}:
        return "kind", "a figure of protection is a flow of a year or a stock at its end"
    if indicator.residual.other is not None:
        return "residual", "a figure of protection folds nothing: what is small is hidden"
    kinds = {column.name: column.kind for column in fact.columns}
    tested = {test.name for test in comparisons(indicator.condition)} if indicator.condition else set()
    if dated := sorted(name for name in tested if kinds.get(name) in DATES):
        return "where", f"a figure of protection has no condition on days: '{dated[0]}' would move its period"
    return spelled(indicator)


def spelled(indicator: Indicator) -> tuple[str, str] | None:
    """Axes of one column of codes; of a family (``within``) one alone crosses with others."""
    families: dict[str, list[str]] = {}
    for name, dim in indicator.dims.items():
        field = f"dims.{name}"
        if dim.levels or dim.from_ or dim.rollup:
            return field, "a dimension of a figure of protection is one column of codes"
        if dim.within is not None and dim.within not in indicator.dims:
            return field, f"within: there is no dimension '{dim.within}'"
        families.setdefault(head(indicator, name), []).append(name)
    for names in families.values():
        crossing = [name for name in names if indicator.dims[name].crosses]
        if len(crossing) > 1:
            return f"dims.{crossing[1]}", f"it spells '{crossing[0]}' out: one of them alone crosses"
    strange = [name for name in indicator.disclosure.open_unknown if name not in indicator.dims]
    return ("disclosure.open_unknown", f"there is no dimension '{strange[0]}'") if strange else None


def head(indicator: Indicator, name: str) -> str:
    """The coarsest spelling of a dimension."""
    seen = {name}
    while (above := indicator.dims[name].within) and above in indicator.dims and above not in seen:
        seen.add(above)
        name = above
    return name


def mixed(indicator: Indicator, found: Mapping[str, Indicator]) -> tuple[str, str] | None:
    """Of definitions beside each other: what derives from protection is of protection, and says so."""
    below = [found[code] for code in indicator.refers_to() if code in found]
    if any(one.protected for one in below) != indicator.protected and below:
        return (
            "disclosure",
            "what derives from a figure of protection is of class protection, and nothing else is",
        )
    if not indicator.protected:
        return None
    if not indicator.counted and indicator.kind not in {"share", "part", "change"}:
        return "kind", "of figures of protection only parts, shares and changes derive"
    if twin := next((one for one in found.values() if one is not indicator and same(one, indicator)), None):
        return "fact", f"it counts the rows of '{twin.id}' another way: whoever has both can subtract"
    return None


def same(one: Indicator, other: Indicator) -> bool:
    """Two figures that count one fact by one clock (flow, or stock), or the same middle of one column.

    Persons, events and rows are one measure: where everybody has one event, they are one number.
    """
    if not (one.counted and other.counted and one.fact == other.fact) or {one.id, other.id} == BESIDE:
        return False
    if measure_of(one) != measure_of(other) or measured(one) != measured(other):
        return False
    return (one.kind == "stock") == (other.kind == "stock")


def measure_of(indicator: Indicator) -> str:
    return "count" if indicator.how in COUNTS else indicator.how


def recounts(one: Indicator, before: Indicator) -> bool:
    """Does a next version count others than the version before it? Whoever has seen both can subtract."""
    if not (before.protected and before.counted):
        return False
    fields = ("kind", "fact", "measure", "person_rule", "date", "where", "protected")
    return any(getattr(one, name) != getattr(before, name) for name in fields)


def measured(indicator: Indicator) -> str | None:
    return indicator.measure.column if indicator.measure else None
