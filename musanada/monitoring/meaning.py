"""What may be aimed at: an indicator the actor knows, a ventilation it has, a value that it can take."""

from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from musanada.access.models import Unit, User
from musanada.kit.errors import BadInput, bad
from musanada.kit.periods import Period, read_period
from musanada.monitoring.drafts import TargetDraft
from musanada.monitoring.models import Target
from musanada.monitoring.words import TOTAL
from musanada.programmes.models import Programme
from musanada.reporting.definitions import Indicator
from musanada.reporting.engine.axes import Filter, axes_of, read_filters, write_filters
from musanada.reporting.queries import known_to
from musanada.reporting.registry import Indicators

PROGRAMME = "programme"
BROKEN = frozenset({"percent", "MAD", "acts_per_person", "score", "days", "hours", "minutes", "years"})
LARGEST = Decimal(10) ** 14
CENT = Decimal("0.01")
LEVELS = frozenset({"ratio", "share", "stock", "score", "ever"})


def organisation(unit: Unit) -> str:
    """Two organisations may aim at the same figure: their targets are not each other's."""
    return unit.path.split("/", 1)[0]


def indicator_of(actor: User, code: str) -> Indicator:
    """Raises BadInput: what the actor may not know of does not exist."""
    known = known_to(actor)
    if code not in known:
        raise bad("indicator", _("Cet indicateur n'existe pas : choisissez-en un de la liste des chiffres."))
    return known[code]


def counts_behind(known: Indicators, code: str) -> list[Indicator]:
    """Every counted indicator a figure stands on: a ratio splits only by what both its numbers split by."""
    one = known[code]
    if one.counted:
        return [one]
    return [part for other in one.refers_to() for part in counts_behind(known, other)]


def axes_in_common(known: Indicators, code: str) -> list[str]:
    """The names of the splits a figure has, all its parts considered."""
    first, *others = (axes_of(part) for part in counts_behind(known, code))
    return [name for name in first if name == first[name].name and all(name in other for other in others)]


def filters_of(known: Indicators, code: str, dims: str) -> tuple[Filter, ...]:
    """The filters of a ventilation; none of a total. Raises BadInput."""
    return () if dims == TOTAL else read_filters(known.source(code), dims)


def where_of(dims: str, programme: str = "") -> str:
    """As the engine and the addresses of figures ask for it."""
    parts = ("" if dims == TOTAL else dims, f"{PROGRAMME}={programme}" if programme else "")
    return ";".join(part for part in parts if part)


def read_dims(known: Indicators, code: str, text: str, programme: Programme | None) -> str:
    """The canonical spelling: filters in the order of their names. Raises BadInput at its field."""
    clean = text.strip()
    dims = TOTAL
    if clean and clean != TOTAL:
        try:
            filters, *_same = [read_filters(part, clean) for part in counts_behind(known, code)]
        except BadInput as problem:
            raise bad("dims", problem.message) from None
        if any(one.axis.name == PROGRAMME for one in filters):
            raise bad("dims", _("Le programme se choisit dans sa propre case, pas dans la ventilation."))
        if any(one.axis.sort == "time" for one in filters):
            raise bad("dims", _("Le temps se dit par la période, pas dans la ventilation."))
        dims = write_filters(sorted(filters, key=lambda one: one.axis.name))
    if programme and PROGRAMME not in axes_in_common(known, code):
        raise bad(
            "programme",
            _(
                "Cet indicateur ne se compte pas par programme : laissez la case vide ou choisissez-en un autre."
            ),
        )
    return dims


def read_when(text: str) -> Period:
    """A period with an end: nothing is aimed at for ever. Raises BadInput at its field."""
    try:
        period = read_period(text)
    except BadInput as problem:
        raise bad("period", problem.message) from None
    if period.end is None:
        raise bad("period", _("Une cible a une échéance : donnez une période qui finit."))
    return period


def read_value(one: Indicator, value: Decimal) -> Decimal:
    """Raises BadInput where the figure can never have such a value."""
    if value < 0 and one.kind != "change":
        raise bad("value", _("Ce chiffre n'est jamais négatif : écrivez zéro ou plus."))
    if value != value.to_integral_value() and one.unit not in BROKEN:
        raise bad("value", _("Ce chiffre compte des unités entières : écrivez un nombre entier."))
    if one.unit == "percent" and one.kind == "share" and value > 100:
        raise bad("value", _("Une part ne dépasse pas cent pour cent."))
    if abs(value) >= LARGEST or value != value.quantize(CENT):
        raise bad("value", _("Cette valeur est trop longue : quatorze chiffres, et deux après la virgule."))
    return value.quantize(CENT)


def fitted(actor: User, draft: TargetDraft) -> TargetDraft:
    """The draft in its canonical spelling. Raises: BadInput."""
    one = indicator_of(actor, draft.indicator)
    source = " ".join(draft.source.split())
    if not source:
        raise bad("source", _("Dites d'où vient cette valeur : document, page, date."))
    if len(source) > 300:
        raise bad("source", _("La source tient en 300 caractères : citez le document et la page."))
    if draft.kind not in Target.Kind.values:
        raise bad("kind", _("Une ligne est une cible (target) ou une valeur de départ (baseline)."))
    return replace(
        draft,
        dims=read_dims(known_to(actor), one.id, draft.dims, draft.programme),
        period=read_when(draft.period).text,
        value=read_value(one, draft.value),
        source=source,
    )


def key_of(unit: Unit, draft: TargetDraft) -> str:
    programme = draft.programme.code if draft.programme else ""
    return "|".join((draft.kind, draft.indicator, draft.dims, programme, draft.period, organisation(unit)))
