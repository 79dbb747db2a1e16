"""From what a page was told to a definition, and back: one schema, whatever way it was written."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from musanada.kit.errors import BadInput, bad
from musanada.kit.facts import FACTS
from musanada.reporting.definitions import Indicator, Interval, problems_of
from musanada.reporting.writing.offers import Offer, open_list

LANGUAGES = ("fr", "ar", "en", "es")
BLANK = "(…)"  # a text not yet written, so that the value shows before the words are there
# Where a finding of the schema stands on the page.
FIELDS = {"label": "label", "definition": "definition", "measure": "measure", "person_rule": "measure", "date": "clock",
          "kind": "clock", "where": "where", "dims": "dims", "id": "id", "residual": "after"}  # fmt: skip


def texts_of(told: Mapping[str, Any], name: str, *, blank: bool) -> dict[str, str]:
    given = {lang: (told.get(f"{name}_{lang}") or "").strip() for lang in LANGUAGES}
    return {lang: text or (BLANK if blank else "") for lang, text in given.items()}


def measure_of(code: str) -> tuple[dict[str, str], str]:
    """The measure and the rule about persons that a choice of the page stands for."""
    how, _colon, rest = code.partition(":")
    if how == "persons":
        return {"count": "persons"}, rest
    if how in {"events", "rows"}:
        return {"count": how}, "each"
    return ({"days": "inside"} if how == "days" else {how: rest}), "each"


def clock_of(code: str) -> tuple[str, Any]:
    """Kind and date."""
    kind, _colon, rest = code.partition(":")
    if "/" in rest:
        first, _slash, last = rest.partition("/")
        return ("stock" if kind == "stock" else "flow"), {"from": first, "until": last}
    return kind, rest


def counted(told: Mapping[str, Any], offer: Offer, *, blank: bool = False) -> Indicator:
    """A figure counted from a fact. Raises BadInput with sentences at their questions."""
    measure, rule = measure_of(told["measure"])
    kind, date = clock_of(told["clock"])
    fields = head(told, blank=blank) | {
        "kind": kind, "fact": offer.fact.name, "measure": measure, "date": date,
    }  # fmt: skip
    if rule != "each":
        fields["person_rule"] = rule
    if where := " ".join((told.get("where") or "").split()):
        fields["where"] = where
    dims = offer.dims(measure.get("count") or next(iter(measure)), rule)
    chosen = {name: dims[name] for name in told.get("dims") or () if name in dims}
    if chosen:
        fields["dims"] = {
            name: dim.model_dump(mode="json", by_alias=True, exclude_unset=True)
            for name, dim in chosen.items()
        }
    many = [name for name, dim in chosen.items() if open_list(dim)]
    if told.get("after") and many:
        fields["residual"] = {"unknown": "always", "other": {"after": told["after"], "dims": many}}
    if offer.fact.safe:
        fields["disclosure"] = {"class": "protection"}
    return validated(fields)


def derived(told: Mapping[str, Any], *, blank: bool = False, protected: bool = False) -> Indicator:
    """A figure made of others. Raises BadInput."""
    kind = told["kind"]
    fields = head(told, blank=blank) | {"kind": kind}
    of = [code.strip() for code in (told.get("of") or "").split(",") if code.strip()]
    if kind == "ratio":
        fields |= {"numerator": told.get("numerator"), "denominator": told.get("denominator")}
    elif kind == "sum":
        fields["of"] = of
    else:
        fields["of"] = of[0] if of else None
    if kind in {"share", "part"}:
        fields["part"] = told.get("part") or None
    if kind == "change":
        fields["against"] = told.get("against")
        if told.get("against") == "baseline":
            fields["baseline"] = told.get("baseline") or None
    if protected:
        fields["disclosure"] = {"class": "protection"}
    return validated({name: value for name, value in fields.items() if value not in (None, "", [])})


def head(told: Mapping[str, Any], *, blank: bool) -> dict[str, Any]:
    group = told.get("group") or "other"
    return {
        "id": told.get("id") or "own.draft",
        "version": 1,
        "label": texts_of(told, "label", blank=blank),
        "definition": texts_of(told, "definition", blank=blank),
        "unit": told.get("unit") or ("persons" if blank else ""),
    } | ({} if group == "other" else {"group": group})


def validated(fields: Mapping[str, Any]) -> Indicator:
    try:
        return Indicator.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0]) if first["loc"] else ""
        sentence = "; ".join(problems_of(error.errors()))
        if place in {"label", "definition"} and len(first["loc"]) > 1:
            raise bad(f"{place}_{first['loc'][1]}", sentence) from None
        raise (bad(FIELDS[place], sentence) if place in FIELDS else BadInput(sentence)) from None


def told_of(indicator: Indicator) -> dict[str, Any]:
    """What the page would have been told."""
    told: dict[str, Any] = {"id": indicator.id, "group": indicator.group, "unit": indicator.unit}
    for name in ("label", "definition"):
        told |= {f"{name}_{lang}": getattr(getattr(indicator, name), lang) for lang in LANGUAGES}
    if not indicator.counted:
        of = indicator.of if isinstance(indicator.of, tuple) else (indicator.of,) if indicator.of else ()
        names = ("kind", "numerator", "denominator", "part", "against", "baseline")
        return told | {"of": ", ".join(of)} | {name: getattr(indicator, name) or "" for name in names}
    other = indicator.residual.other
    return told | {
        "measure": measure_code(indicator),
        "clock": clock_code(indicator),
        "where": indicator.where or "",
        "dims": list(indicator.dims),
        "after": other.after if other else None,
    }


def measure_code(indicator: Indicator) -> str:
    assert indicator.measure
    if indicator.how == "persons":
        return f"persons:{indicator.person_rule}"
    column = indicator.measure.column
    return f"{indicator.how}:{column}" if column else indicator.how


def clock_code(indicator: Indicator) -> str:
    if isinstance(indicator.date, Interval):
        pair = f"{indicator.date.from_}/{indicator.date.until}"
        return f"{'stock' if indicator.kind == 'stock' else 'stay'}:{pair}"
    return f"{indicator.kind}:{indicator.date}"


def on_the_page(indicator: Indicator, known: Mapping[str, Indicator]) -> bool:
    """Does the page say all that the definition says? If not, it is changed as a text."""
    told = told_of(indicator)
    try:
        if indicator.counted:
            again = counted(told, Offer(FACTS[indicator.fact or ""], known))
        else:
            again = derived(told, protected=indicator.protected)
    except BadInput:
        return False
    return again.model_copy(update={"version": indicator.version}).model_dump() == indicator.model_dump()
