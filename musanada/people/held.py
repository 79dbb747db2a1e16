"""What the register holds about someone, in words for them. Other people stand in it as ties only, never by name."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.models import AuditEntry, RoleHolding
from musanada.access.roles import Role
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import country_name, format_date, format_partial, language_name
from musanada.kit.ids import show_reference
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.people.models import (
    AsylumStatus,
    Attachment,
    ConfidentialFile,
    Consent,
    Contact,
    Correction,
    HouseholdMember,
    Identifier,
    Language,
    LegalBasis,
    Nationality,
    Person,
    PersonName,
    Presence,
    Relationship,
)
from musanada.people.queries.details import group_of

G = FieldGroup
READ = "people.read_protected"


def held(asking: Asking) -> Iterator[HeldSection]:
    yield who(asking)
    yield names(asking)
    yield ties(asking)
    yield places(asking)
    yield corrections(asking)
    yield contacts(asking)
    yield documents(asking)
    yield reasons(asking)
    yield consents(asking)
    yield from pieces(asking)
    yield from files(asking)


def day(asking: Asking, value: Any) -> str:
    """A date, or the local day of a moment."""
    if value is None:
        return ""
    return format_date(timezone.localdate(value) if hasattr(value, "hour") else value, asking.lang)


def who(asking: Asking) -> HeldSection:
    person = Person.objects.select_related("unit", "place").get(pk=asking.people[0])
    countries = Nationality.objects.filter(person__in=asking.people).values_list("country", flat=True)
    spoken = Language.objects.filter(person__in=asking.people).values_list("code", flat=True)
    rows: list[tuple[Sentence, Sentence]] = [
        (_("Référence"), show_reference(person.reference)),
        (_("Sexe"), person.get_sex_display()),
        (_("Naissance"), format_partial(person.born, asking.lang)),
        (
            _("Nationalité"),
            ", ".join(dict.fromkeys(country_name(c, asking.lang) for c in countries))
            or person.get_nationality_answer_display(),
        ),
        (_("Langues"), ", ".join(dict.fromkeys(language_name(code, asking.lang) for code in spoken))),
        (_("Lieu de vie"), str(person.place or "")),
        (_("Enregistrée le"), day(asking, person.registered_on)),
    ]
    return HeldSection(G.IDENTITY, _("Qui vous êtes"), rows, order=10)


def names(asking: Asking) -> HeldSection:
    rows = PersonName.objects.filter(person__in=asking.people).order_by("-preferred", "id")
    lines = [
        (row.text, row.get_script_display(), row.get_source_display(), row.mother or _("Non noté"))
        for row in rows
    ]
    columns = (_("Nom écrit"), _("Écriture"), _("D'après"), _("Nom de votre mère"))
    return HeldSection(G.IDENTITY, _("Vos noms"), lines, columns, order=12)


def ties(asking: Asking) -> HeldSection:
    """That there is a tie and which, as far as it is the person's own; who the other one is, is theirs to say."""
    own = list(asking.people)
    homes = HouseholdMember.objects.filter(person__in=own, household__unit__in=asking.units)
    lines: list[tuple[Sentence, Sentence]] = [
        (row.get_tie_display(), period(asking, row.from_on, row.to_on)) for row in homes.order_by("from_on")
    ]
    rows = Relationship.objects.filter(Q(person__in=own) | Q(other__in=own)).order_by("recorded_at")
    for row in rows:
        outgoing = row.person_id in own
        words = (
            _("Vous êtes « %(tie)s » une autre personne")
            if outgoing
            else _("Une autre personne est « %(tie)s » vous")
        )
        lines.append((words % {"tie": row.get_kind_display()}, day(asking, row.recorded_at)))
    note = _("Les noms des autres personnes ne sont pas dans ce document.")
    return HeldSection(G.IDENTITY, _("Vos liens"), lines, (_("Lien"), _("Quand")), note, order=20)


def period(asking: Asking, start: Any, end: Any) -> Sentence:
    if end is None:
        return _("depuis le %(day)s") % {"day": day(asking, start)}
    return _("du %(start)s au %(end)s") % {"start": day(asking, start), "end": day(asking, end)}


def places(asking: Asking) -> HeldSection:
    rows = Presence.objects.filter(person__in=asking.people, unit__in=asking.units, derived=False)
    lines = [
        (str(row.unit), period(asking, row.from_on, row.to_on))
        for row in rows.select_related("unit").order_by("from_on", "id")
    ]
    columns = (_("Bureau"), _("Période"))
    return HeldSection(G.IDENTITY, _("Où vous êtes connue ou connu"), lines, columns, order=22)


def corrections(asking: Asking) -> HeldSection:
    rows = [c for c in Correction.objects.filter(person__in=asking.people) if group_of(c) in asking.groups]
    lines = [(day(asking, row.at), row.get_field_display(), row.before) for row in rows]
    columns = (_("Le"), _("Ce qui a été corrigé"), _("Ce qui était écrit avant"))
    return HeldSection(G.IDENTITY, _("Ce qui a été corrigé"), lines, columns, order=80)


