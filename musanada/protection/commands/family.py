"""The child's family: relatives, brothers and sisters who have a file too, how and when they lost each other.

A relative is looked for on the child's wish alone. Brothers and sisters stay together, or the file says why not.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, may, require
from musanada.access.models import User
from musanada.access.verbs import say
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.commands import relate
from musanada.people.models import Relationship
from musanada.protection.commands.checks import insist_open, one_of, words
from musanada.protection.drafts import Order
from musanada.protection.models import (
    FamilyMember,
    Known,
    ProtectionFile,
    Separation,
    SiblingLink,
    Tracing,
)
from musanada.protection.queries.children import person_of

WORK = "protection.work"
CHILD = ProtectionFile.Kind.CHILD
TOLD = ("tie", "name", "name_ar", "sex", "alive", "carer", "nationality_id", "where", "phone", "in_contact", "wished",
        "safe", "rank")  # fmt: skip
SEPARATED = ("on", "about", "where", "cause", "wanted", "text")


def cleaned(values: Mapping[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    if unknown := set(values) - set(columns):
        raise LookupError(f"not of this table: {sorted(unknown)}")
    return {name: said.strip() if isinstance(said, str) else said for name, said in values.items()}


def of_this(file: ProtectionFile, row: Any) -> None:
    """Raises: Refused."""
    if row.file_id != file.pk:
        raise Refused(_("Cette ligne est d'un autre dossier : rechargez la page."))


# Relatives


def check_relative(values: dict[str, Any]) -> dict[str, Any]:
    one_of("tie", values.get("tie", ""), FamilyMember.Tie.values)
    one_of("alive", values.get("alive", FamilyMember.Alive.UNKNOWN), FamilyMember.Alive.values)
    for name in ("in_contact", "wished", "safe"):
        one_of(name, values.get(name, Known.NOT_ASKED), Known.values)
    if values.get("alive") == FamilyMember.Alive.NO and values.get("in_contact") == Known.YES:
        raise bad("in_contact", _("Cette personne est notée comme morte : elle ne peut pas être en contact."))
    if not values.get("nationality_id"):
        values["nationality_id"] = None
    return values


@command(WORK)
def add_relative(
    actor: User, file: ProtectionFile, /, *, values: Mapping[str, Any], pk: UUID | None = None
) -> FamilyMember:
    """Raises: BadInput, Refused."""
    if pk is not None and (known := FamilyMember.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    told = check_relative(cleaned(values, TOLD))
    return FamilyMember.objects.create(id=pk or new_id(), file=file, by=actor, **told)


@command(WORK)
def change_relative(
    actor: User, file: ProtectionFile, /, *, relative: FamilyMember, values: Mapping[str, Any]
) -> FamilyMember:
    """What is known of them now. Raises: BadInput, Refused."""
    insist_open(file)
    of_this(file, relative)
    for name, said in check_relative(cleaned(values, TOLD)).items():
        setattr(relative, name, said)
    relative.save()
    return relative


@command(WORK)
def void_relative(actor: User, file: ProtectionFile, /, *, relative: FamilyMember) -> FamilyMember:
    """Written by mistake: no longer shown. Raises: Refused where a search stands on them."""
    insist_open(file)
    of_this(file, relative)
    if Tracing.objects.filter(relative=relative).exists():
        raise Refused(_("Une recherche porte sur cette personne : arrêtez-la, ou corrigez la ligne."))
    FamilyMember.objects.filter(pk=relative.pk, voided_at=None).update(voided_at=timezone.now())
    relative.refresh_from_db()
    return relative


# Brothers and sisters


def link_of(file: ProtectionFile, other: ProtectionFile) -> SiblingLink | None:
    both = Q(file=file, other=other) | Q(file=other, other=file)
    return SiblingLink.objects.select_for_update().filter(both).first()


@command(WORK)
def link_sibling(
    actor: User, file: ProtectionFile, /, *, other: ProtectionFile, together: bool, why: str = ""
) -> SiblingLink:
    """Two children of one family, both of files that name the actor; linked before, it says anew. Raises: BadInput, Refused."""
    insist_open(file)
    require(actor, WORK, other)
    if other.pk == file.pk or other.kind != CHILD or file.kind != CHILD:
        raise bad("number", _("Choisissez le dossier d'un autre enfant."))
    insist_open(other)
    said = words("why", why) if not together else ""
    found = link_of(file, other)
    if found is None:
        found = SiblingLink.objects.create(file=file, other=other, together=together, why=said, by=actor)
    else:
        found.together, found.why, found.ended_on = together, said, None
        found.save(update_fields=["together", "why", "ended_on"])
    in_the_register(actor, file, other)
    return found


def in_the_register(actor: User, file: ProtectionFile, other: ProtectionFile) -> None:
    """The tie between the two people, where the actor may write it there."""
    one, two = person_of(file), person_of(other)
    ties = Relationship.objects.filter(kind=Relationship.Kind.SIBLING)
    known = ties.filter(Q(person=one, other=two) | Q(person=two, other=one)).exists()
    if not known and one.pk != two.pk and may(actor, "people.correct", one):
        relate(actor, one, other=two, kind=Relationship.Kind.SIBLING)


@command(WORK)
def unlink_sibling(actor: User, file: ProtectionFile, /, *, link: SiblingLink) -> SiblingLink:
    """They are not of one family after all. Raises: Refused."""
    insist_open(file)
    if file.pk not in (link.file_id, link.other_id):
        raise Refused(_("Cette ligne est d'un autre dossier : rechargez la page."))
    if not SiblingLink.objects.filter(pk=link.pk, ended_on=None).update(ended_on=timezone.localdate()):
        raise Refused(_("Ce lien est déjà retiré."))
    link.refresh_from_db()
    return link


# Separation


def check_separation(file: ProtectionFile, values: dict[str, Any]) -> dict[str, Any]:
    one_of("cause", values.get("cause", ""), Separation.Cause.values)
    one_of("wanted", values.get("wanted", Known.NOT_ASKED), Known.values)
    day: date | None = values.get("on")
    if day is not None and day > timezone.localdate():
        raise bad("on", _("Cette date est dans l'avenir : un fait s'enregistre quand il a eu lieu."))
    order = Order(person_of(file).birth_date, day, file.identified_on, file.case.closed_on)
    if wrong := order.problem():
        raise bad("on", wrong[1])
    return values


@command(WORK)
def add_separation(
    actor: User, file: ProtectionFile, /, *, values: Mapping[str, Any], pk: UUID | None = None
) -> Separation:
    """Raises: BadInput, Refused."""
    if pk is not None and (known := Separation.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    told = check_separation(file, cleaned(values, SEPARATED))
    return Separation.objects.create(id=pk or new_id(), file=file, by=actor, **told)


@command(WORK)
def change_separation(
    actor: User, file: ProtectionFile, /, *, separation: Separation, values: Mapping[str, Any]
) -> Separation:
    """Raises: BadInput, Refused."""
    insist_open(file)
    of_this(file, separation)
    for name, said in check_separation(file, cleaned(values, SEPARATED)).items():
        setattr(separation, name, said)
    separation.save()
    return separation


say(
    {
        "protection.add_relative": _("Membre de la famille noté"),
        "protection.change_relative": _("Membre de la famille corrigé"),
        "protection.void_relative": _("Membre de la famille retiré"),
        "protection.link_sibling": _("Frère ou sœur lié"),
        "protection.unlink_sibling": _("Lien de fratrie retiré"),
        "protection.add_separation": _("Séparation notée"),
        "protection.change_separation": _("Séparation corrigée"),
    },
    kinds={
        "protection.familymember": _("Membre de la famille"),
        "protection.siblinglink": _("Fratrie"),
        "protection.separation": _("Séparation"),
    },
)
