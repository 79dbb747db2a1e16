"""The sentence of a finding, in the language of the text: its words in ``data/known/sentences.yaml``, its numbers as that
language prints them."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from musanada.kit.formats import format_number, format_percent
from musanada.kit.periods import Change, Period
from musanada.press.matching import Claim, span_of
from musanada.press.universe import DATA, Known

LANGUAGES = ("fr", "ar", "en")


@cache
def sentences() -> dict[str, dict[str, str]]:
    import yaml

    return dict(yaml.safe_load((DATA / "sentences.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Voice:
    """Says things in one language."""

    lang: str

    def say(self, key: str, **values: Any) -> str:
        """``values``: numbers are printed with the grouping of the language, the rest as it is."""
        return sentences()[key][self.lang].format(
            **{name: self.word(value) for name, value in values.items()}
        )

    def word(self, value: Any) -> str:
        if isinstance(value, (int, Decimal)):
            return self.number(value)
        if isinstance(value, Known):
            return self.number(value.value) if value.unit != "percent" else self.percent(value.value)
        if isinstance(value, Claim):
            return self.claim(value)
        return str(value)

    def number(self, value: int | Decimal) -> str:
        return format_number(value, self.lang)

    def percent(self, value: int | Decimal, decimals: int | None = None, *, sign: bool = False) -> str:
        places = max(0, -int(Decimal(value).as_tuple().exponent)) if decimals is None else decimals
        return format_percent(value, self.lang, places, sign=sign)

    def claim(self, claim: Claim) -> str:
        """The number as the language prints it."""
        value = claim.number.value
        if value is None:
            return claim.number.text
        if claim.percent:
            return self.percent(value, max(0, -int(claim.number.step.as_tuple().exponent)))
        return self.number(value)

    def adding(self, values: list[Decimal]) -> str:
        return " + ".join(self.number(value) for value in values)

    def listed_sum(self, claims: list[Claim]) -> str:
        """``93 % + 7 %``."""
        return " + ".join(self.claim(claim) for claim in claims)

    def listed(self, words: list[str]) -> str:
        if len(words) < 2:
            return "".join(words)
        last = {"fr": " et ", "en": " and ", "ar": " و"}[self.lang]
        comma = "، " if self.lang == "ar" else ", "
        return comma.join(words[:-1]) + last + words[-1]

    def period(self, text: str) -> str:
        """A period in words."""
        from musanada.reporting.display import period_label

        span = span_of(text)
        if isinstance(span, Period):
            return str(period_label(span, self.lang))
        if isinstance(span, Change):
            return f"{self.period(span.of.text)} / {self.period(span.against.text)}"
        return text

    def unit(self, unit: str) -> str:
        known = sentences().get(f"unit.{unit}")
        return known[self.lang] if known else unit

    def row(self, name: str, otherwise: str) -> str:
        """A row of a split, ``sex=F``."""
        known = sentences().get(f"row.{name}")
        return known[self.lang] if known else otherwise
