"""A victim's file: opened for someone met or already known, what is asked once, episodes, reflection, proceedings.

Immediate help waits for nothing of this: services and the plan are rows of the file from its first minute.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, forget_holdings
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import BirthPrecision, FieldGroup, Sex
from musanada.kit.dates import PartialDate
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people import notice
from musanada.people.commands import register
from musanada.people.drafts import NOT_ASKED, BasisDraft, NameDraft, PersonDraft
from musanada.people.models import Person
from musanada.protection.commands import clocks
from musanada.protection.commands.checks import insist_open, one_of, past_day
from musanada.protection.commands.detection import insist_not_state
from musanada.protection.commands.opening import open_protection
from musanada.protection.drafts import age_at, coded
from musanada.protection.models import (
    Clock,
    Episode,
    EpisodeForm,
    Exploitation,
    Known,
    Proceeding,
    ProtectionFile,
    Reflection,
    Victim,
)
from musanada.protection.rules import value

WORK = "protection.work"
VICTIM = ProtectionFile.Kind.VICTIM
Basis = ProtectionFile.Basis
# Why the register may keep who the person is, by what the file stands on.
REGISTER_BASIS = {
    Basis.CONSENT: ("consent", "oral"),
    Basis.ASSENT: ("consent", "guardian"),
    Basis.ASSENT_ALONE: ("consent", "oral"),
    Basis.VITAL: ("vital_interest", ""),
}


@dataclass(frozen=True)
class VictimDraft:
    """What opens a file. ``person``: somebody of the register; without one, ``called`` names a new person."""

    source: str
    basis: str
    basis_text: str = ""
    person: Person | None = None
    called: str = ""
    sex: str = Sex.NOT_ASKED
    birth: PartialDate = NOT_ASKED
    nationality: str = ""
    languages: tuple[str, ...] = ()
    child: bool = False
    citizen: bool | None = None
    again: bool = False
    danger: str = Known.NOT_ASKED
    urgent_needs: tuple[str, ...] = ()
    safe_contact: str = ""
    withhold: str = ""
    shelter_on: date | None = None
    identified_on: date = field(default_factory=timezone.localdate)
    id: UUID = field(default_factory=new_id)


@command(WORK, group=FieldGroup.PROTECTION)
def open_victim(actor: User, unit: Unit, /, *, draft: VictimDraft) -> ProtectionFile:
    """The person registered if they are new, hidden at once, the case, the file. The same draft twice is one file.

    Raises: BadInput, Refused.
    """
    if known := ProtectionFile.objects.filter(pk=draft.id, case__opened_by=actor).first():
        return known
    insist_not_state(unit)
    insist(draft)
    person = draft.person or registered(actor, unit, draft)
    child = draft.child or minor_on(person, draft.identified_on)
    if child and draft.basis == Basis.CONSENT:
        raise bad(
            "basis", _("D'un enfant on recueille l'assentiment ; le consentement est celui d'un adulte.")
        )
    file = open_protection(
        actor,
        unit,
        person,
        kind=VICTIM,
        identified_on=draft.identified_on,
        source=draft.source,
        basis=draft.basis,
        basis_text=draft.basis_text,
        pk=draft.id,
        danger=draft.danger,
        urgent_needs=coded(draft.urgent_needs),
        safe_contact=draft.safe_contact.strip(),
        withhold=draft.withhold.strip(),
    )
    forget_holdings(actor)
    citizen = draft.citizen if draft.citizen is not None else is_citizen(person)
    Victim.objects.create(
        file=file, child=child, citizen=citizen, again=draft.again, shelter_on=draft.shelter_on
    )
    return file


def insist(draft: VictimDraft) -> None:
    today = timezone.localdate()
    if draft.person is None and not draft.called.strip():
        raise bad("called", _("Écrivez un prénom, un surnom ou un mot convenu : aucun nom n'est demandé."))
    one_of("source", draft.source, ProtectionFile.Source.values)
    one_of("danger", draft.danger, Known.values)
    if draft.identified_on > today:
        raise bad("identified_on", _("Ce jour n'est pas encore venu : écrivez le jour de la rencontre."))
    if draft.shelter_on and not draft.identified_on <= draft.shelter_on <= today:
        raise bad("shelter_on", _("Ce jour est avant la rencontre, ou pas encore venu : vérifiez la date."))
    if draft.child and draft.basis == Basis.CONSENT:
        raise bad("basis", _("D'un enfant on recueille l'assentiment ; le consentement est celui d'un adulte."))  # fmt: skip


def registered(actor: User, unit: Unit, draft: VictimDraft) -> Person:
    """In the register before anything hides them; the same transaction hides them."""
    basis, means = REGISTER_BASIS.get(Basis(draft.basis) if draft.basis in Basis.values else Basis.VITAL, ("vital_interest", ""))  # fmt: skip
    language = draft.languages[0] if draft.languages else get_language() or "fr"
    person = PersonDraft(
        id=uuid5(draft.id, "person"),
        names=(NameDraft(nickname=draft.called.strip()),),
        sex=draft.sex,
        birth=draft.birth,
        nationalities=(draft.nationality,) if draft.nationality else (),
        languages=draft.languages,
        preferred_language=language if draft.languages else "",
        registered_on=draft.identified_on,
    )
    read = BasisDraft(basis, notice.current_version(), language, means)
    return register(actor, unit, draft=person, basis=read)


def minor_on(person: Person, day: date) -> bool:
    """Whoever may be a child is one."""
    age = (
        age_at(PartialDate(person.birth_date, BirthPrecision(person.birth_precision)), day)
        if person.birth_date
        else None
    )
    return age is not None and age < value("adult_age", day)


def is_citizen(person: Person) -> bool | None:
    codes = list(person.nationalities.values_list("country_id", flat=True))
    return "MAR" in codes if codes else None


# Asked once, corrected any time


@dataclass(frozen=True)
class VictimChange:
    child: bool
    citizen: bool | None
    again: bool
    shelter_on: date | None
    danger: str
    safe_contact: str
    withhold: str


@command(WORK)
def change_victim(actor: User, file: ProtectionFile, /, *, change: VictimChange) -> ProtectionFile:
    """Once a child, always with a child's rules: only the other way is refused. Raises: BadInput, Refused."""
    insist_open(file)
    if change.shelter_on:
        past_day(file, "shelter_on", change.shelter_on)
    one_of("danger", change.danger, Known.values)
    if not change.child and minor_on(file.case.person, file.identified_on):
        raise bad("child", _("Selon sa date de naissance, c'était un enfant ce jour-là : les règles de l'enfant restent."))  # fmt: skip
    columns = {name: getattr(change, name) for name in ("child", "citizen", "again", "shelter_on")}
    Victim.objects.filter(file=file).update(**columns)
    texts = {"safe_contact": change.safe_contact.strip(), "withhold": change.withhold.strip()}
    ProtectionFile.objects.filter(pk=file.pk).update(danger=change.danger, **texts)
    return file


