"""Sessions of a commission: prepared, members called, convened, opened, closed, signed. The agenda is ``agenda``'s."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from musanada.access.doors import command, journal, places_of
from musanada.access.models import Unit, User
from musanada.access.verbs import say
from musanada.kit.choices import FieldGroup
from musanada.kit.errors import Refused, bad
from musanada.kit.ids import new_id
from musanada.people.attachments import clean, receive, sniff, store
from musanada.regularisation.models import Operation, Session, SessionMember
from musanada.regularisation.sitting import SESSION

S = Session.State
TRIES = 5
BEFORE = (S.PREPARED, S.CONVENED)
SIGNED_PAGE = "regularisation:session-sign"


@command("commission.prepare")
def prepare_session(
    actor: User,
    unit: Unit,
    /,
    *,
    operation: Operation,
    held_on: date,
    kind: str = Session.Kind.LOCAL,
    where: str = "",
    quorum: int | None = None,
) -> Session:
    """A session to come, numbered after the last of its commission. Raises: BadInput, Refused."""
    insist_on_commission(unit, operation, kind, held_on)
    needed = max(quorum or 0, operation.minimum_members, 1)
    values = {"operation": operation, "unit": unit, "kind": kind}
    for _attempt in range(TRIES):
        last = Session.objects.filter(**values).aggregate(last=Max("number"))["last"] or 0
        one = Session(
            **values,
            number=last + 1,
            held_on=held_on,
            where=" ".join(where.split()),
            quorum=needed,
            made_by=actor,
        )
        try:
            with transaction.atomic():
                one.save(force_insert=True)
        except IntegrityError:  # somebody drew the same number: draw again
            continue
        return one
    raise Refused(_("Aucun numéro de session n'a pu être tiré : réessayez. Rien n'a été enregistré."))


def insist_on_commission(unit: Unit, operation: Operation, kind: str, held_on: date) -> None:
    if kind not in Session.Kind.values:
        raise bad("kind", _("Choisissez entre commission locale et plénière de recours."))
    if kind == Session.Kind.PLENARY and operation.appeals_unit_id != unit.pk:
        raise bad("unit", _("Les recours de cette opération sont examinés par une autre commission."))
    if kind == Session.Kind.LOCAL and not operation.offices.filter(unit=unit).exists():
        raise bad(
            "unit", _("Ce bureau ne reçoit pas de dossier de cette opération : choisissez-en un autre.")
        )
    if held_on < operation.files_from:
        raise bad("held_on", _("Cette date est avant l'ouverture de l'opération : vérifiez l'année."))


@command("commission.prepare")
def move_session(actor: User, session: Session, /, *, held_on: date, where: str = "") -> Session:
    """Another day or another room, as long as it has not been opened."""
    insist_on_commission(session.unit, session.operation, session.kind, held_on)
    place = " ".join(where.split())
    if not Session.objects.filter(pk=session.pk, state__in=BEFORE).update(held_on=held_on, where=place):
        raise Refused(_("La session est déjà ouverte ou levée : sa date ne change plus."))
    session.refresh_from_db()
    return session


def may_sit(user: User, session: Session) -> bool:
    """Does this account hold a member's right at the commission or above?"""
    paths = places_of(user, "commission.read", FieldGroup.LEGAL)
    return not user.is_system and any(session.unit.path.startswith(path) for path in paths)


@command("commission.prepare")
def call_member(actor: User, session: Session, /, *, user: User, capacity: str) -> SessionMember:
    """Call a colleague, or change the capacity in which they sit. One person presides."""
    if session.state not in (*BEFORE, S.OPEN):
        raise Refused(_("La session est levée ou annulée : ses membres ne changent plus."))
    if capacity not in SessionMember.Capacity.values:
        raise bad("capacity", _("Choisissez en quelle qualité cette personne siège."))
    if not may_sit(user, session):
        raise bad(
            "user",
            _("Ce compte n'est pas membre de cette commission : l'administrateur lui en donne le rôle."),
        )
    others = session.members.exclude(user=user).filter(capacity=SessionMember.Capacity.CHAIR)
    if capacity == SessionMember.Capacity.CHAIR and others.exists():
        raise bad("capacity", _("Quelqu'un préside déjà : changez d'abord sa qualité."))
    member, _made = SessionMember.objects.update_or_create(
        session=session, user=user, defaults={"capacity": capacity}
    )
    return member


@command("commission.prepare")
def release_member(actor: User, session: Session, /, *, member: SessionMember) -> Session:
    """Someone called by mistake. Who has read a file or stood aside stays: the minutes say so."""
    if session.state not in BEFORE:
        raise Refused(_("La session est ouverte ou levée : notez la personne absente."))
    left_traces = member.pk and (
        session.items.filter(readings__member=member).exists()
        or session.items.filter(conflicts__member=member).exists()
    )
    if left_traces:
        raise Refused(
            _("Cette personne a déjà lu des dossiers ou s'est retirée : notez-la absente à l'ouverture.")
        )
    session.members.filter(pk=member.pk).delete()
    return session


