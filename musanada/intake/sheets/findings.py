"""What was found in a cell or a row, in words for the person who imports.

A finding is stored as level, code, field and parameters; the sentence is made when it is shown, in the reader's
language. Only an ``error`` keeps a row from being imported, and only that row.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from musanada.kit.dates import parse_date
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.registry import Registry

Level = Literal["error", "warning", "info"]

SENTENCES: Registry[Sentence] = Registry("finding")


@dataclass(frozen=True)
class Finding:
    """``code`` names a sentence of ``SENTENCES``; ``params`` are its placeholders; ``choices`` ask for one of them."""

    level: Level
    code: str
    field: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    choices: tuple[str, ...] = ()

    def at(self, field: str) -> "Finding":
        """The same finding, tied to a field."""
        return Finding(self.level, self.code, field, self.params, self.choices)

    def stored(self) -> dict[str, Any]:
        """As kept in JSON."""
        kept: dict[str, Any] = {"level": self.level, "code": self.code, "field": self.field}
        if self.params:
            kept["params"] = dict(self.params)
        if self.choices:
            kept["choices"] = list(self.choices)
        return kept


def sentence(stored: Mapping[str, Any]) -> str:
    """The sentence of a stored finding in the current language."""
    params = stored.get("params", {})
    if stored["code"] == "date":
        return date_problem(str(params["value"]))
    template = str(SENTENCES[stored["code"]])
    return template % params if params else template


def date_problem(value: str) -> str:
    """``parse_date`` says best what is wrong with a date."""
    try:
        parse_date(value)
    except BadInput as problem:
        return str(problem)
    return str(SENTENCES["date"]) % {"value": value}


def say(code: str, sentence: Sentence) -> None:
    """Add a sentence; kinds of import add their own."""
    SENTENCES.add(code, sentence)


say("date", _("« %(value)s » n'est pas une date lisible. Écrivez par exemple 05/03/2024, 03/2024 ou 1990."))
say("future-date", _("« %(value)s » est dans l'avenir : vérifiez l'année."))
say("whole-day", _("« %(value)s » : il faut le jour, le mois et l'année, par exemple 05/03/2024."))
say("excel-day", _("%(value)s est un numéro de jour d'Excel, lu %(date)s."))
say("short-year", _("« %(value)s » : l'année est lue %(year)s."))
say(
    "number",
    _("« %(value)s » n'est pas un nombre lisible. Écrivez-le en chiffres, par exemple 23 096 ou 60,7."),
)
say("two-numbers", _("« %(value)s » peut se lire comme un entier ou un décimal : écrivez-le sans ambiguïté."))
say("too-long", _("« %(value)s » dépasse %(limit)s caractères : vérifiez que c'est la bonne colonne."))
say("phone", _("« %(value)s » n'est pas un numéro de téléphone : il est laissé de côté."))
say("phone-zero", _("« %(value)s » est lu %(phone)s : le zéro du début manquait."))
say("phone-several", _("« %(value)s » contient plusieurs numéros : seul %(phone)s est repris."))
say(
    "unknown-word", _("« %(value)s » n'est pas reconnu : choisissez ce que ce mot veut dire dans ce fichier.")
)
say(
    "ambiguous-word",
    _("« %(value)s » peut avoir plusieurs sens : choisissez le bon, une fois pour tout le fichier."),
)
say(
    "left-out-word",
    _("« %(value)s » n'est pas reconnu et reste vide, à moins que vous choisissiez ce qu'il veut dire."),
)
say("guinea", _("« %(value)s » est lu « République de Guinée ». Si c'est une autre Guinée, choisissez-la."))
say("missing", _("Il manque : %(field)s. Sans cela la ligne ne peut pas être reprise."))
