"""Verbs over P4 files: open, name someone, hand over, seal, close; break the glass and review who did.

Whoever is not named does not reach a file at all (``doors.may``); what is refused here is told to named users only.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, forget_holdings, holds
from musanada.access.models import Unit, User
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import BadInput, Refused, Sentence
from musanada.kit.registry import Registry
from musanada.people import policies_protected  # noqa: F401  declares the rights
from musanada.people.commands.protecting import protect, show_again
from musanada.people.models import ConfidentialFile, NamedAccess, Person
from musanada.people.queries import confidential as files

OPEN = "confidential.open"
# Why a file may not be closed yet: told by the apps above whose records stand on it.
STANDING: Registry[Callable[[ConfidentialFile], Sentence | None]] = Registry("what stands on a P4 file")
REASON = 10  # characters at least: "urgent" says nothing to who reviews


def reason_of(text: str, least: int = REASON) -> str:
    """Raises: BadInput for a reason that says nothing."""
    found = " ".join(text.split())
    if len(found) < least:
        sentence = _(
            "Dites pourquoi, en %(count)s caractères au moins, sans écrire le nom de la personne."
        ) % {"count": least}
        raise BadInput(sentence, fields={"reason": sentence})
    return found[:600]


def insist_on_owner(actor: User, file: ConfidentialFile) -> None:
    if not ConfidentialFile.objects.filter(pk=file.pk, owner=actor.pk, closed_at=None).exists():
        raise Refused(_("Seul le responsable de ce dossier peut faire cela, tant qu'il est ouvert."))


def insist_nothing_stands(file: ConfidentialFile) -> None:
    """Raises: Refused with the first reason."""
    for told in STANDING.values():
        if why := told(file):
            raise Refused(why, code="standing")


def insist_in_full(actor: User, file: ConfidentialFile) -> None:
    """A second person is one whom the owner named: the hours of an emergency decide nothing. Raises: Refused."""
    if not files.in_force(actor).filter(file=file.pk, break_glass=False).exists():
        raise Refused(
            _(
                "Une ouverture en urgence ne décide de rien : demandez à quelqu'un que le responsable a nommé."
            ),
            code="glass-only",
        )


def name_on(
    file: ConfidentialFile, user: User, by: User, reason: str, until: datetime, *, glass: bool = False
) -> NamedAccess:
    forget_holdings(user)
    return NamedAccess.objects.create(
        file=file, user=user, granted_by=by, reason=reason, until_at=until, break_glass=glass
    )


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


@command(OPEN, group=FieldGroup.PROTECTION)
def open_file(
    actor: User, person: Person, *, subject: str, hides_person: bool, reason: str
) -> ConfidentialFile:
    """A P4 file over ``person``; the actor owns it and is named at once. ``hides_person``: nobody else finds them.

    Raises: BadInput; Refused when the actor keeps such a file already. What others keep is not told.
    """
    if subject not in ConfidentialFile.Subject.values:
        raise BadInput(_("Choisissez l'objet du dossier."), fields={"subject": _("Choisissez l'objet.")})
    why = reason_of(reason)
    kept = ConfidentialFile.objects.filter(owner=actor, subject=subject, person=person, closed_at=None)
    if kept.exists():
        raise Refused(_("Vous répondez déjà d'un dossier ouvert sur cet objet pour cette personne."))
    if not Person.objects.select_for_update().filter(pk=person.pk, merged_into=None, voided_at=None).exists():
        raise Refused(_("Cette fiche a été fusionnée ou annulée : rechargez la page."))
    insist_on_more_than_an_emergency(actor, person)
    file = ConfidentialFile.objects.create(
        person=person,
        unit=files.place_of(actor, person),
        subject=subject,
        reason=why,
        hides_person=hides_person,
        owner=actor,
        opened_by=actor,
    )
    if hides_person:
        protect(person)
    name_on(file, actor, actor, why, in_days(NamedAccess.OWNER_DAYS))
    forget_holdings(actor)
    return file


def insist_on_more_than_an_emergency(actor: User, person: Person) -> None:
    """The hours of an emergency must not become a year: who opens a file is named on it, whatever the review says."""
    hidden = Person.objects.filter(pk=person.pk, protected=True).exists()
    named = files.in_force(actor).filter(break_glass=False, file__person=person, file__hides_person=True)
    if hidden and not named.filter(file__closed_at=None).exists():
        raise Refused(
            _(
                "Une ouverture en urgence ne permet pas d'ouvrir un autre dossier sur cette personne : demandez au "
                "responsable du dossier de vous nommer."
            ),
            code="glass-only",
        )


def insist_on_term(until: datetime) -> None:
    if not timezone.now() < until <= in_days(NamedAccess.MOST_DAYS):
        sentence = _(
            "Choisissez une date de fin à venir, dans un an au plus : on prolonge si c'est nécessaire."
        )
        raise BadInput(sentence, fields={"until": sentence})


def insist_on_eligible(file: ConfidentialFile, user: User) -> None:
    if not files.eligible(file).filter(pk=user.pk).exists():
        sentence = _(
            "Cette personne ne peut pas être nommée : il faut travailler, du même côté, là où la personne est connue."
        )
        raise Refused(sentence)


@command(OPEN)
def grant(actor: User, file: ConfidentialFile, *, user: User, until: datetime, reason: str) -> NamedAccess:
    """Name ``user`` on the file until a moment. Only the owner does; only someone who works where the person is known."""
    insist_on_owner(actor, file)
    why = reason_of(reason)
    insist_on_term(until)
    insist_on_eligible(file, user)
    if files.in_force(user).filter(file=file.pk, break_glass=False).exists():
        raise Refused(_("Cette personne est déjà nommée : prolongez son accès."))
    return name_on(file, user, actor, why, until)


@command(OPEN)
def extend(actor: User, access: NamedAccess, *, until: datetime, reason: str) -> NamedAccess:
    """Another end for an access that holds; what was opened in an emergency is not prolonged, one is named instead."""
    insist_on_owner(actor, access.file)
    why = reason_of(reason)
    insist_on_term(until)
    held = NamedAccess.objects.filter(
        pk=access.pk, ended_at=None, break_glass=False, until_at__gt=timezone.now()
    )
    if not held.update(until_at=until, reason=why):
        raise Refused(_("Cet accès a pris fin, ou fut ouvert en urgence : nommez la personne de nouveau."))
    access.refresh_from_db()
    return access


@command(OPEN)
def end_grant(actor: User, access: NamedAccess) -> NamedAccess:
    """At once. The owner's own access goes with the file, to whoever takes it over."""
    insist_on_owner(actor, access.file)
    if access.user_id == access.file.owner_id:
        raise Refused(_("Le responsable reste nommé : confiez d'abord le dossier à quelqu'un d'autre."))
    if not NamedAccess.objects.filter(pk=access.pk, ended_at=None).update(ended_at=timezone.now()):
        raise Refused(_("Cet accès a déjà pris fin."))
    forget_holdings(access.user)
    access.refresh_from_db()
    return access


