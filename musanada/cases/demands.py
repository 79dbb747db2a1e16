"""What a step demands, as small objects: each refuses with a sentence, and says in words what it wants for the diagram.

    Step("favour", …, unless=(Pieces(), AnotherPerson("examine"), Quorum(present, _("Le quorum de la session"))))

A plain function is a guard too; ``Rule(function, words)`` gives it words. ``said`` reads them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.cases.models import Case, CaseStep
from musanada.cases.steps import Guard, Step
from musanada.kit.errors import Sentence

NOTHING = (None, "")


def joined(names: list[str]) -> str:
    """A list inside a sentence, in any language."""
    return " · ".join(names)


class Fields:
    """These columns are filled: of the case, or of its ``detail`` (``Fields("lodged_on", detail="application")``)."""

    def __init__(self, *names: str, detail: str = "") -> None:
        self.names, self.detail = names, detail

    def __call__(self, actor: User, case: Any) -> Sentence | None:
        lacking = self.lacking(case)
        if not lacking:
            return None
        return _("Il manque au dossier : %(fields)s. Complétez-le d'abord.") % {
            "fields": joined([self.label(name) for name in lacking])
        }

    def lacking(self, case: Any) -> list[str]:
        try:
            record = attrgetter(self.detail)(case) if self.detail else case
        except (AttributeError, ObjectDoesNotExist):
            return list(self.names)
        return [name for name in self.names if getattr(record, name) in NOTHING]

    def label(self, name: str) -> str:
        """The column's own name, found from the case's table along the path."""
        model: Any = Case
        for part in filter(None, self.detail.split(".")):
            model = model._meta.get_field(part).related_model
        return str(model._meta.get_field(name).verbose_name)

    @property
    def words(self) -> Sentence:
        return _("Rempli : %(fields)s") % {"fields": joined([self.label(name) for name in self.names])}


class Pieces:
    """Every piece demanded of this case is in the file, or one of each group."""

    words: Sentence = _("Toutes les pièces demandées")

    def __call__(self, actor: User, case: Any) -> Sentence | None:
        from musanada.cases.queries.pieces import missing_pieces

        lacking = missing_pieces(case)
        if not lacking:
            return None
        either = str(_(" ou "))
        names = [either.join(str(one.type) for one in line.required) for line in lacking]
        return _(
            "Pièces demandées qui manquent : %(names)s. Enregistrez-les, ou demandez-les à la personne."
        ) % {"names": joined(names)}


@dataclass(frozen=True)
class Consent:
    """The person's own word for a purpose stands today. ``recipient``: a word, or a function of the case."""

    purpose: str
    recipient: str | Callable[[Any], str] = ""
    groups: tuple[str, ...] = ()

    def __call__(self, actor: User, case: Any) -> Sentence | None:
        from musanada.people.queries.consents import covering

        to = self.recipient(case) if callable(self.recipient) else self.recipient
        person = case.person.merged_into or case.person
        if covering(person, self.purpose, recipient=to, groups=self.groups, holder=case.unit):
            return None
        return _(
            "La personne n'a pas donné son accord pour « %(purpose)s » : demandez-le-lui et enregistrez sa réponse."
        ) % {"purpose": self.label}

    @property
    def label(self) -> Sentence:
        from musanada.people.consents import PURPOSES

        return PURPOSES[self.purpose].label

    @property
    def words(self) -> Sentence:
        return _("L'accord de la personne : %(purpose)s") % {"purpose": self.label}


@dataclass(frozen=True)
class AnotherPerson:
    """Whoever took step ``of`` last may not take this one: four eyes. ``label``: that step in words."""

    of: str
    label: Sentence

    def __call__(self, actor: User, case: Any) -> Sentence | None:
        last = CaseStep.objects.filter(case=case, code=self.of).order_by("-recorded_at", "-id").first()
        if last is None or last.by_id != actor.pk:
            return None
        return _(
            "Vous avez déjà fait « %(step)s » dans ce dossier : une autre personne prend cette étape."
        ) % {"step": self.label}

    @property
    def words(self) -> Sentence:
        return _("Une autre personne que pour « %(step)s »") % {"step": self.label}


@dataclass(frozen=True)
class Quorum:
    """Enough people. ``counter`` gives how many there are and how many are needed; None where nobody sits."""

    counter: Callable[[Any], tuple[int, int] | None]
    words: Sentence

    def __call__(self, actor: User, case: Any) -> Sentence | None:
        counted = self.counter(case)
        if counted is None:
            return _("Personne n'est réuni pour ce dossier : inscrivez-le à une session d'abord.")
        there, needed = counted
        if there >= needed:
            return None
        return _(
            "Le quorum n'est pas atteint pour ce dossier : présents %(there)s, nécessaires %(needed)s. "
            "Notez les présences, ou remettez le dossier."
        ) % {"there": there, "needed": needed}


@dataclass(frozen=True)
class Rule:
    """Any guard, with the words of what it demands."""

    guard: Guard
    words: Sentence

    def __call__(self, actor: User, case: Any) -> Sentence | None:
        return self.guard(actor, case)


def said(step: Step) -> list[Sentence]:
    """What a step demands, in words; a guard that says nothing is not shown."""
    return [words for guard in step.unless if (words := getattr(guard, "words", ""))]


def silent(step: Step) -> list[str]:
    """Guards of a step that say nothing: a test asks that there be none in a procedure over cases."""
    return [getattr(g, "__name__", type(g).__name__) for g in step.unless if not getattr(g, "words", "")]
