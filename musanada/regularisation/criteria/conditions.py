"""One condition as an official writes it: checked against the vocabulary, said as a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from musanada.kit.dates import parse_day
from musanada.kit.errors import BadInput
from musanada.kit.formats import format_date
from musanada.regularisation.criteria.vocabulary import AT_LEAST, AT_MOST, FACTS, Fact, Kind

LONGEST = 1200  # months: a hundred years
MOST_ALTERNATIVES = 9


@dataclass(frozen=True)
class ConditionDraft:
    """A fact compared with a value. Conditions of one ``alternative`` hold together; one alternative is enough."""

    fact: str
    compare: str
    value: str
    alternative: int = 1


def checked(drafts: Iterable[ConditionDraft]) -> list[ConditionDraft]:
    """The drafts, values in their plain writing. Raises: BadInput, saying which condition and what it takes."""
    ready = [checked_one(draft) for draft in drafts]
    keys = [(one.alternative, one.fact, one.compare) for one in ready]
    if len(set(keys)) != len(keys):
        raise BadInput(_("La même condition est écrite deux fois dans une voie : gardez-en une."))
    return ready


def checked_one(draft: ConditionDraft) -> ConditionDraft:
    fact = FACTS.get(draft.fact)
    if fact is None:
        raise BadInput(
            _("Ce fait n'existe pas : choisissez-en un dans la liste."), fields={"fact": _("Fait inconnu.")}
        )
    if draft.compare not in fact.compares:
        raise BadInput(
            _("« %(fact)s » ne se compare pas ainsi : choisissez une comparaison proposée pour ce fait.")
            % {"fact": fact.label},
            fields={"compare": _("Cette comparaison ne convient pas à ce fait.")},
        )
    if not 1 <= draft.alternative <= MOST_ALTERNATIVES:
        raise BadInput(_("Les voies se numérotent de 1 à 9."), fields={"alternative": _("De 1 à 9.")})
    return ConditionDraft(draft.fact, draft.compare, checked_value(fact, draft.value), draft.alternative)


def checked_value(fact: Fact, typed: str) -> str:
    """The value as stored. Raises: BadInput."""
    typed = typed.strip()
    if fact.kind in (Kind.MONTHS, Kind.YEARS):
        if typed.isdecimal() and int(typed) <= LONGEST:
            return str(int(typed))
        raise wrong(fact, _("Écrivez un nombre entier, par exemple 24."))
    if fact.kind == Kind.DAY:
        try:
            return parse_day(typed).isoformat()
        except BadInput:
            raise wrong(fact, _("Écrivez une date, par exemple 31/12/2013.")) from None
    if fact.kind == Kind.CODES:
        codes = [part.strip() for part in typed.split(",") if part.strip()]
        if codes and len(",".join(codes)) <= 40:
            return ",".join(dict.fromkeys(codes))
        raise wrong(fact, _("Écrivez un ou plusieurs codes de catégorie, par exemple C1,C2."))
    spoken = {str(label).casefold(): code for code, label in fact.choices.items()}
    if typed in fact.choices or typed.casefold() in spoken:
        return typed if typed in fact.choices else spoken[typed.casefold()]
    raise wrong(fact, _("Choisissez une des valeurs proposées pour ce fait."))


def wrong(fact: Fact, what: str) -> BadInput:
    message = _("La valeur de « %(fact)s » ne se lit pas. %(what)s") % {"fact": fact.label, "what": what}
    return BadInput(message, fields={"value": what})


def sentence(condition: Any) -> str:
    """``Résidence continue : au moins 60 mois``, in the language of the reader."""
    fact = FACTS.get(condition.fact)
    if fact is None:  # written by a later version of the software
        return f"{condition.fact} {condition.compare} {condition.value}"
    return _("%(fact)s : %(asked)s") % {
        "fact": fact.label,
        "asked": asked(fact, condition.compare, condition.value),
    }


def asked(fact: Fact, compare: str, value: str) -> str:
    """What is asked: ``au moins 60 mois``, ``avant le 31 décembre 2013``, ``d'une personne marocaine``."""
    if fact.kind == Kind.DAY:
        return _("avant le %(day)s") % {"day": format_date(date.fromisoformat(value), language())}
    if fact.kind == Kind.CODES:
        return ", ".join(value.split(","))
    said = (
        amount(fact, int(value))
        if fact.kind in (Kind.MONTHS, Kind.YEARS)
        else str(fact.choices.get(value, value))
    )
    if compare == AT_LEAST:
        return _("au moins %(value)s") % {"value": said}
    if compare == AT_MOST:
        return _("au plus %(value)s") % {"value": said}
    return said


def language() -> str:
    return get_language() or "fr"


def amount(fact: Fact, number: int) -> str:
    if fact.kind == Kind.YEARS:
        return ngettext("%(n)s an", "%(n)s ans", number) % {"n": number}
    return ngettext("%(n)s mois", "%(n)s mois", number) % {"n": number}


def alternatives(conditions: Iterable[Any]) -> list[Sequence[Any]]:
    """Conditions by alternative, in order."""
    groups: dict[int, list[Any]] = {}
    for one in conditions:
        groups.setdefault(one.alternative, []).append(one)
    known = {code: number for number, code in enumerate(FACTS)}
    return [
        sorted(groups[number], key=lambda one: known.get(one.fact, len(known))) for number in sorted(groups)
    ]