def convene(actor: User, session: Session) -> Session:
    """The members are called; from now on they read the files. Raises: Refused without a chair or enough members."""
    return SESSION.run(actor, session, "convene")


@command("commission.record")
def open_session(actor: User, session: Session, /, *, present: Iterable[UUID]) -> Session:
    """Who is there is noted, and the session sits. Raises: Refused below the quorum, or when nobody presides."""
    tick(session, present)
    return SESSION.run(actor, session, "open", opened_at=timezone.now())


@command("commission.record")
def note_presence(actor: User, session: Session, /, *, present: Iterable[UUID]) -> int:
    """Somebody came late or left: opinions already given stay, the quorum of the next ones changes."""
    if session.state != S.OPEN:
        raise Refused(_("La session ne siège pas : les présences se notent à son ouverture."))
    return tick(session, present)


def tick(session: Session, present: Iterable[UUID]) -> int:
    keys = set(present)
    there = session.members.filter(pk__in=keys).update(present=True)
    session.members.exclude(pk__in=keys).update(present=False)
    return there


@command("commission.record")
def close_session(actor: User, session: Session, /, *, put_back: bool = False, remark: str = "") -> Session:
    """Every file has its result, or goes back to the files to be scheduled."""
    from musanada.regularisation.commands import agenda

    if put_back and session.state == S.OPEN:
        agenda.put_back(actor, session)
    done = SESSION.run(actor, session, "close", closed_at=timezone.now(), remark=remark.strip())
    agenda.clear(session)
    return done


@command("commission.prepare")
def cancel_session(actor: User, session: Session, /) -> Session:
    """The session does not take place: its files wait again, its number stays used."""
    from musanada.regularisation.commands import agenda

    done = SESSION.run(actor, session, "cancel")
    agenda.put_back(actor, done)
    agenda.clear(done)
    return done


@command("commission.record")
def sign_minutes(
    actor: User, session: Session, /, *, signed_on: date, content: bytes, name: str = ""
) -> Session:
    """The copy that members have signed, sealed as it came; its digest stands in the journal.

    Raises: BadInput for what is neither a PDF nor an image; Refused before the session was closed.
    """
    if not session.held_on <= signed_on <= timezone.localdate():
        raise bad(
            "signed_on", _("La signature se fait du jour de la session à aujourd'hui : vérifiez la date.")
        )
    cleaned = clean.clean(content)
    if cleaned.media_type in sniff.SOUNDS:
        raise bad("file", _("Joignez un PDF ou une image du procès-verbal signé."))
    key = new_id()
    store.keep(key, cleaned.content)
    try:
        values: dict[str, Any] = {"signed_copy": key, "signed_media_type": cleaned.media_type}
        done = SESSION.run(actor, session, "sign", signed_on=signed_on, **values)
    except BaseException:
        store.drop(key)
        raise
    digest = hashlib.sha256(cleaned.content).hexdigest()
    journal(actor, "regularisation.signed_copy", "done", session, {"sha256": digest})
    return done


def signed_copies() -> Iterable[UUID]:
    rows = Session.objects.exclude(signed_copy=None).values_list("signed_copy", flat=True)
    return (key for key in rows if key is not None)


store.HOLDERS.add("regularisation.session", signed_copies)
receive.PAGES.add(SIGNED_PAGE)  # never a clear file on the disk
say(
    {
        "regularisation.prepare_session": _("Session préparée"),
        "regularisation.move_session": _("Session déplacée"),
        "regularisation.call_member": _("Membre appelé à une session"),
        "regularisation.release_member": _("Membre retiré d'une session"),
        "regularisation.open_session": _("Présences notées et session ouverte"),
        "regularisation.note_presence": _("Présences corrigées"),
        "regularisation.close_session": _("Fin de session enregistrée"),
        "regularisation.cancel_session": _("Annulation de session enregistrée"),
        "regularisation.sign_minutes": _("Procès-verbal signé enregistré"),
        "regularisation.signed_copy": _("Empreinte du procès-verbal signé"),
        "regularisation.read_signed": _("Procès-verbal signé ouvert"),
    },
    kinds={
        "regularisation.session": _("Session de commission"),
        "regularisation.sessionmember": _("Membre d'une session"),
        "regularisation.agendaitem": _("Dossier à l'ordre du jour"),
    },
    pages={
        "regularisation.session": "regularisation:session",
        "regularisation.agendaitem": "regularisation:item",
    },
)
