"""The sections of a person's page: for each, its form, what it starts from and the command that saves it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from musanada.access.models import User
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Sentence
from musanada.people import commands, queries
from musanada.people import forms as f
from musanada.people.models import Person


@dataclass(frozen=True)
class Section:
    """``save(actor, person, form, item)``; ``item`` is the row changed, None for a new one."""

    title: Sentence
    form: type[forms.Form]
    save: Callable[[User, Person, Any, UUID | None], object]
    initial: Callable[[Person, UUID | None], dict[str, Any]] = lambda person, item: {}
    changes: bool = False  # its rows can be changed one by one
    group: str = FieldGroup.IDENTITY


@dataclass(frozen=True)
class Removal:
    """What taking a row away will do, in words; ``reason`` says whether it is asked why.

    ``find`` raises Http404 for a row that is not this person's: the question is not put about another's.
    """

    title: Sentence
    consequence: Sentence
    button: Sentence
    find: Callable[[User, Person, UUID], Any]
    run: Callable[[User, Person, Any, str], object]
    reason: bool = False
    group: str = FieldGroup.IDENTITY


def other_by_reference(actor: User, text: str, right: str = "people.find") -> Person:
    """Raises: BadInput when nobody the actor may find bears the reference."""
    found = queries.by_reference(actor, text, right)
    if found is None:
        sentence = _("Aucune personne que vous voyez ne porte cette référence : vérifiez-la.")
        raise BadInput(sentence, fields={"other": sentence})
    return found


def identity_of(person: Person, item: UUID | None) -> dict[str, Any]:
    interpreter = {True: "yes", False: "no", None: ""}[person.interpreter_needed]
    return {
        "sex": person.sex,
        "birth": person.born,
        "preferred_language": person.preferred_language,
        "interpreter": interpreter,
        "vital_state": person.vital_state,
        "place": str(person.place_id or ""),
        "place_name": str(person.place or ""),
    }


def save_identity(actor: User, person: Person, form: Any, item: UUID | None) -> object:
    answers = form.cleaned_data
    return commands.correct(
        actor,
        person,
        birth=answers["birth"],
        sex=answers["sex"],
        preferred_language=answers["preferred_language"],
        interpreter_needed={"yes": True, "no": False}.get(answers["interpreter"]),
        vital_state=answers["vital_state"],
        place_id=UUID(answers["place"]) if answers["place"] else None,
    )


def name_of(person: Person, item: UUID | None) -> dict[str, Any]:
    if item is None:
        return {}
    name = queries.name_of(person, item)
    fields = ("text", "given", "father", "grandfather", "family", "nickname", "mother", "source", "preferred")
    return {field: getattr(name, field) for field in fields}


def save_name(actor: User, person: Person, form: Any, item: UUID | None) -> object:
    preferred = form.cleaned_data["preferred"]
    if item is None:
        return commands.add_name(actor, person, draft=form.draft(), preferred=preferred)
    name = queries.name_of(person, item)
    return commands.change_name(actor, person, name=name, draft=form.draft(), preferred=preferred)


def nationalities_of(person: Person, item: UUID | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    rows = list(queries.nationalities(person).filter(person=person))
    for kind, most in (("declared", f.NATIONALITIES), ("document", f.DOCUMENTED)):
        codes = [row.country_id for row in rows if row.basis == kind]
        found |= {f"{kind}_{n}": code for n, code in enumerate(codes[:most], 1)}
    return found or {"answer": person.nationality_answer}


def save_nationalities(actor: User, person: Person, form: Any, item: UUID | None) -> object:
    return commands.set_nationalities(
        actor,
        person,
        declared=form.codes("declared"),
        documents=form.codes("document"),
        answer=form.cleaned_data["answer"],
    )


def languages_of(person: Person, item: UUID | None) -> dict[str, Any]:
    rows = queries.languages(person).filter(person=person)[: f.SPOKEN]
    found: dict[str, Any] = {}
    for n, row in enumerate(rows, 1):
        found |= {f"language_{n}": row.code, f"reads_{n}": bool(row.reads)}
    return found


def save_languages(actor: User, person: Person, form: Any, item: UUID | None) -> object:
    return commands.set_languages(actor, person, codes=form.codes(), reads=form.reads())


def contact_of(person: Person, item: UUID | None) -> dict[str, Any]:
    if item is None:
        return {"safety": "not_asked"}
    contact = queries.contact_of(person, item)
    return {"kind": contact.kind, "value": contact.value, "safety": contact.safety}


def save_contact(actor: User, person: Person, form: Any, item: UUID | None) -> object:
    if item is None:
        return commands.add_contact(actor, person, draft=form.draft())
    contact = queries.contact_of(person, item)
    return commands.change_contact(actor, person, contact=contact, draft=form.draft())


def save_household(actor: User, person: Person, form: Any, item: UUID | None) -> object:
    """Add the other to this person's household, or this person to the other's; a new one where neither has one."""
    text, tie = form.cleaned_data["other"], form.cleaned_data["tie"]
    own = queries.household(person)
    if not text:
        return own or commands.form_household(actor, person)
    other = other_by_reference(actor, text, "people.correct")
    if own:
        return commands.join_household(actor, own, person=other, tie=tie)
    home = queries.household(other) or commands.form_household(actor, other)
    return commands.join_household(actor, home, person=person, tie=tie)


def save_relation(actor: User, person: Person, form: Any, item: UUID | None) -> object:
    other = other_by_reference(actor, form.cleaned_data["other"])
    return commands.relate(actor, person, other=other, kind=form.cleaned_data["kind"])


SECTIONS: dict[str, Section] = {
    "identity": Section(_("Identité"), f.IdentityForm, save_identity, identity_of),
    "names": Section(_("Nom"), f.NameForm, save_name, name_of, changes=True),
    "nationalities": Section(_("Nationalités"), f.NationalitiesForm, save_nationalities, nationalities_of),
    "languages": Section(_("Langues"), f.LanguagesForm, save_languages, languages_of),
    "documents": Section(
        _("Document"),
        f.DocumentForm,
        lambda actor, person, form, item: commands.add_document(actor, person, draft=form.draft()),
        group=FieldGroup.TRAVEL,
    ),
    "contacts": Section(
        _("Coordonnée"), f.ContactForm, save_contact, contact_of, changes=True, group=FieldGroup.CONTACT
    ),
    "household": Section(_("Ménage"), f.HouseholdForm, save_household),
    "relationships": Section(_("Lien avec une autre personne"), f.RelationForm, save_relation),
}


def member_of(actor: User, person: Person, key: UUID) -> Person:
    """Someone of the person's household. Raises: Http404."""
    home = queries.household(person)
    found = {m.person.pk: m.person for m in queries.members_seen(actor, home, person)} if home else {}
    if key not in found:
        raise Http404
    return found[key]