def contacts(asking: Asking) -> HeldSection:
    rows = Contact.objects.filter(person__in=asking.people).order_by("id")
    lines = [(row.get_kind_display(), row.value, row.get_safety_display()) for row in rows]
    columns = (_("Sorte"), _("Coordonnée"), _("Peut-on l'utiliser ?"))
    return HeldSection(G.CONTACT, _("Comment vous joindre"), lines, columns, order=30)


def documents(asking: Asking) -> HeldSection:
    rows = Identifier.objects.filter(person__in=asking.people).order_by("retired", "id")
    lines = [
        (row.get_kind_display(), row.value, row.issuer, _("retiré") if row.retired else _("en vigueur"))
        for row in rows
    ]
    columns = (_("Document"), _("Numéro"), _("Délivré par"), _("État"))
    return HeldSection(G.TRAVEL, _("Vos documents"), lines, columns, order=32)


def reasons(asking: Asking) -> HeldSection:
    rows = LegalBasis.objects.filter(person__in=asking.people, unit__in=asking.units).select_related("unit")
    lines = [
        (
            day(asking, row.given_on),
            row.get_basis_display(),
            row.get_means_display() if row.means else "",
            _("retiré") if row.withdrawn_at else "",
        )
        for row in rows.order_by("given_on", "id")
    ]
    columns = (_("Le"), _("Pourquoi vos données sont gardées"), _("Recueilli par"), _("État"))
    return HeldSection(G.LEGAL, _("Pourquoi nous pouvons garder vos données"), lines, columns, order=40)


def consents(asking: Asking) -> HeldSection:
    rows = Consent.objects.filter(person__in=asking.people, unit__in=asking.units)
    lines = [
        (
            day(asking, row.given_on),
            row.get_purpose_display(),
            row.recipient_words,
            ", ".join(str(word) for word in row.group_words),
            row.state_words,
        )
        for row in rows.select_related("to_unit", "to_partner").order_by("given_on", "recorded_at")
    ]
    columns = (_("Le"), _("Pour quoi"), _("Vers qui"), _("Quelles parties"), _("Votre réponse"))
    return HeldSection(G.LEGAL, _("Vos accords et vos refus"), lines, columns, order=42)


def pieces(asking: Asking) -> Iterator[HeldSection]:
    """One section a part of the file: who does not reach it does not list it."""
    rows = Attachment.objects.filter(person__in=asking.people, unit__in=asking.units, voided_at=None)
    for group in G:
        lines = [(day(asking, row.created_at), row.get_kind_display()) for row in rows.filter(group=group)]
        if lines:
            columns = (_("Le"), _("Pièce"))
            title = _("Pièces gardées : %(part)s") % {"part": group.label}
            yield HeldSection(group, title, lines, columns, order=60)


def files(asking: Asking) -> Iterator[HeldSection]:
    """P4: only what the files say that name the actor. Who read them, by role: the person may know, names may not."""
    rows = ConfidentialFile.objects.filter(person__in=asking.people, pk__in=asking.named)
    for one in rows.select_related("unit"):
        lines: list[tuple[Sentence, Sentence]] = [
            (_("Ouvert le"), day(asking, one.opened_at)),
            (_("Objet"), one.get_subject_display()),
            (_("Bureau"), str(one.unit)),
        ]
        yield HeldSection(G.PROTECTION, _("Votre dossier confidentiel"), lines, order=70)
    if rows:
        yield statuses(asking)
        yield readers(asking)


def statuses(asking: Asking) -> HeldSection:
    rows = AsylumStatus.objects.filter(file__person__in=asking.people, file__in=asking.named, voided_at=None)
    lines = [
        (day(asking, row.since), row.get_status_display(), row.get_authority_display(), row.certificate)
        for row in rows
    ]
    columns = (_("Depuis le"), _("Statut"), _("Autorité"), _("Attestation"))
    return HeldSection(G.LEGAL, _("Asile"), lines, columns, order=72)


def readers(asking: Asking) -> HeldSection:
    keys = [str(pk) for pk in asking.people]
    rows = AuditEntry.objects.filter(
        object_kind="people.person", object_id__in=keys, verb=READ, outcome="done"
    )
    seen = {(day(asking, row.at), words) for row in rows.order_by("number") for words in roles_then(row)}
    columns = (_("Le"), _("En tant que"))
    return HeldSection(G.PROTECTION, _("Qui a ouvert votre dossier protégé"), sorted(seen), columns, order=74)


def roles_then(row: AuditEntry) -> Sequence[str]:
    """The roles of who read, on that day."""
    on = timezone.localdate(row.at)
    held_then = RoleHolding.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on), user=row.actor_id, from_on__lte=on
    )
    return sorted({str(Role(role).label) for role in held_then.values_list("role", flat=True)})


HELD.add("people", held)
