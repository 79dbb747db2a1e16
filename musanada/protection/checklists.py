"""Checklists of trafficking indicators: what one may say, and what its answers come to.

A version is data (``data/indicators/*.yaml``, or loaded on a page), validated here, sealed by a digest and frozen by its
first use: what an answer was given to never changes. Refer or not, urgent or not: each list by its own thresholds.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from musanada.kit.errors import BadInput, bad
from musanada.protection.models import IndicatorList
from musanada.protection.models.detection import Tick
from musanada.protection.models.trafficking import Exploitation

DATA = Path(__file__).resolve().parent / "data" / "indicators"
PRESENT = Tick.Found.PRESENT
LONGEST = 40_000  # characters of a file loaded on a page


class Item(BaseModel):
    """One sign: its words, its weight, and whether it alone makes the referral urgent."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    fr: str = Field(min_length=3, max_length=200)
    ar: str = Field(min_length=3, max_length=200)
    weight: int = Field(ge=1, le=20)
    urgent: bool = False


class Checklist(BaseModel):
    """A version as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[a-z0-9-]{2,40}$")
    version: int = Field(default=1, ge=1, le=999)
    form: str = ""
    for_child: bool = False
    name_fr: str = Field(min_length=3, max_length=200)
    name_ar: str = Field(min_length=3, max_length=200)
    source: str = Field(default="", max_length=300)
    confirmed: bool = False
    refer_at: int = Field(ge=1, le=200)
    urgent_at: int = Field(ge=1, le=400)
    items: tuple[Item, ...] = Field(min_length=1, max_length=60)

    @model_validator(mode="after")
    def holds_together(self) -> "Checklist":
        codes = [item.code for item in self.items]
        if len(set(codes)) != len(codes):
            raise ValueError("the same item stands twice")
        if self.form and self.form not in Exploitation.values:
            raise ValueError("no form of exploitation has this code")
        if self.urgent_at < self.refer_at:
            raise ValueError("what is urgent is referred: urgent_at is at least refer_at")
        if sum(item.weight for item in self.items) < self.refer_at:
            raise ValueError("refer_at cannot be reached")
        return self

    def definition(self) -> dict[str, Any]:
        return self.model_dump(include={"items", "refer_at", "urgent_at"}, mode="json")


def digest_of(definition: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON."""
    text = json.dumps(definition, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=1)
def shipped() -> tuple[Checklist, ...]:
    return tuple(
        Checklist.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        for path in sorted(DATA.glob("*.yaml"))
    )


def parsed(text: str) -> Checklist:
    """A version loaded on a page. Raises: BadInput naming the first thing that is wrong."""
    if len(text) > LONGEST:
        raise bad("text", _("Ce fichier est trop long pour une grille : vérifiez que c'est le bon."))
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        raise bad(
            "text", _("Ce texte n'est pas du YAML : partez d'une grille existante et changez-la.")
        ) from None
    if not isinstance(found, dict):
        raise bad("text", _("Une grille commence par son code, son nom, ses seuils et ses signes."))
    try:
        return Checklist.model_validate(found)
    except ValidationError as problem:
        raise first_wrong(problem) from None


def first_wrong(problem: ValidationError) -> BadInput:
    one = problem.errors()[0]
    where = " › ".join(str(part) for part in one["loc"]) or "…"
    return bad(
        "text",
        _("À corriger dans la grille, à l'endroit « %(where)s » : %(what)s")
        % {"where": where, "what": one["msg"]},
    )


@dataclass(frozen=True)
class Sign:
    """An item as it is read on a page."""

    code: str
    text: str
    weight: int
    urgent: bool


def signs(one: IndicatorList) -> list[Sign]:
    lang = "ar" if get_language() == "ar" else "fr"
    return [
        Sign(item["code"], item[lang], item["weight"], item["urgent"]) for item in one.definition["items"]
    ]


def whole(one: IndicatorList) -> bool:
    """Is the list what was sealed?"""
    return digest_of(one.definition) == one.digest


Found = Mapping[tuple[Any, str], str]  # (key of the list, code of the item) → answer


@dataclass(frozen=True)
class Outcome:
    """What the answers come to, and which signs decided."""

    refer: bool
    urgent: bool
    score: int
    deciding: tuple[tuple[Any, str], ...]


def outcome(lists: Iterable[IndicatorList], found: Found, *, unsafe: bool = False) -> Outcome:
    """Each list by its own thresholds; who is to be referred and is not safe now is urgent."""
    refer = urgent = False
    score = 0
    deciding: list[tuple[Any, str]] = []
    for one in lists:
        here = [item for item in one.definition["items"] if found.get((one.pk, item["code"])) == PRESENT]
        alarming = any(item["urgent"] for item in here)
        reached = sum(item["weight"] for item in here)
        score += reached
        if not alarming and reached < one.definition["refer_at"]:
            continue
        refer = True
        urgent = urgent or alarming or reached >= one.definition["urgent_at"]
        ordered = sorted(here, key=lambda item: (not item["urgent"], -item["weight"]))
        deciding += [(one.pk, item["code"]) for item in ordered]
    return Outcome(refer, refer and (urgent or unsafe), score, tuple(deciding))