@command(OPEN)
def hand_over_file(actor: User, file: ConfidentialFile, *, user: User, reason: str) -> ConfidentialFile:
    """Another owner from now on; the one before stays named until their access ends."""
    insist_on_owner(actor, file)
    give_to(file, user, by=actor, reason=reason_of(reason))
    return file


def give_to(file: ConfidentialFile, user: User, *, by: User, reason: str) -> None:
    """The caller has checked who may. Raises: Refused for someone who could not answer for it."""
    if user.pk == file.owner_id or not holds(user, OPEN):
        raise Refused(
            _("Cette personne ne peut pas répondre d'un dossier protégé : choisissez-en une autre.")
        )
    insist_on_eligible(file, user)
    ConfidentialFile.objects.filter(pk=file.pk).update(owner=user)
    file.owner = user
    NamedAccess.objects.filter(file=file.pk, user=user, ended_at=None, until_at__gt=timezone.now()).update(
        ended_at=timezone.now()
    )
    name_on(file, user, by, reason, in_days(NamedAccess.OWNER_DAYS))


def hand_over_all(actor: User, user: User, successor: User) -> int:
    """A leaver's files go to a successor, sealed: whoever administers accounts moves them and opens none.

    Else an administrator would name an account of their own making. The data-protection focal point lifts the seal,
    which names the new owner alone.
    """
    owned = list(ConfidentialFile.objects.filter(owner=user, closed_at=None).select_related("unit"))
    for file in owned:
        give_to(file, successor, by=actor, reason=str(_("Succession d'un responsable qui part")))
    shut(actor, owned, str(_("Succession d'un responsable qui part")))
    end_named(user)
    return len(owned)


