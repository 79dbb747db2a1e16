"""What the parts of an instrument owe each other, each fault as a sentence that names the question or the part."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from musanada.surveys.definitions import Definition, Item, Words


def problems(one: "Definition") -> Iterator[str]:
    yield from repeated(one)
    yield from untranslated(one)
    yield from answers(one)
    for place, item in enumerate(one.items):
        yield from of_item(one, item, earlier=one.items[:place])
    yield from dimensions(one)
    yield from bands(one)
    if "fr" not in one.languages:
        yield _("Les langues de l'instrument comprennent le français (« fr »).")


def twice(codes: Iterable[str]) -> list[str]:
    return [code for code, times in Counter(codes).items() if times > 1]


def repeated(one: "Definition") -> Iterator[str]:
    groups: dict[str, list[str]] = {
        _("question"): [item.id for item in one.items],
        _("dimension"): [part.code for part in one.dimensions],
        _("tranche"): [band.code for band in one.bands],
        _("langue"): list(one.languages),
    }
    for what, codes in groups.items():
        for code in twice(codes):
            yield _("Le code « %(code)s » est donné deux fois (%(what)s) : gardez-en un.") % {
                "code": code,
                "what": what,
            }


def texts(one: "Definition") -> Iterator[tuple[str, "Words"]]:
    yield _("nom de l'instrument"), one.name
    if one.composite:
        yield _("note d'ensemble"), one.composite
    for part in one.dimensions:
        yield _("dimension %(code)s") % {"code": part.code}, part.name
    for band in one.bands:
        yield _("tranche %(code)s") % {"code": band.code}, band.label
    for name, scale in one.scales.items():
        for answer in scale:
            yield _("échelle %(name)s, réponse %(code)s") % {"name": name, "code": answer.code}, answer.label
    for item in one.items:
        yield _("question %(id)s") % {"id": item.id}, item.text
        if item.hint:
            yield _("question %(id)s, précision") % {"id": item.id}, item.hint
        for answer in item.answers:
            where = _("question %(id)s, réponse %(code)s") % {"id": item.id, "code": answer.code}
            yield where, answer.label


def untranslated(one: "Definition") -> Iterator[str]:
    for where, words in texts(one):
        for lang in words.lacks(one.languages):
            yield _("Il manque le texte en « %(lang)s » : %(where)s.") % {"lang": lang, "where": where}


def answers(one: "Definition") -> Iterator[str]:
    """Codes once in a list, none of the three that every question has anyway."""
    lists = [(_("échelle %(name)s") % {"name": name}, scale) for name, scale in one.scales.items()]
    lists += [(_("question %(id)s") % {"id": item.id}, item.answers) for item in one.items if item.answers]
    for where, listed in lists:
        codes = [answer.code for answer in listed]
        if len(codes) < 2:
            yield _("%(where)s : il faut au moins deux réponses.") % {"where": where}
        for code in twice(codes):
            yield _("%(where)s : la réponse « %(code)s » est donnée deux fois.") % {
                "where": where,
                "code": code,
            }
        for code in {"unknown", "refused", "not_asked"}.intersection(codes):
            yield _(
                "%(where)s : « %(code)s » est une réponse que chaque question a déjà : donnez un autre code."
            ) % {"where": where, "code": code}


def of_item(one: "Definition", item: "Item", earlier: Iterable["Item"]) -> Iterator[str]:
    if item.dimension not in {part.code for part in one.dimensions}:
        yield _("Question %(id)s : la dimension « %(code)s » n'existe pas.") % {
            "id": item.id,
            "code": item.dimension,
        }
    if item.scale and item.scale not in one.scales:
        yield _("Question %(id)s : l'échelle « %(code)s » n'existe pas.") % {
            "id": item.id,
            "code": item.scale,
        }
    if item.asked_if:
        yield from condition(one, item, {before.id: before for before in earlier})


def condition(one: "Definition", item: "Item", earlier: dict[str, "Item"]) -> Iterator[str]:
    """It may only look back: so there is no circle, and whoever asks knows the answer already."""
    asked = item.asked_if
    assert asked
    before = earlier.get(asked.item)
    if before is None:
        yield _(
            "Question %(id)s : « asked_if » nomme « %(code)s », qui n'est pas une question posée avant."
        ) % {
            "id": item.id,
            "code": asked.item,
        }
        return
    for code in asked.answers:
        if one.answer(before, code) is None:
            yield _("Question %(id)s : « %(code)s » n'est pas une réponse de la question %(before)s.") % {
                "id": item.id,
                "code": code,
                "before": before.id,
            }


def dimensions(one: "Definition") -> Iterator[str]:
    scored = {item.dimension for item in one.items if one.is_scored(item)}
    for part in one.dimensions:
        if part.code not in scored:
            yield _("Dimension %(code)s : aucune question n'y donne de note.") % {"code": part.code}


def bands(one: "Definition") -> Iterator[str]:
    if any(low.up_to >= high.up_to for low, high in pairwise(one.bands)):
        yield _(
            "Les tranches vont de la plus basse à la plus haute : leurs bornes « up_to » doivent croître."
        )
    if one.bands[-1].up_to != 1:
        yield _("La dernière tranche finit à 1 : corrigez sa borne « up_to ».")
