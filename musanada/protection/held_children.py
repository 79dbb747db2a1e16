"""What a child's file holds about the child, in words for them: situation, age, agreement, family, concerns.

P4: only what the files say that name who answers. Relatives stand in it as ties, never by name. What the compartment
apart holds is told by who answers for the file alone; from anybody else the child is told whom to ask.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Sentence
from musanada.kit.formats import format_date
from musanada.kit.subject import HELD, Asking, HeldSection
from musanada.protection.drafts import needs_words
from musanada.protection.models import (
    AgeRecord,
    Child,
    Concern,
    FamilyMember,
    Harm,
    Known,
    Separation,
    SiblingLink,
)

P = FieldGroup.PROTECTION
Rows = list[tuple[Sentence, ...]]
NOTHING = ""


def held(asking: Asking) -> Iterator[HeldSection]:
    rows = Child.objects.filter(
        file__case__person__in=asking.people, file__case__unit__in=asking.units, file__secret__in=asking.named
    )
    children = list(rows.select_related("file__case__unit", "file__town", "file__secret").order_by("file"))
    if not children:
        return
    files = [one.file for one in children]
    for child in children:
        yield situation(asking, child)
    yield ages(asking, files)
    yield family(asking, files)
    yield concerns(asking, files)
    yield from harms(asking, files)


def day(asking: Asking, value: date | None) -> str:
    return format_date(value, asking.lang) if value else NOTHING


def joined(parts: Iterable[object]) -> str:
    return " ; ".join(str(part) for part in parts if part)


def answer(row: Any, name: str) -> Sentence:
    """What was said; nothing where it was not asked."""
    said: Sentence = getattr(row, f"get_{name}_display")()
    return NOTHING if getattr(row, name) == Known.NOT_ASKED else said


def situation(asking: Asking, child: Child) -> HeldSection:
    """One child's file: what is asked once."""
    file = child.file
    told: list[tuple[Sentence, Sentence]] = [
        (_("Dossier"), str(file.case)),
        (_("Bureau"), str(file.case.unit)),
        (_("Identifié le"), joined((day(asking, file.identified_on), file.get_source_display(), file.town))),
        (_("Repose sur"), joined((file.get_basis_display(), file.basis_text))),
        (
            _("Situation"),
            joined((child.get_status_display(), day(asking, child.status_on), child.status_how)),
        ),
        (_("Statut de déplacement"), child.get_displacement_display()),
        (_("Vulnérabilité critique à l'identification"), _("Oui") if child.critical else _("Non")),
        (_("Danger immédiat"), answer(file, "danger")),
        (_("Besoins urgents"), ", ".join(str(one) for one in needs_words(file.urgent_needs))),
        (_("Niveau de risque"), file.get_risk_display() if file.risk else NOTHING),
        (_("Comment vous joindre"), file.safe_contact),
        (_("Ce qui ne se dit à personne"), file.withhold),
        (_("Entrée au pays"), joined((day(asking, child.entered_on), child.entered_at))),
        (_("Où vous vouliez aller"), child.heading),
        (_("Où vous vivez"), child.address),
        *answers(child),
        (_("Santé et sécurité"), child.health),
        (_("Signes distinctifs"), child.marks),
    ]
    rows = [(label, said) for label, said in told if str(said)]
    return HeldSection(P, _("Votre dossier d'enfant"), rows, order=80)


def answers(child: Child) -> list[tuple[Sentence, Sentence]]:
    school = NOTHING if child.school == Child.School.UNKNOWN else child.get_school_display()
    return [
        (_("Naissance déclarée"), answer(child, "birth_registered")),
        (_("Contact avec votre consulat permis"), answer(child, "consulate")),
        (_("Scolarité"), school),
        (_("Scolarisé"), answer(child, "in_school")),
        (_("Travail"), answer(child, "works")),
        (_("Enceinte, ou parent"), answer(child, "parenthood")),
        (_("Difficulté fonctionnelle"), answer(child, "disability")),
        (_("Vous voulez que l'on cherche votre famille"), answer(child, "wants_tracing")),
    ]