# Episodes


@dataclass(frozen=True)
class EpisodeDraft:
    forms: tuple[str, ...]
    country: str = ""
    place: str = ""
    from_on: date | None = None
    to_on: date | None = None
    sector: str = ""
    text: str = ""
    id: UUID = field(default_factory=new_id)


@command(WORK)
def add_episode(actor: User, file: ProtectionFile, /, *, draft: EpisodeDraft) -> Episode:
    """A time of exploitation and its forms, several at once; the victim counts once. Raises: BadInput, Refused."""
    if known := Episode.objects.filter(pk=draft.id, file=file).first():
        return known
    insist_open(file)
    if not draft.forms or set(draft.forms) - set(Exploitation.values):
        raise bad("forms", _("Choisissez au moins une forme d'exploitation ; plusieurs à la fois sont possibles."))  # fmt: skip
    today = timezone.localdate()
    for name in ("from_on", "to_on"):
        day = getattr(draft, name)
        if day and day > today:
            raise bad(name, _("Ce jour n'est pas encore venu : vérifiez la date."))
    if draft.from_on and draft.to_on and draft.to_on < draft.from_on:
        raise bad("to_on", _("La fin est avant le début : vérifiez les deux dates."))
    made = Episode.objects.create(
        id=draft.id,
        file=file,
        country_id=draft.country or None,
        place=draft.place.strip(),
        from_on=draft.from_on,
        to_on=draft.to_on,
        sector=draft.sector.strip(),
        text=draft.text.strip(),
        by=actor,
    )
    EpisodeForm.objects.bulk_create(
        EpisodeForm(file=file, episode=made, form=code) for code in dict.fromkeys(draft.forms)
    )
    return made


# The time to recover and decide


