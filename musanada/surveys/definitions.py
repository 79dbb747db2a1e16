"""The schema of one version of an instrument: questions, answers, scores, weights, bands, and what happens to holes.

A definition is read from YAML (``reading``), checked here, and hashed over its canonical JSON: two definitions with one
digest ask the same and score the same. Where it comes from and whether somebody has confirmed it is told beside it and
is no part of the digest: confirming a version changes no figure.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

LANGUAGES = ("fr", "ar", "en", "es")
# Answers every question has beside its own: three different things, never scored (domain, section 0).
UNKNOWN, REFUSED, NOT_ASKED = "unknown", "refused", "not_asked"
WITHOUT_VALUE = (UNKNOWN, REFUSED, NOT_ASKED)
COMPOSITE = ""  # the code of the composite among dimensions


def number(value: Any) -> Decimal:
    """0.25 of a YAML file is a quarter, not the binary fraction next to it."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError(str(_("un nombre est attendu, par exemple 0.25")))
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(str(_("un nombre est attendu, par exemple 0.25"))) from None
    if not found.is_finite() or len(found.as_tuple().digits) > 9:
        raise ValueError(str(_("un nombre d'au plus neuf chiffres est attendu")))
    return found


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


Number = Annotated[Decimal, BeforeValidator(number), PlainSerializer(plain, return_type=str)]
Share = Annotated[Number, Field(ge=0, le=1)]
Weight = Annotated[Number, Field(gt=0, le=1000)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", min_length=1, max_length=40)]
Language = Literal["fr", "ar", "en", "es"]
Tone = Literal["danger", "warning", "done", "muted"]


class Part(BaseModel):
    """Closed to unknown fields, and never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A text in the languages of the instrument; French is always there."""

    fr: str = Field(min_length=1, max_length=600)
    ar: str = Field(default="", max_length=600)
    en: str = Field(default="", max_length=600)
    es: str = Field(default="", max_length=600)

    def said(self, lang: str) -> str:
        return getattr(self, lang.split("-")[0].lower(), "") or self.fr

    def lacks(self, languages: tuple[str, ...]) -> list[str]:
        return [lang for lang in languages if not getattr(self, lang).strip()]


class Answer(Part):
    """One answer and what it is worth; without a score it takes the question out of the sum (not concerned)."""

    code: Code
    label: Words
    score: Share | None = None


class Condition(Part):
    """Asked only if an earlier question got one of these answers."""

    item: Code
    answers: tuple[Code, ...] = Field(min_length=1)


class Item(Part):
    """A question as a sentence. ``scale`` names shared answers; ``answers`` are its own."""

    id: Code
    dimension: Code
    text: Words
    hint: Words | None = None
    scale: Code | None = None
    answers: tuple[Answer, ...] = ()
    reversed: bool = False
    weight: Weight = Decimal(1)
    asked_if: Condition | None = None

    @model_validator(mode="after")
    def one_set_of_answers(self) -> Self:
        if bool(self.scale) == bool(self.answers):
            raise ValueError(str(_("donnez « scale » ou « answers », l'un des deux")))
        return self


class Dimension(Part):
    """A part of the instrument with its own score; ``weight`` is its weight in the composite."""

    code: Code
    name: Words
    weight: Weight = Decimal(1)


class Band(Part):
    """Scores up to ``up_to`` (included), as rounded to the instrument's decimals."""

    code: Annotated[Code, Field(max_length=20)]
    up_to: Share
    label: Words
    tone: Tone = "muted"


class Missing(Part):
    """Answered questions are weighted anew; under these shares there is no score."""

    rule: Literal["reweight"] = "reweight"
    dimension: Share  # share of the questions that apply which must have a scored answer
    composite: Share = Decimal(1)  # share of the dimensions which must have a score


class Definition(Part):
    """A whole version."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
    kind: Literal["scored", "satisfaction"]
    version: int = Field(ge=1, le=999)
    name: Words
    languages: tuple[Language, ...] = ("fr", "ar")
    dimensions: tuple[Dimension, ...] = Field(min_length=1, max_length=20)
    composite: Words | None = None  # its name; none, and there is no composite
    scales: dict[Code, tuple[Answer, ...]] = Field(default_factory=dict)
    items: tuple[Item, ...] = Field(min_length=1, max_length=300)
    missing: Missing
    bands: tuple[Band, ...] = Field(min_length=2, max_length=9)
    band_decimals: int = Field(default=2, ge=0, le=6)

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        from musanada.surveys.coherence import problems

        found = list(problems(self))
        if found:
            raise ValueError("\n".join(found))
        return self

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def names(self) -> Mapping[str, Words]:
        """Dimension → name, the composite included where there is one."""
        named = {one.code: one.name for one in self.dimensions}
        return named | ({COMPOSITE: self.composite} if self.composite else {})

    def answers_of(self, item: Item) -> tuple[Answer, ...]:
        return item.answers or self.scales.get(item.scale or "", ())

    def answer(self, item: Item, code: str) -> Answer | None:
        return next((one for one in self.answers_of(item) if one.code == code), None)

    def items_of(self, dimension: str) -> Iterator[Item]:
        return (item for item in self.items if item.dimension == dimension)

    def is_scored(self, item: Item) -> bool:
        return any(one.score is not None for one in self.answers_of(item))

    def band_of(self, value: Decimal | None) -> Band | None:
        if value is None:
            return None
        step = Decimal(1).scaleb(-self.band_decimals)
        rounded = value.quantize(step, ROUND_HALF_UP)
        return next(band for band in self.bands if rounded <= band.up_to)

    def canonical(self) -> dict[str, Any]:
        """What is kept and hashed. Defaults are left out: a field added to the schema later moves no digest."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def digest(self) -> str:
        return digest_of(self.canonical())


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of JSON with sorted keys, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def definition_of(version: Any) -> Definition:
    """The definition of a stored version; read once per digest."""
    return _read(version.digest, json.dumps(version.definition, sort_keys=True))


@lru_cache(maxsize=64)
def _read(digest: str, text: str) -> Definition:
    return Definition.model_validate(json.loads(text))
