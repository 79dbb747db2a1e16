"""The sentences by which the press check is measured: real phrasing, true and false, in three languages.

``data/evaluation/*.yaml`` hold ``[expected, text]``: a code with ``!`` (an error) or ``?`` (a check), or nothing where the
sentence is true. A false alarm is an error said of a true sentence; a doubt is a check said of one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "evaluation"


@dataclass(frozen=True)
class Example:
    lang: str
    expected: str
    text: str


@dataclass
class Score:
    """Of one language, or of one family of codes."""

    false_said: int = 0
    found: int = 0
    true_said: int = 0
    alarms: int = 0
    doubts: int = 0
    missed: list[Example] = field(default_factory=list)
    wronged: list[Example] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.false_said if self.false_said else 1.0

    @property
    def alarm_rate(self) -> float:
        return self.alarms / self.true_said if self.true_said else 0.0


def examples() -> Iterator[Example]:
    import yaml

    for path in sorted(FOLDER.glob("*.yaml")):
        for expected, text in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield Example(path.stem.partition("-")[0], expected, text)


def codes(text: str, lang: str = "") -> list[str]:
    """What the check says of a text: ``SUM.parts!``, ``RANK.order?`` …"""
    from musanada.press.report import check

    return [f"{one.code}{'!' if one.level == 'error' else '?'}" for one in check(text, lang).findings]


def measured() -> dict[str, Score]:
    """By language, by family (``SUM``, ``PCT`` …) and ``all`` together."""
    scores: dict[str, Score] = {}
    for example in examples():
        said = codes(example.text)
        names = ["all", example.lang, *([example.expected.partition(".")[0]] if example.expected else [])]
        for name in names:
            count(scores.setdefault(name, Score()), example, said)
    return scores


def count(score: Score, example: Example, said: list[str]) -> None:
    if example.expected:
        score.false_said += 1
        if example.expected in said:
            score.found += 1
        else:
            score.missed.append(example)
        return
    score.true_said += 1
    if any(code.endswith("!") for code in said):
        score.alarms += 1
        score.wronged.append(example)
    elif said:
        score.doubts += 1