def leave(actor: User, person: Person, member: Person, reason: str) -> object:
    home = queries.household(person)
    if home is None:
        raise BadInput(_("Cette personne ne vit dans aucun ménage."))
    return commands.leave_household(actor, home, person=member)


REMOVALS: dict[str, Removal] = {
    "names": Removal(
        _("Retirer ce nom"),
        _("Le nom ne sera plus montré ni trouvé. L'historique de la fiche le garde."),
        _("Retirer le nom"),
        lambda actor, person, key: queries.name_of(person, key),
        lambda actor, person, row, reason: commands.remove_name(actor, person, name=row),
    ),
    "contacts": Removal(
        _("Retirer cette coordonnée"),
        _("Elle est effacée : personne ne s'en servira plus. L'historique garde qu'elle a été retirée."),
        _("Retirer la coordonnée"),
        lambda actor, person, key: queries.contact_of(person, key),
        lambda actor, person, row, reason: commands.remove_contact(actor, person, contact=row),
        group=FieldGroup.CONTACT,
    ),
    "documents": Removal(
        _("Retirer ce document"),
        _("Le document n'identifie plus la personne et son numéro redevient libre. L'historique le garde."),
        _("Retirer le document"),
        lambda actor, person, key: queries.document_of(person, key),
        lambda actor, person, row, reason: commands.retire_document(
            actor, person, document=row, reason=reason
        ),
        reason=True,
        group=FieldGroup.TRAVEL,
    ),
    "relationships": Removal(
        _("Retirer ce lien"),
        _("Les deux personnes ne sont plus liées. L'historique garde le lien et le motif."),
        _("Retirer le lien"),
        lambda actor, person, key: queries.relationship_of(actor, person, key),
        lambda actor, person, row, reason: commands.unrelate(actor, person, tie=row, reason=reason),
        reason=True,
    ),
    "household": Removal(
        _("Quitter le ménage"),
        _(
            "La personne ne compte plus parmi les membres à partir d'aujourd'hui. Les aides passées ne changent pas."
        ),
        _("Quitter le ménage"),
        member_of,
        leave,
    ),
    "consent": Removal(
        _("Retirer l'accord"),
        _(
            "L'accord cesse à l'instant. L'effacement de la fiche est une autre démarche, que la personne peut demander."
        ),
        _("Retirer l'accord"),
        lambda actor, person, key: queries.basis_of(person, key),
        lambda actor, person, row, reason: commands.withdraw_basis(actor, person, basis=row),
        group=FieldGroup.LEGAL,
    ),
}
