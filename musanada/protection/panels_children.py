"""The first blocks of a child's page: situation (A), identity and age (B), agreement (C), family (D), concerns (G).

Each provider gets a file whose page the actor was allowed to open: they are named on it.
"""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import may
from musanada.access.models import User
from musanada.kit.errors import Sentence
from musanada.people.models import Consent, Contact, Identifier, Language, Nationality
from musanada.people.queries import names, of_cluster
from musanada.protection.drafts import needs_words
from musanada.protection.models import AgeRecord, Concern, Known, ProtectionFile, Separation
from musanada.protection.parts import CHILD_PARTS, Part
from musanada.protection.queries import children as queries

Row = tuple[Sentence, str]
# Answers of one table: what is asked, the column of ``Child``.
ANSWERS: tuple[tuple[Sentence, str], ...] = (
    (_("Naissance déclarée"), "birth_registered"),
    (_("Contact consulaire permis"), "consulate"),
    (_("Scolarité"), "school"),
    (_("Scolarisé aujourd'hui"), "in_school"),
    (_("Travaille"), "works"),
    (_("Enceinte, ou parent"), "parenthood"),
    (_("Difficulté fonctionnelle"), "disability"),
)


def works_on(actor: User, file: ProtectionFile) -> bool:
    """May the actor change this file now?"""
    return file.case.closed_on is None and may(actor, queries.WORK, file)


def edit_url(actor: User, file: ProtectionFile, part: str) -> str:
    return reverse("protection:child-edit", args=[file.case_id, part]) if works_on(actor, file) else ""


def status(actor: User, file: ProtectionFile) -> Part | None:
    values = {
        "child": file.child,
        "needs": needs_words(file.urgent_needs),
        "edit": edit_url(actor, file, "status"),
    }
    return Part("protection/child_status.html", values, order=15, section="A")


def register_links(actor: User, file: ProtectionFile) -> list[Row]:
    """The pages of the register that keep who the child is."""
    person = queries.person_of(file)
    if not works_on(actor, file) or not may(actor, "people.correct", person):
        return []
    parts = (
        (_("Noms"), "names"),
        (_("Sexe, langue, interprète"), "identity"),
        (_("Nationalités"), "nationalities"),
        (_("Langues"), "languages"),
        (_("Documents"), "documents"),
        (_("Coordonnées"), "contacts"),
    )
    return [(label, reverse("people:edit", args=[person.pk, part])) for label, part in parts]


def answers(file: ProtectionFile) -> list[tuple[Sentence, Sentence]]:
    """What was answered; what was not asked yet stands in the completeness of the block."""
    child = file.child
    empty = (Known.NOT_ASKED, "", "unknown")
    told = ((label, name) for label, name in ANSWERS if getattr(child, name) not in empty)
    return [(label, getattr(child, f"get_{name}_display")()) for label, name in told]


def identity(actor: User, file: ProtectionFile) -> Part | None:
    person, child = queries.person_of(file), file.child
    values: dict[str, Any] = {
        "child": child,
        "person": person,
        "names": list(names(person)),
        "nationalities": list(Nationality.objects.filter(of_cluster(person)).order_by("-basis", "id")),
        "languages": list(Language.objects.filter(of_cluster(person)).order_by("id")),
        "documents": list(Identifier.objects.filter(of_cluster(person), retired=False).order_by("id")),
        "contacts": list(Contact.objects.filter(of_cluster(person)).order_by("id")),
        "answers": answers(file),
        "edit": edit_url(actor, file, "identity"),
        "links": register_links(actor, file),
    }
    return Part("protection/child_identity.html", values, order=20, section="B")


def ages(actor: User, file: ProtectionFile) -> Part | None:
    works = works_on(actor, file)
    values = {
        "rows": list(AgeRecord.objects.filter(file=file).order_by("-applied", "-on", "-recorded_at")),
        "add": reverse("protection:child-age-new", args=[file.case_id]) if works else "",
        "may_apply": works,
        "file": file,
    }
    return Part("protection/age_list.html", values, order=21, section="B")


def confidence(actor: User, file: ProtectionFile) -> Part | None:
    person = queries.person_of(file)
    rows = Consent.objects.filter(of_cluster(person)).order_by("-given_on", "-recorded_at")
    values = {
        "child": file.child,
        "consents": list(rows[:12]),
        "person": person,
        "edit": edit_url(actor, file, "confidence"),
        "ask": reverse("consents:person", args=[person.pk]) if may(actor, "consent.view", person) else "",
    }
    return Part("protection/child_confidence.html", values, order=25, section="C")


def family(actor: User, file: ProtectionFile) -> Part | None:
    values = {
        "relatives": list(queries.relatives(file)),
        "siblings": queries.siblings(actor, file),
        "separations": list(Separation.objects.filter(file=file)),
        "works": works_on(actor, file),
        "file": file,
    }
    return Part("protection/family_part.html", values, order=30, section="D")


def concerns(actor: User, file: ProtectionFile) -> Part | None:
    values = {
        "rows": list(
            Concern.objects.filter(file=file).order_by(
                F("closed_on").desc(nulls_first=True), "-opened_on", "-id"
            )
        ),
        "works": works_on(actor, file),
        "owns": queries.owns(actor, file) and may(actor, queries.WORK, file),
        "owner": str(file.secret.owner),
        "file": file,
    }
    return Part("protection/concern_part.html", values, order=45, section="G")


CHILD_PARTS.add("status", status)
CHILD_PARTS.add("identity", identity)
CHILD_PARTS.add("ages", ages)
CHILD_PARTS.add("confidence", confidence)
CHILD_PARTS.add("family", family)
CHILD_PARTS.add("concerns", concerns)
