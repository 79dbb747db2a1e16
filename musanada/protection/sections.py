"""The form of a child's case, block by block (child-case.md, A–M): what a complete file says, declared once.

    Item("risk", _("Niveau de risque"), lambda f: f.file.risk != "", page="#block-a")

``done`` reads the facts of one file (``queries.sections.Facts``); ``asked`` says whether it is expected of this child at
all. Nothing here refuses anything: help never waits for a form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.errors import Sentence

ALONE = ("unaccompanied", "separated")
YES, NOT_ASKED = "yes", "not_asked"

Test = Callable[[Any], bool]


def always(facts: Any) -> bool:
    return True


def answered(name: str) -> Test:
    """A column of ``Child`` that holds an answer, were it *unknown* or *refused*."""
    return lambda f: getattr(f.child, name) not in ("", NOT_ASKED)


def known(name: str) -> Test:
    return lambda f: getattr(f.child, name) not in ("", "unknown")


def has(name: str) -> Test:
    """There is a row (``Facts.has``)."""
    return lambda f: name in f.has


def alone(facts: Any) -> bool:
    return facts.child.status in ALONE


def wished(facts: Any) -> bool:
    return bool(facts.child.wants_tracing == YES)


def grown(facts: Any) -> bool:
    """From the age at which the passage to adulthood is prepared."""
    return bool(facts.grown)


def closed(facts: Any) -> bool:
    return facts.file.case.closed_on is not None or "closing" in facts.has


@dataclass(frozen=True)
class Item:
    """One thing a complete block says."""

    code: str
    label: Sentence
    done: Test
    asked: Test = always


@dataclass(frozen=True)
class Block:
    """A block of the form; ``page``: the page of B's own that completes it, empty where another part does."""

    letter: str
    title: Sentence
    items: tuple[Item, ...]
    page: str = ""


