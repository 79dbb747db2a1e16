"""What is said before anything is kept: of a return, of an interview, of a declaration."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import Answer
from musanada.kit.errors import BadInput, Sentence
from musanada.kit.ids import new_id
from musanada.reference.queries import country_codes, place
from musanada.returns.models import Channel, Counselling, Declaration, Direction, Funding, Return, Screening

HOME = "MAR"
EARLIEST = date(2004, 1, 1)  # the first assisted returns
LONGEST = 4000
# What an interview must have touched before it concludes, and what a declaration says.
TOPICS: dict[str, Sentence] = {
    "asylum": _("Asile : crainte d'un retour, demande en cours"),
    "trafficking": _("Traite : contrainte, exploitation, dette"),
    "child": _("Enfant seul, ou séparé de ses parents"),
    "health": _("Santé : soins en cours, grossesse, handicap"),
    "family": _("Famille : qui part, qui reste, qui attend là-bas"),
}
SPOKEN: dict[str, Sentence] = {
    "country": _("Situation dans le pays de retour"),
    "journey": _("Le voyage : papiers, délais, bagages"),
    "reintegration": _("Projet et aide après le retour"),
    "money": _("Argent de poche, montants, ce qui n'est pas pris en charge"),
    "rights": _("Droits : choix libre, renoncer jusqu'à l'embarquement"),
    "alternatives": _("Autres solutions que le retour"),
}
POINTS: dict[str, Sentence] = {
    "free": _("Je pars de mon plein gré, sans contrainte."),
    "informed": _("J'ai été informé du voyage, de l'aide et de ses limites, et de la situation au retour."),
    "withdraw": _("Je peux renoncer jusqu'à l'embarquement, sans pénalité."),
    "money": _("Je connais le montant remis au départ et ce qui n'est pas pris en charge."),
    "data": _("Je sais quelles données servent à organiser ce voyage, et qui les voit."),
}
TEXT_VERSION = "template"  # the text is a template until the organisation confirms its own


class Draft(Protocol):
    def problems(self) -> Iterator[tuple[str, Sentence]]: ...


def insist(draft: Draft) -> None:
    """Raises: BadInput naming the fields."""
    found: dict[str, Sentence] = {}
    for name, sentence in draft.problems():
        found.setdefault(name, sentence)
    if found:
        raise BadInput(next(iter(found.values())), fields=found)


def coded(codes: Any, known: Any) -> str:
    """Codes as a column keeps them, in the order of the list they come from."""
    wanted = set(codes)
    listed = [code for code in known if code in wanted]
    return f",{','.join(listed)}," if listed else ""


def past(day: date | None, *, since: date = EARLIEST) -> Sentence | None:
    """Why a day on which something happened cannot be that day."""
    if day is None:
        return _("Donnez le jour.")
    if day > timezone.localdate():
        return _("Cette date est dans l'avenir : un fait s'enregistre quand il a eu lieu.")
    if day < since:
        return _("Cette date est trop ancienne : vérifiez l'année.")
    return None


@dataclass(frozen=True)
class ReturnDraft:
    """``id`` is made by whoever records: the same id twice is the same file. ``country`` is the one that is not Morocco."""

    direction: str
    channel: str
    country: str
    funding: Funding | None = None
    to_place: UUID | None = None
    to_town: str = ""
    source: str = Return.Source.UNKNOWN
    applied_on: date = field(default_factory=timezone.localdate)
    wished_on: date | None = None
    with_parent: bool | None = None
    apart: str = ""
    apart_text: str = ""
    id: UUID = field(default_factory=new_id)

    @property
    def columns(self) -> dict[str, Any]:
        leaves = self.direction == Direction.FROM_MOROCCO
        return {
            "direction": self.direction,
            "channel": self.channel,
            "funding": self.funding,
            "from_country_id": HOME if leaves else self.country,
            "to_country_id": self.country if leaves else HOME,
            "to_place_id": self.to_place,
            "to_town": " ".join(self.to_town.split()),
            "source": self.source,
            "applied_on": self.applied_on,
            "wished_on": self.wished_on,
            "with_parent": self.with_parent,
            "apart": self.apart,
            "apart_text": self.apart_text.strip() if self.apart else "",
        }

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        if self.direction not in Direction.values:
            yield "direction", _("Choisissez le sens : du Maroc, ou vers le Maroc.")
        if self.channel not in Channel.values:
            yield "channel", _("Choisissez qui organise : l'État, l'OIM ou une ambassade.")
        if self.country == HOME or self.country not in country_codes():
            yield "country", _("Choisissez l'autre pays : celui du retour, ou celui d'où la personne rentre.")
        if self.source not in Return.Source.values:
            yield "source", _("Choisissez comment la personne est venue parmi les réponses proposées.")
        yield from self.where_to()
        yield from self.days()
        yield from self.together()

    def where_to(self) -> Iterator[tuple[str, Sentence]]:
        if self.to_place is not None:
            known = place(self.to_place)
            if self.direction != Direction.TO_MOROCCO:
                yield "to_place", _("La région de retour ne se note que pour un retour au Maroc : videz-la.")
            elif known is None:
                yield "to_place", _("Choisissez une région parmi celles proposées.")
        if len(self.to_town) > 120:
            yield "to_town", _("Ce nom de ville dépasse 120 caractères : abrégez-le.")
        if self.funding is not None and self.funding.channel != self.channel:
            yield "funding", _("Ce financement est celui d'une autre voie : changez l'un ou l'autre.")

    def days(self) -> Iterator[tuple[str, Sentence]]:
        why = past(self.applied_on)
        if why:
            yield "applied_on", why
        if self.wished_on and self.applied_on and self.wished_on < self.applied_on:
            yield "wished_on", _("Le départ souhaité est avant la demande : vérifiez les deux dates.")

    def together(self) -> Iterator[tuple[str, Sentence]]:
        if self.apart not in Return.Why.values:
            yield "apart", _("Choisissez pourquoi la famille ne voyage pas ensemble.")
        if self.apart == Return.Why.OTHER and not self.apart_text.strip():
            yield "apart_text", _("Dites en quelques mots pourquoi la famille ne voyage pas ensemble.")
        if len(self.apart_text) > LONGEST:
            yield "apart_text", _("Ce texte est trop long : abrégez-le.")


@dataclass(frozen=True)
class ScreeningDraft:
    """That the questions were asked, and what follows; never what was answered about asylum or trafficking."""

    covered: tuple[str, ...] = ()
    outcome: str = ""
    vulnerabilities: tuple[str, ...] = ()
    capacity_doubt: bool = False
    reasons: tuple[str, ...] = ()
    text: str = ""
    on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        from musanada.returns.models import Vulnerability

        if set(self.covered) != set(TOPICS):
            yield (
                "covered",
                _("Tous les sujets doivent avoir été abordés avant de conclure : reprenez l'entretien."),
            )
        if self.outcome not in Screening.Outcome.values:
            yield "outcome", _("Choisissez la suite de l'entretien.")
        if not set(self.vulnerabilities) <= set(Vulnerability.Flag.values):
            yield "vulnerabilities", _("Choisissez les vulnérabilités parmi celles proposées.")
        known = REASONS.get(self.outcome, {})
        if known and not set(self.reasons) & set(known):
            yield "reasons", _("Dites pourquoi : choisissez au moins un motif de cette suite.")
        if "other" in self.reasons and not self.text.strip():
            yield "text", _("Un autre motif s'écrit en toutes lettres.")
        if len(self.text) > LONGEST:
            yield "text", _("Ce texte est trop long : abrégez-le.")
        why = past(self.on)
        if why:
            yield "on", why

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "on": self.on,
            "covered": coded(self.covered, TOPICS),
            "capacity_doubt": self.capacity_doubt,
            "outcome": self.outcome,
            "reasons": coded(self.reasons, REASONS.get(self.outcome, {})),
            "text": self.text.strip(),
        }


# Why somebody does not enter the programme; none of them tells what was said of asylum or trafficking.
REASONS: dict[str, dict[str, Sentence]] = {
    Screening.Outcome.INELIGIBLE: {
        "not_voluntary": _("Le retour n'est pas un choix libre"),
        "country": _("Le programme ne va pas dans ce pays"),
        "regular_means": _("La personne peut rentrer par ses propres moyens"),
        "earlier": _("A déjà bénéficié du programme"),
        "unsafe": _("Le retour ne serait pas sûr"),
        "other": _("Autre, en toutes lettres"),
    },
    Screening.Outcome.ELSEWHERE: {
        "other_service": _("Un autre service répond d'abord au besoin"),
        "time": _("La personne veut du temps pour décider"),
        "health_first": _("Des soins d'abord"),
        "other": _("Autre, en toutes lettres"),
    },
}
REASON_WORDS = {code: words for known in REASONS.values() for code, words in known.items()}


@dataclass(frozen=True)
class CounsellingDraft:
    mode: str
    language: str
    mission: str = ""
    interpreter: bool = False
    topics: tuple[str, ...] = ()
    text: str = ""
    on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        if self.mode not in Counselling.Mode.values:
            yield "mode", _("Choisissez comment l'entretien a eu lieu.")
        if self.mode == Counselling.Mode.VIDEO and not self.mission.strip():
            yield "mission", _("Nommez la mission du pays de retour qui a pris part à l'entretien.")
        if not self.language:
            yield "language", _("Choisissez la langue de l'entretien.")
        if not self.topics or not set(self.topics) <= set(SPOKEN):
            yield "topics", _("Choisissez au moins un sujet abordé.")
        if len(self.mission) > 120:
            yield "mission", _("Ce nom dépasse 120 caractères : abrégez-le.")
        if len(self.text) > LONGEST:
            yield "text", _("Ce texte est trop long : abrégez-le.")
        why = past(self.on)
        if why:
            yield "on", why

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "on": self.on,
            "mode": self.mode,
            "mission": " ".join(self.mission.split()),
            "language": self.language,
            "interpreter": self.interpreter,
            "topics": coded(self.topics, SPOKEN),
            "text": self.text.strip(),
        }


@dataclass(frozen=True)
class DeclarationDraft:
    """Every point explained and understood, in a language understood or through an interpreter."""

    means: str
    language: str
    understood: bool = False
    interpreter: bool = False
    interpreter_name: str = ""
    points: tuple[str, ...] = ()
    guardian: Any = None  # a person: who signs for a child
    assent: str = Answer.NOT_ASKED
    evidence: UUID | None = None
    signed_on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)

    def problems(self) -> Iterator[tuple[str, Sentence]]:
        if set(self.points) != set(POINTS):
            yield (
                "points",
                _("Chaque point doit être expliqué et compris : sans cela, il n'y a pas de déclaration."),
            )
        if self.means not in Declaration.Means.values:
            yield "means", _("Choisissez comment la personne a signé.")
        if not self.language:
            yield "language", _("Choisissez la langue de l'explication.")
        if not self.understood and not self.interpreter:
            yield (
                "understood",
                _(
                    "La personne ne comprend pas cette langue et n'a pas d'interprète : reprenez l'explication avec l'un "
                    "ou l'autre."
                ),
            )
        if self.interpreter and not self.interpreter_name.strip():
            yield "interpreter_name", _("Écrivez le nom de l'interprète : il signe aussi.")
        if len(self.interpreter_name) > 120:
            yield "interpreter_name", _("Ce nom dépasse 120 caractères : abrégez-le.")
        why = past(self.signed_on)
        if why:
            yield "signed_on", why

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "signed_on": self.signed_on,
            "means": self.means,
            "language": self.language,
            "interpreter": "yes" if self.interpreter else "no",
            "interpreter_name": " ".join(self.interpreter_name.split()) if self.interpreter else "",
            "text_version": TEXT_VERSION,
            "points": coded(self.points, POINTS),
            "guardian": self.guardian,
            "assent": self.assent,
            "evidence": self.evidence,
        }
