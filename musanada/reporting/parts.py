"""A part and its whole: declared by the part (``part_of``), proved from the two definitions, and never added up.

Three channels of return are parts of all returns. Whoever adds a channel to the total, or channels to each other as if
that were the total, counts people twice or leaves some out: the whole is asked directly (design: figures, section 7,
"declare the relation, forbid the sum").
"""

from collections.abc import Iterator, Mapping, Sequence

from musanada.reporting.definitions import Indicator
from musanada.reporting.where import And, Condition

SAME = ("kind", "fact", "measure", "person_rule", "date", "unit")


def wholes(code: str, found: Mapping[str, Indicator]) -> Iterator[str]:
    """The wholes a figure is part of, the nearest first; a circle ends where it closes."""
    seen = {code}
    while (above := found[code].part_of) and above in found and above not in seen:
        yield above
        seen.add(above)
        code = above


def problem(indicator: Indicator, found: Mapping[str, Indicator]) -> tuple[str, str] | None:
    """``(field, what is wrong)`` with the relations of one definition, or nothing."""
    if indicator.part_of is not None and (wrong := unproved(indicator, found)):
        return "part_of", wrong
    terms = indicator.of if indicator.kind == "sum" and isinstance(indicator.of, tuple) else ()
    clash = added(list(leaves(terms, found)), found)
    return ("of", clash) if clash else None


def unproved(indicator: Indicator, found: Mapping[str, Indicator]) -> str:
    """Why the definition does not count some of what its whole counts; empty where it does."""
    whole = found.get(indicator.part_of or "")
    if whole is None:
        return f"no indicator is named '{indicator.part_of}'"
    if whole is indicator or indicator.id in wholes(whole.id, found):
        return f"'{indicator.id}' is part of itself"
    differs = [name for name in SAME if getattr(indicator, name) != getattr(whole, name)]
    if differs:
        return f"a part has the {', '.join(differs)} of its whole '{whole.id}'"
    if not set(tests(whole.condition)) <= set(tests(indicator.condition)):
        return f"the condition must hold all of the condition of its whole '{whole.id}'"
    return ""


def tests(condition: Condition | None) -> Iterator[Condition]:
    """What must all hold, one by one."""
    if isinstance(condition, And):
        for part in condition.parts:
            yield from tests(part)
    elif condition is not None:
        yield condition


def leaves(terms: Sequence[str], found: Mapping[str, Indicator]) -> Iterator[str]:
    """What a sum adds up in the end: sums of sums are opened."""
    for code in terms:
        one = found.get(code)
        if one is not None and one.kind == "sum" and isinstance(one.of, tuple):
            yield from leaves(one.of, found)
        else:
            yield code


def added(codes: Sequence[str], found: Mapping[str, Indicator]) -> str:
    """The first two of a sum that may not stand in it together; empty where all may."""
    above = {code: set(wholes(code, found)) for code in codes if code in found}
    for at, code in enumerate(codes):
        for other in codes[at + 1 :]:
            if code == other:
                return f"'{code}' is added to itself"
            if other in above.get(code, ()) or code in above.get(other, ()):
                part, whole = (code, other) if other in above[code] else (other, code)
                return f"'{part}' is part of '{whole}': a part is never added to its whole"
            if shared := above.get(code, set()) & above.get(other, set()):
                whole = sorted(shared)[0]
                return f"'{code}' and '{other}' are parts of '{whole}': ask for the whole instead of adding"
    return ""
