"""Interviews and declarations of one return, in words; and what an interview leads to elsewhere, the same for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import holds, may
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.people.queries import display_name
from musanada.returns.drafts import POINTS, REASON_WORDS, SPOKEN, TOPICS
from musanada.returns.models import Counselling, Declaration, Return, Screening, Vulnerability
from musanada.returns.workflow import FLOW

Row = TypeVar("Row", Screening, Counselling, Declaration)
SCREEN, COUNSEL = "return.screen", "return.counsel"
# From the end of counselling on, and as long as somebody has not boarded.
DECLARABLE = ("counselled", "declared", "ready", "no_show")


def worded(column: str, words: Mapping[str, Sentence]) -> list[Sentence]:
    """Codes of a column such as ",asylum,health,", in words."""
    return [words.get(code, code) for code in column.split(",") if code]


@dataclass(frozen=True)
class ScreeningShown:
    row: Screening
    covered: Sequence[Sentence]
    reasons: Sequence[Sentence]
    url: str


@dataclass(frozen=True)
class CounsellingShown:
    row: Counselling
    topics: Sequence[Sentence]
    url: str


@dataclass(frozen=True)
class DeclarationShown:
    row: Declaration
    points: Sequence[Sentence]
    guardian: str
    pdf: str
    url: str


@dataclass(frozen=True)
class Interviews:
    """Everything of one file, each with the address where it is corrected ("" for who may not)."""

    vulnerabilities: Sequence[Vulnerability]
    ended: Sequence[Vulnerability]
    screenings: Sequence[ScreeningShown]
    counsellings: Sequence[CounsellingShown]
    declarations: Sequence[DeclarationShown]
    screen_url: str
    flags_url: str
    counsel_url: str
    declare_url: str

    @property
    def doubt(self) -> bool:
        """Did the last interview doubt that the person can decide?"""
        return bool(self.screenings) and self.screenings[0].row.capacity_doubt


def interviews(actor: User, one: Return) -> Interviews:
    screens, counsels = may(actor, SCREEN, one), may(actor, COUNSEL, one)
    flags = list(one.vulnerabilities.all())
    lines = [screening_shown(one, row, screens) for row in one.screenings.select_related("by")]
    return Interviews(
        vulnerabilities=[flag for flag in flags if flag.ended_on is None],
        ended=[flag for flag in flags if flag.ended_on is not None],
        screenings=lines,
        counsellings=[counselling_shown(one, row, counsels) for row in one.counsellings.select_related("by")],
        declarations=[
            declaration_shown(one, row, counsels) for row in one.declarations.select_related("by", "guardian")
        ],
        screen_url=address("screen", one) if screens and screenable(one) else "",
        flags_url=address("vulnerabilities", one) if screens else "",
        counsel_url=address("counsel", one) if counsels and one.case.closed_on is None else "",
        declare_url=address("declare", one) if counsels and declarable(one) else "",
    )


def address(name: str, *args: Any) -> str:
    return reverse(f"returns:{name}", args=[one.case_id if isinstance(one, Return) else one for one in args])


def screenable(one: Return) -> bool:
    return one.case.closed_on is None and one.case.state != "enquiry" and one.departed_on is None


def declarable(one: Return) -> bool:
    return one.case.state in DECLARABLE and not one.declarations.filter(withdrawn_on=None).exists()


def screening_shown(one: Return, row: Screening, may_correct: bool) -> ScreeningShown:
    url = address("screening", one, row.pk) if may_correct else ""
    return ScreeningShown(row, worded(row.covered, TOPICS), worded(row.reasons, REASON_WORDS), url)


def counselling_shown(one: Return, row: Counselling, may_correct: bool) -> CounsellingShown:
    url = address("counselling", one, row.pk) if may_correct else ""
    return CounsellingShown(row, worded(row.topics, SPOKEN), url)


def declaration_shown(one: Return, row: Declaration, may_correct: bool) -> DeclarationShown:
    open_ = may_correct and row.withdrawn_on is None
    return DeclarationShown(
        row,
        worded(row.points, POINTS),
        display_name(row.guardian) if row.guardian and not row.guardian.protected else "",
        address("declaration-print", one, row.pk) if may_correct else "",
        address("declaration", one, row.pk) if open_ else "",
    )


def screening(one: Return, item: UUID) -> Screening:
    """One interview of a file that was found. Raises: Http404."""
    return found(one, one.screenings.filter(pk=item).first())


def counselling(one: Return, item: UUID) -> Counselling:
    return found(one, one.counsellings.filter(pk=item).first())


def declaration(one: Return, item: UUID) -> Declaration:
    return found(one, one.declarations.filter(pk=item).select_related("guardian").first())


def found(one: Return, row: Row | None) -> Row:
    if row is None:
        raise Http404
    row.ret = one
    return row


@dataclass(frozen=True)
class Way:
    """Where an answer of the interview is taken: a page of its own procedure, offered for everybody alike."""

    label: Sentence
    hint: Sentence
    url: str


def ways(actor: User, one: Return) -> list[Way]:
    """By what the actor's role reaches, and by nothing that was said of this person."""
    person = one.case.person.merged_into_id or one.case.person_id
    known = (
        ("clearances:new", f"?person={person}", _("Demander un feu vert"),
         _("De protection, ou de voyage pour un mineur : la réponse dit oui ou non, jamais pourquoi.")),
        ("referrals:new", f"?person={person}", _("Orienter vers un service"),
         _("Santé, hébergement, protection, aide juridique, recherche de la famille.")),
        ("protected:open", person, _("Ouvrir un dossier confidentiel"),
         _("Traite, violence, enfant : par les personnes nommées, hors de ce dossier.")),
        ("protected:open-asylum", person, _("Consigner une démarche d'asile"),
         _("Dans son propre dossier ; rien n'en paraît ici.")),
    )  # fmt: skip
    rows = []
    for name, more, label, hint in known:
        url = url_of(actor, name, more)
        if url:
            rows.append(Way(label, hint, url))
    return rows


def url_of(actor: User, name: str, more: Any) -> str:
    """The page's address, where the actor holds its right; else ""."""
    try:
        url = f"{reverse(name)}{more}" if str(more).startswith("?") else reverse(name, args=[more])
    except NoReverseMatch:
        return ""
    right = str(getattr(resolve(url.partition("?")[0]).func, "declares", ""))
    return url if right and holds(actor, right) else ""


def carried(actor: User, one: Return, step: str) -> bool:
    """May the file go on by what it has already (an interview or a declaration from before it was taken up again)?"""
    found = FLOW.steps[step]
    return one.case.state in found.source and not found.refusal(actor, one.case)