def shut_when_reset(actor: User, user: User) -> None:
    """Whoever gives an account a new key could enter by it: its files are sealed and its other accesses end."""
    owned = list(ConfidentialFile.objects.filter(owner=user, closed_at=None))
    shut(actor, owned, str(_("Accès remis à zéro et nouvelle invitation")))
    end_named(user)


def shut(actor: User, owned: list[ConfidentialFile], reason: str) -> None:
    keys = [file.pk for file in owned]
    ConfidentialFile.objects.filter(pk__in=keys, sealed_at=None).update(
        sealed_at=timezone.now(), sealed_by=actor, seal_reason=reason
    )


def end_named(user: User) -> None:
    """Named on no file any more, but those the account answers for."""
    held = NamedAccess.objects.filter(user=user, ended_at=None).exclude(file__owner=user)
    held.update(ended_at=timezone.now())
    forget_holdings(user)


@command(OPEN)
def seal(actor: User, file: ConfidentialFile, *, reason: str) -> ConfidentialFile:
    """Closed to everyone, named users and owner too, until the data-protection focal point lifts the seal."""
    insist_on_owner(actor, file)
    ConfidentialFile.objects.filter(pk=file.pk, sealed_at=None).update(
        sealed_at=timezone.now(), sealed_by=actor, seal_reason=reason_of(reason)
    )
    forget_holdings(actor)
    file.refresh_from_db()
    return file


def insist_on_place(unit: Unit, file: ConfidentialFile) -> None:
    if file.unit_id != unit.pk:
        raise Refused(_("Ce dossier n'est pas de cette unité : rechargez la page."))


@command("confidential.unseal")
def unseal(actor: User, unit: Unit, *, file: ConfidentialFile, reason: str) -> ConfidentialFile:
    """By another person than the one who sealed it, and back to the owner only: they name the others anew."""
    insist_on_place(unit, file)
    why = reason_of(reason)
    if file.sealed_by_id == actor.pk:
        raise Refused(_("Un scellé se lève par quelqu'un d'autre que celui qui l'a posé."))
    if not ConfidentialFile.objects.filter(pk=file.pk, sealed_at__isnull=False).update(
        sealed_at=None, sealed_by=None
    ):
        raise Refused(_("Ce dossier n'est plus scellé."))
    end_all(file)
    name_on(file, file.owner, actor, why, in_days(NamedAccess.OWNER_DAYS))
    file.refresh_from_db()
    return file


def end_all(file: ConfidentialFile) -> None:
    NamedAccess.objects.filter(file=file.pk, ended_at=None).update(ended_at=timezone.now())


@command(OPEN)
def close_file(actor: User, file: ConfidentialFile, *, reason: str) -> ConfidentialFile:
    """A file that hides nobody closes at once. One that hides its person waits for a second person (``unprotect``)."""
    insist_on_owner(actor, file)
    insist_nothing_stands(file)
    why, now = reason_of(reason), timezone.now()
    asked = {"close_asked_at": now, "close_asked_by": actor, "close_reason": why}
    done = {} if file.hides_person else {"closed_at": now, "closed_by": actor}
    ConfidentialFile.objects.filter(pk=file.pk).update(**asked, **done)
    if done:
        end_all(file)
    forget_holdings(actor)
    file.refresh_from_db()
    return file


