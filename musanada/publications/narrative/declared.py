"""Numbers that are no figures, said to be so: ``{{ n:18 age }}``. A class is not a way round: each has its shape."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import BadInput
from musanada.publications.narrative.grammar import Declared

_CODE = r"[\w./°:–-]*\d[\w./°:–-]*"
_SMALL = r"\d{1,3}"
SHAPES: dict[str, re.Pattern[str]] = {
    "age": re.compile(rf"{_SMALL}( ?(-|–|à|to|a|إلى) ?{_SMALL})?( \D{{1,20}})?"),
    "date": re.compile(r"(\d{1,2}(er)? )?(\D{2,20} )?\d{1,4}([-/.]\d{1,2}){0,2}( \D{2,20}( de)? \d{4})?"),
    "year": re.compile(r"(1[89]|2\d)\d\d([-–/](1[89]|2\d)?\d\d)?"),
    "time": re.compile(r"\d{1,2}( ?[h:] ?\d{0,2})?"),
    "ordinal": re.compile(r"\d{1,3}\D{0,4}"),
    "article": re.compile(_CODE),
    "law": re.compile(_CODE),
    "page": re.compile(r"\d{1,4}([-–]\d{1,4})?"),
    "version": re.compile(r"v?\d{1,3}(\.\d{1,3}){0,3}"),
    "reference": re.compile(_CODE),
    "address": re.compile(r"[\w ,.-]*\d[\w ,.-]*"),
    "phone": re.compile(r"\+?[\d ().-]{3,20}"),
    "duration": re.compile(rf"{_SMALL}( \D{{2,20}})?"),
    "constant": re.compile(r"\d{1,2}|[^\W\d]{3,20}"),
}
LONGEST = 40
MOST_YEARS, MOST_HOURS = 120, 24


@dataclass(frozen=True)
class Declaration:
    """``constant``: a fixed number of the country or the law (the 12 regions), below a hundred, never of people."""

    given: Declared

    def check(self) -> None:
        """Raises BadInput that says what the class takes."""
        cls, value = self.given.cls, unicodedata.normalize("NFKC", self.given.value).strip()
        if cls not in SHAPES:
            raise BadInput(
                _("« %(cls)s » n'est pas une sorte de nombre ; il y a : %(classes)s.")
                % {"cls": cls[:30], "classes": ", ".join(SHAPES)}
            )
        if len(value) > LONGEST or not SHAPES[cls].fullmatch(value) or not self._bounded(cls, value):
            raise BadInput(
                _("« %(value)s » n'a pas la forme de « %(cls)s » : un chiffre se cite, il ne se déclare pas.")
                % {"value": value[:40], "cls": cls}
            )

    def _bounded(self, cls: str, value: str) -> bool:
        numbers = [int(one) for one in re.findall(r"\d+", value)]
        if cls == "age":
            return all(number <= MOST_YEARS for number in numbers)
        return not (cls == "time" and numbers and numbers[0] > MOST_HOURS)
