"""A number while it is read: the passes fill it in, ``numbers.Number`` is what comes out."""

from dataclasses import dataclass, field
from decimal import Decimal

from musanada.press.reading.folding import Folded
from musanada.press.reading.numbers import Class, Number, Qualifier

COUNTS: tuple[Class, ...] = ("figure", "percent", "change", "money")


@dataclass
class Draft:
    """Places are in the folded text; ``opens`` is where its qualifier begins, ``closes`` where its noun ends."""

    start: int
    end: int
    value: Decimal | None
    cls: Class
    step: Decimal = Decimal(1)
    kind: str = "number"
    unit: str = ""
    noun: str = ""
    qualifier: Qualifier = "exact"
    words: str = ""
    period: str = ""
    own_period: bool = False  # named in its own sentence
    base_period: str = ""
    entity: dict[str, str] = field(default_factory=dict)
    label: str = ""
    role: str = ""
    of: "Draft | None" = None
    attributed: str = ""
    subject: str = ""
    sentence: int = 0
    spelled: bool = False
    about: bool = False
    signed: bool = False
    opens: int = 0
    closes: int = 0

    def __post_init__(self) -> None:
        self.opens, self.closes = self.opens or self.start, max(self.closes, self.end)

    @property
    def counts(self) -> bool:
        """Does it say how much of something?"""
        return self.cls in COUNTS

    def finished(self, text: Folded, index: dict[int, int]) -> Number:
        start, end = text.span(self.start, self.end)
        return Number(
            start=start, end=end, text=text.raw[start:end], value=self.value, cls=self.cls, step=self.step,
            unit=self.unit, noun=self.noun, qualifier=self.qualifier, words=self.words, period=self.period,
            base_period=self.base_period, entity=self.entity, label=self.label, role=self.role,
            of=index.get(id(self.of)) if self.of is not None else None, attributed=self.attributed,
            subject=self.subject, sentence=self.sentence, spelled=self.spelled, signed=self.signed,
            inherited=bool(self.period) and not self.own_period,
        )  # fmt: skip


def tidy(value: Decimal) -> Decimal:
    """3500000.0 is 3500000; shares of fractions keep two decimals."""
    value = round(value, 6)
    return Decimal(int(value)) if value == int(value) else value.normalize()