@command("confidential.unprotect")
def unprotect(actor: User, file: ConfidentialFile, *, reason: str) -> ConfidentialFile:
    """The second person's decision: the file closes and, unless another one hides them, the person is found again."""
    reason_of(reason)
    insist_in_full(actor, file)
    insist_nothing_stands(file)
    current = ConfidentialFile.objects.select_for_update().get(pk=file.pk)
    if current.close_asked_at is None or not current.hides_person or current.closed_at:
        raise Refused(_("La clôture de ce dossier n'est pas demandée, ou elle est déjà faite."))
    if current.close_asked_by_id == actor.pk:
        raise Refused(_("Une autre personne que celle qui a demandé la clôture doit la décider."))
    ConfidentialFile.objects.filter(pk=file.pk).update(closed_at=timezone.now(), closed_by=actor)
    end_all(file)
    others = ConfidentialFile.objects.filter(person=file.person_id, hides_person=True, closed_at=None)
    if not others.exists():
        show_again(Person.objects.get(pk=file.person_id))
    forget_holdings(actor)
    file.refresh_from_db()
    return file


def nobody() -> Refused:
    """The same sentence for what does not exist and for what may not be opened from here."""
    return Refused(
        _(
            "Aucun dossier ne s'ouvre avec ces mots à cet endroit. Vérifiez la référence, le nom entier ou le numéro "
            "du document. Votre demande est notée."
        ),
        code="glass-empty",
    )


@command("confidential.break_glass")
def break_glass(actor: User, unit: Unit, *, sought: str, reason: str) -> NamedAccess:
    """In an emergency: four hours on every open file of the one person meant, known at ``unit`` or below.

    The data-protection focal point is alarmed at once, and reviews within 72 hours. A seal holds.
    """
    why = reason_of(reason, NamedAccess.GLASS_REASON)
    found = files.sought_in_emergency(actor, unit, sought)
    if len({file.person_id for file in found}) != 1:
        raise nobody()
    held = set(files.in_force(actor).values_list("file_id", flat=True))
    closed = [file for file in found if file.pk not in held]
    if not closed:
        raise Refused(_("Vous êtes déjà nommé sur ce dossier : ouvrez-le depuis vos dossiers protégés."))
    until = timezone.now() + timedelta(hours=NamedAccess.GLASS_HOURS)
    opened = [name_on(file, actor, actor, why, until, glass=True) for file in closed]
    forget_holdings(actor)
    return opened[0]


@command("confidential.review")
def review(actor: User, unit: Unit, *, access: NamedAccess, verdict: str, note: str) -> NamedAccess:
    """Was the emergency one? By someone else than who broke the glass; what was not justified ends at once."""
    insist_on_place(unit, access.file)
    if verdict not in NamedAccess.Verdict.values:
        raise BadInput(_("Dites si l'ouverture était justifiée."), fields={"verdict": _("Choisissez.")})
    said = reason_of(note)
    if access.user_id == actor.pk:
        raise Refused(_("On n'examine pas sa propre ouverture : demandez à un autre point focal."))
    waiting = NamedAccess.objects.filter(pk=access.pk, break_glass=True, reviewed_at=None)
    if not waiting.update(reviewed_at=timezone.now(), reviewed_by=actor, verdict=verdict, note=said):
        raise Refused(_("Cette ouverture est déjà examinée."))
    if verdict == NamedAccess.Verdict.UNJUSTIFIED:
        NamedAccess.objects.filter(pk=access.pk, ended_at=None).update(ended_at=timezone.now())
    access.refresh_from_db()
    return access