def ages(asking: Asking, files: list[Any]) -> HeldSection:
    rows: Rows = []
    for one in AgeRecord.objects.filter(file__in=files).order_by("on", "recorded_at"):
        doubt = _("bénéfice du doute : pris pour un enfant") if one.doubt else NOTHING
        rows.append(
            (
                day(asking, one.on),
                one.get_method_display(),
                age_words(asking, one),
                joined((one.who, one.why, doubt)),
                _("Oui") if one.applied else _("Non"),
            )
        )
    columns = (_("Le"), _("Source"), _("Âge"), _("Par qui et pourquoi"), _("Retenu"))
    return HeldSection(P, _("Votre âge, tel qu'il fut dit"), rows, columns, order=81)


def age_words(asking: Asking, one: AgeRecord) -> str:
    if one.birth_date and one.low is None:
        return day(asking, one.birth_date)
    return str(one.low) if one.low == one.high else f"{one.low}–{one.high}"


def family(asking: Asking, files: list[Any]) -> HeldSection:
    """Ties and what was said of each; a relative's name and address are theirs."""
    rows: Rows = []
    for one in FamilyMember.objects.filter(file__in=files, voided_at=None):
        carer = _("s'occupait de vous") if one.carer else NOTHING
        rows.append((one.get_tie_display(), one.get_alive_display(), joined((carer, contact_words(one)))))
    for link in SiblingLink.objects.filter(file__in=files, ended_on=None):
        together = _("restent ensemble") if link.together else link.why
        rows.append((_("Frère ou sœur suivi aussi"), NOTHING, together))
    for lost in Separation.objects.filter(file__in=files):
        when = joined((day(asking, lost.on), lost.about, lost.where))
        rows.append((_("Séparation"), lost.get_cause_display(), joined((when, lost.text))))
    columns = (_("Qui, ou quoi"), _("État"), _("Ce qui est noté"))
    return HeldSection(P, _("Votre famille, telle que vous en avez parlé"), rows, columns, order=82)


def contact_words(one: FamilyMember) -> str:
    questions = ((_("en contact"), "in_contact"), (_("contact voulu"), "wished"), (_("sans danger"), "safe"))
    return joined(f"{label} : {answer(one, name)}" for label, name in questions if str(answer(one, name)))


def concerns(asking: Asking, files: list[Any]) -> HeldSection:
    rows: Rows = [
        (
            day(asking, one.opened_on),
            one.get_kind_display(),
            one.get_phase_display(),
            one.details,
            day(asking, one.closed_on),
        )
        for one in Concern.objects.filter(file__in=files).order_by("opened_on", "id")
    ]
    columns = (_("Constatée le"), _("Préoccupation"), _("Où"), _("Précisions"), _("Levée le"))
    return HeldSection(P, _("Ce qui inquiète pour vous"), rows, columns, order=83)


def harms(asking: Asking, files: list[Any]) -> Iterator[HeldSection]:
    """Told by who answers for the file; else the child is told that a part is answered by that person."""
    own = [one for one in files if one.secret.owner_id == asking.actor.pk]
    others = [one for one in files if one.secret.owner_id != asking.actor.pk]
    rows: Rows = [
        (
            day(asking, one.on),
            one.get_kind_display(),
            joined((one.where, one.relation, one.told_to)),
            one.text,
        )
        for one in Harm.objects.filter(file__in=own).order_by("recorded_at")
    ]
    note: Sentence = NOTHING
    if others:
        note = _(
            "Une partie de votre dossier n'est lue que de la personne qui en répond : c'est elle qui vous dit ce "
            "qu'elle contient."
        )
    if rows or note:
        columns = (_("Le"), _("Incident"), _("Où, lien, signalé à"), _("Ce qui est écrit"))
        yield HeldSection(P, _("Ce que vous avez subi"), rows, columns, note=note, order=84)


HELD.add("protection_children", held)