BLOCKS: tuple[Block, ...] = (
    Block("A", _("Enregistrement et situation"), (
        Item("town", _("Ville"), lambda f: f.file.town_id is not None),
        Item("danger", _("Danger immédiat"), lambda f: f.file.danger != NOT_ASKED),
        Item("needs", _("Besoins urgents"), lambda f: bool(f.file.urgent_needs)),
        Item("verified", _("Situation vérifiée, par quel moyen"), lambda f: bool(f.child.status_on and f.child.status_how)),
        Item("displacement", _("Statut de déplacement"), known("displacement")),
        Item("entry", _("Entrée au pays : jour ou lieu"), lambda f: bool(f.child.entered_on or f.child.entered_at),
             lambda f: f.child.displacement not in ("resident", "internal")),
        Item("risk", _("Niveau de risque"), lambda f: f.file.risk != ""),
        Item("contact", _("Comment le joindre sans risque"), lambda f: bool(f.file.safe_contact)),
    ), "status"),
    Block("B", _("Identité"), (
        Item("sex", _("Sexe"), lambda f: f.person.sex != NOT_ASKED),
        Item("age", _("Âge retenu"), has("age")),
        Item("nationality", _("Nationalité, ou pourquoi elle manque"), lambda f: f.person.nationality_answer != NOT_ASKED),
        Item("language", _("Langue"), has("language")),
        Item("interpreter", _("Besoin d'un interprète"), lambda f: f.person.interpreter_needed is not None),
        Item("birth_registered", _("Naissance déclarée"), answered("birth_registered")),
        Item("consulate", _("Contact consulaire permis"), answered("consulate")),
        Item("address", _("Où l'enfant vit"), lambda f: bool(f.child.address)),
        Item("school", _("Scolarité"), known("school")),
        Item("in_school", _("Scolarisé aujourd'hui"), answered("in_school")),
        Item("works", _("Travail"), answered("works")),
        Item("disability", _("Difficulté fonctionnelle"), answered("disability")),
        Item("parenthood", _("Enceinte, ou parent"), answered("parenthood")),
    ), "identity"),
    Block("C", _("Accord et confidentialité"), (
        Item("basis", _("Accord du représentant joint à celui de l'enfant"),
             lambda f: f.file.basis in ("assent", "consent"), alone),
        Item("consents", _("Réponses sur le partage, but par but"), has("consent")),
        Item("tracing", _("Recherche de la famille : voulue ou non"), answered("wants_tracing")),
    ), "confidence"),
    Block("D", _("Famille et séparation"), (
        Item("mother", _("Mère"), has("mother")),
        Item("father", _("Père"), has("father")),
        Item("alive", _("En vie ou non, pour chacun"), lambda f: "relative" in f.has and "unknown_alive" not in f.has),
        Item("wished", _("Contact voulu et sans danger, pour chacun"),
             lambda f: "relative" in f.has and "unasked_contact" not in f.has),
        Item("separation", _("Quand et pourquoi la séparation"), has("separation"), alone),
    )),
    Block("E", _("Accueil"), (
        Item("care", _("Avec qui l'enfant vit"), has("care")),
        Item("checked", _("Lieu vérifié"), has("care_checked"), has("placed")),
        Item("view", _("Ce qu'en dit l'enfant"), has("care_view"), has("care")),
    )),
    Block("F", _("Tutelle"), (
        Item("mandate", _("Représentant demandé"), has("mandate"), alone),
        Item("active", _("Représentant désigné"), has("mandate_active"), alone),
    )),
    Block("G", _("Préoccupations"), (
        Item("concern", _("Préoccupations regardées, au moins une notée"), has("concern")),
    )),
    Block("H", _("Recherche de la famille"), (
        Item("tracing", _("Recherche ouverte"), has("tracing"), wished),
        Item("action", _("Une action menée"), has("tracing_action"), has("tracing")),
        Item("verified", _("Famille vérifiée de part et d'autre"), has("tracing_verified"), has("tracing_found")),
    )),
    Block("I", _("Intérêt supérieur"), (
        Item("bia", _("Évaluation (BIA) faite"), has("bia")),
        Item("reviewed", _("Évaluation relue par une autre personne"), has("bia_reviewed")),
        Item("bid", _("Décision du panel (BID)"), has("bid_decided"), has("bid_needed")),
        Item("told", _("Décision dite à l'enfant"), has("bid_told"), has("bid_decided")),
    )),
    Block("J", _("Plan et services"), (
        Item("plan", _("Une action au plan"), has("plan")),
        Item("service", _("Un service demandé"), has("service"), lambda f: bool(f.file.urgent_needs)),
    )),
    Block("K", _("Suivi"), (
        Item("planned", _("Une visite prévue ou faite"), has("follow_up")),
        Item("done", _("Une visite faite"), has("follow_up_done")),
    )),
    Block("L", _("Passage à la majorité"), (
        Item("begun", _("Préparation commencée"), has("transition"), grown),
        Item("settled", _("Chaque point réglé"), lambda f: "transition" in f.has and "transition_open" not in f.has,
             grown),
    )),
    Block("M", _("Clôture"), (
        Item("approved", _("Clôture approuvée par une seconde personne"), has("closing_approved"), closed),
        Item("feedback", _("Ce qu'en dit l'enfant"), has("closing_feedback"), closed),
        Item("aftercare", _("Qui appeler après la clôture"), has("closing_aftercare"), closed),
    )),
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """How far one block is, for one child. ``expected`` 0: not asked of this child."""

    block: Block
    expected: int
    missing: tuple[Sentence, ...]

    @property
    def letter(self) -> str:
        return self.block.letter

    @property
    def anchor(self) -> str:
        return f"block-{self.block.letter.lower()}"

    @property
    def done(self) -> int:
        return self.expected - len(self.missing)

    @property
    def complete(self) -> bool:
        return not self.missing


def standing(facts: Any) -> list[Standing]:
    """Every block, in order."""
    found = []
    for block in BLOCKS:
        asked = [item for item in block.items if item.asked(facts)]
        missing = tuple(item.label for item in asked if not item.done(facts))
        found.append(Standing(block, len(asked), missing))
    return found