@command(WORK)
def start_reflection(
    actor: User, file: ProtectionFile, /, *, from_on: date | None = None, pk: UUID | None = None
) -> Reflection:
    """For a foreign victim, once presumed; the next one renews it, as often as the rule says. Raises: BadInput, Refused."""
    if pk is not None and (known := Reflection.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    victim = Victim.objects.select_for_update().get(file=file)
    insist_foreign(victim)
    last = Reflection.objects.filter(file=file).order_by("-renewal").first()
    start, renewal = next_reflection(file, last, from_on)
    try:
        with transaction.atomic():
            made = Reflection.objects.create(
                id=pk or new_id(),
                file=file,
                from_on=start,
                to_on=start + timedelta(days=value("reflection_days", start) - 1),
                renewal=renewal,
                by=actor,
            )
    except IntegrityError:
        raise Refused(_("Ce délai vient d'être ouvert : rechargez la page.")) from None
    clocks.start(file, Clock.Kind.REFLECTION, made.to_on, on=start)
    return made


def insist_foreign(victim: Victim) -> None:
    if victim.citizen is None:
        raise Refused(_("Dites d'abord si la personne est de nationalité marocaine : corrigez le dossier."))
    if victim.citizen:
        raise Refused(_("Le délai de réflexion est celui d'une victime étrangère : aucune règle n'en donne à une Marocaine ou un Marocain, dont l'aide ne dépend de rien."))  # fmt: skip
    if victim.status not in ("presumed", "identified"):
        raise Refused(_("Le délai court quand la personne est retenue comme victime présumée : menez d'abord l'entretien."))  # fmt: skip


def next_reflection(file: ProtectionFile, last: Reflection | None, from_on: date | None) -> tuple[date, int]:
    """The first, or the renewal that follows the last day of the one before."""
    if last is None:
        return past_day(file, "from_on", from_on), 0
    if last.ended_on:
        raise Refused(_("La personne a dit ce qu'elle choisit : le délai est fini."))
    most = value("reflection_renewals")
    if last.renewal >= most:
        raise Refused(
            ngettext(
                "Le délai ne se renouvelle que %(n)s fois (règle à confirmer) : il prend fin à son dernier jour.",
                "Le délai ne se renouvelle que %(n)s fois (règle à confirmer) : il prend fin à son dernier jour.",
                most,
            )
            % {"n": most}
        )
    return last.to_on + timedelta(days=1), last.renewal + 1


@command(WORK)
def end_reflection(
    actor: User, file: ProtectionFile, /, *, choice: str, on: date | None = None
) -> Reflection:
    """What the person chooses, or that they choose nothing yet; help goes on whatever it is. Raises: BadInput, Refused."""
    insist_open(file)
    last = Reflection.objects.select_for_update().filter(file=file).order_by("-renewal").first()
    if last is None or last.ended_on:
        raise Refused(_("Aucun délai de réflexion ne court : rechargez la page."))
    one_of("choice", choice, ["cooperate", "not", "later"])
    day = past_day(file, "on", on)
    if day < last.from_on:
        raise bad("on", _("Ce jour est avant le début du délai : vérifiez la date."))
    Reflection.objects.filter(pk=last.pk).update(ended_on=day, choice=choice)
    clocks.meet(file, Clock.Kind.REFLECTION, on=day)
    last.refresh_from_db()
    return last


# Proceedings: the stage alone


@command(WORK)
def note_proceeding(
    actor: User, file: ProtectionFile, /, *, stage: str, on: date, pk: UUID | None = None
) -> Proceeding:
    """Raises: BadInput, Refused."""
    if pk is not None and (known := Proceeding.objects.filter(pk=pk, file=file).first()):
        return known
    insist_open(file)
    one_of("stage", stage, Proceeding.Stage.values)
    day = on
    if day > timezone.localdate():
        raise bad("on", _("Ce jour n'est pas encore venu : vérifiez la date."))
    return Proceeding.objects.create(id=pk or new_id(), file=file, stage=stage, on=day, by=actor)


say(
    {
        "protection.open_victim": _("Dossier d'une victime présumée ouvert"),
        "protection.change_victim": _("Dossier d'une victime corrigé"),
        "protection.add_episode": _("Épisode d'exploitation noté"),
        "protection.start_reflection": _("Délai de réflexion ouvert ou renouvelé"),
        "protection.end_reflection": _("Délai de réflexion fini"),
        "protection.note_proceeding": _("Étape de la procédure pénale notée"),
    },
    kinds={
        "protection.victim": _("Victime"),
        "protection.episode": _("Épisode d'exploitation"),
        "protection.episodeform": _("Forme d'exploitation"),
        "protection.reflection": _("Délai de réflexion"),
        "protection.proceeding": _("Étape de la procédure pénale"),
    },
)
