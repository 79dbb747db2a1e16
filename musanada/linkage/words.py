"""Words for what a model calls by code: fields, and how far two records agree on one. A number at the end of a name's
level says how rare the shared words are, in bits: the more, the rarer."""

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence
from musanada.linkage.twins import labels

RARE, COMMON = 16, 11
OTHER_FIELDS: dict[str, Sentence] = {"nationality_rare": _("Nationalité peu représentée")}
NAMES: dict[str, Sentence] = {
    "same": _("les mêmes mots"),
    "same_more": _("les mêmes mots, et d'autres d'un côté"),
    "sound": _("les mêmes mots, écrits autrement"),
    "sound_more": _("les mêmes mots, écrits autrement, et d'autres d'un côté"),
    "two_of_three": _("deux mots sur trois"),
    "single": _("un seul mot d'un côté, le même"),
    "one_close": _("un mot pareil, un autre proche"),
    "close": _("des mots proches"),
    "one": _("un mot pareil, un autre différent"),
    "one_spelled": _("un mot proche, un autre différent"),
    "part": _("une partie du nom"),
    "near": _("des noms proches"),
    "household": _("pareil, comme dans une même famille"),
    "none": _("rien de commun"),
}
BIRTHS: dict[str, Sentence] = {
    "day": _("le même jour"),
    "turned": _("jour et mois inversés"),
    "part": _("deux parties sur trois"),
    "both_guessed": _("la même année, estimée des deux côtés"),
    "guessed": _("la même année, estimée d'un côté"),
    "other_year": _("le même jour d'une autre année"),
    "kin": _("comme entre frères et sœurs"),
    "year": _("la même année"),
    "beside_guessed": _("une année d'écart, estimée"),
    "near_guessed": _("quelques années d'écart, estimées"),
    "beside": _("une année d'écart"),
    "near": _("quelques années d'écart"),
    "far": _("des années éloignées"),
}
OTHERS: dict[str, Sentence] = {
    "same": _("pareil"),
    "shared": _("pareil, mais porté par plusieurs"),
    "household": _("pareil, comme dans une même famille"),
    "near": _("un signe d'écart"),
    "other_kind": _("d'une autre sorte"),
    "other": _("différent"),
}
RARITY = (_("noms rares"), _("noms assez rares"), _("noms courants"))


def field_words(code: str) -> Sentence:
    return labels.FIELDS.get(code) or OTHER_FIELDS.get(code, code)


def level_words(field: str, code: str) -> Sentence:
    """A level that has no words shows its code: nothing is hidden."""
    if field == "birth":
        return BIRTHS.get(code, code)
    if field not in ("name", "mother"):
        return OTHERS.get(code, code)
    stem, _line, bits = code.rpartition("_")
    if not bits.isdecimal():
        return NAMES.get(code, code)
    rarity = RARITY[0 if int(bits) >= RARE else 1 if int(bits) >= COMMON else 2]
    return _("%(what)s (%(rarity)s)") % {"what": NAMES.get(stem, stem), "rarity": rarity}
