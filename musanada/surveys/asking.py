"""An interview as it is shown: questions in the language of the person, what is answered, how far one is.

The words around them (*unknown*, *refused*, *not asked*) are of the same language as the questions, whatever the
language of the enumerator's screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, override

from musanada.kit.choices import Answer as Given
from musanada.surveys.definitions import NOT_ASKED, REFUSED, UNKNOWN, Definition, Item
from musanada.surveys.scoring import applies

RTL = ("ar",)
OTHERS = {UNKNOWN: Given.UNKNOWN, REFUSED: Given.REFUSED, NOT_ASKED: Given.NOT_ASKED}


@dataclass(frozen=True)
class Choice:
    code: str
    label: str
    checked: bool


@dataclass(frozen=True)
class Question:
    """One item ready to draw. ``only_if``: the answer above that opens it; ``open``: is it to be asked now?"""

    id: str
    number: int
    text: str
    hint: str
    choices: Sequence[Choice]
    others: Sequence[Choice]
    only_if: str
    open: bool
    error: str = ""

    @property
    def answered(self) -> bool:
        return any(one.checked for one in (*self.choices, *self.others))


@dataclass(frozen=True)
class PartOfSurvey:
    """A dimension as a step of the interview."""

    code: str
    name: str
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done >= self.total


def direction(lang: str) -> str:
    return "rtl" if lang in RTL else "ltr"


def questions(
    definition: Definition,
    answers: Mapping[str, str],
    lang: str,
    dimension: str = "",
    errors: Mapping[str, str] | None = None,
) -> list[Question]:
    """Of one dimension or all, numbered through the whole questionnaire. Those that do not apply are closed."""
    with override(lang):
        return [
            question(definition, item, number, answers, lang, str((errors or {}).get(item.id, "")))
            for number, item in enumerate(definition.items, 1)
            if dimension in ("", item.dimension)
        ]


def question(
    definition: Definition, item: Item, number: int, answers: Mapping[str, str], lang: str, error: str
) -> Question:
    given = answers.get(item.id, "")
    choices = [Choice(a.code, a.label.said(lang), a.code == given) for a in definition.answers_of(item)]
    others = [Choice(code, str(label.label), code == given) for code, label in OTHERS.items()]
    opened = applies(definition, item, answers) is not False
    hint = item.hint.said(lang) if item.hint else ""
    return Question(
        item.id,
        number,
        item.text.said(lang),
        hint,
        choices,
        others,
        only_if(definition, item, lang),
        opened,
        error,
    )


def only_if(definition: Definition, item: Item, lang: str) -> str:
    """« Seulement si la réponse à la question 9 est : Oui »"""
    asked = item.asked_if
    if asked is None:
        return ""
    before = definition.by_id[asked.item]
    labels = [a.label.said(lang) for a in definition.answers_of(before) if a.code in asked.answers]
    return gettext("Seulement si la réponse à la question %(number)s est : %(answers)s") % {
        "number": definition.items.index(before) + 1,
        "answers": " / ".join(labels),
    }


def parts(definition: Definition, answers: Mapping[str, str], lang: str) -> list[PartOfSurvey]:
    """How far each dimension is: of the questions that are to be asked now."""
    found = []
    for one in definition.dimensions:
        asked = [i for i in definition.items_of(one.code) if applies(definition, i, answers) is not False]
        # A question nobody can tell of yet is no gap: it opens with the answer above it.
        due = [i for i in asked if applies(definition, i, answers) or i.id in answers]
        done = sum(1 for i in due if i.id in answers)
        found.append(PartOfSurvey(one.code, one.name.said(lang), done, len(due)))
    return found


def after(definition: Definition, dimension: str) -> str:
    """The next dimension's code; "" after the last."""
    codes = [one.code for one in definition.dimensions]
    place = codes.index(dimension) if dimension in codes else len(codes)
    return codes[place + 1] if place + 1 < len(codes) else ""
