"""A session that sits, with a file that was read and one from which a member stood aside; and one that was signed."""

from typing import Any

from django.utils import timezone

from musanada.access.roles import Role
from musanada.cases.models import Case
from musanada.kit.ids import new_id
from musanada.people.attachments import store
from musanada.regularisation.commands import intake
from musanada.regularisation.drafts import ApplicationDraft
from musanada.regularisation.models import (
    AgendaItem,
    Application,
    Conflict,
    Reading,
    Session,
    SessionMember,
)

SIGNED = b"%PDF-1.7 signed"


def furnish(estate: Any) -> dict[str, Any]:
    """As rows: the commands have their own tests, and an estate has two accounts of members only."""
    actor, colleague = estate.everyone, estate.accounts[Role.MEMBER]
    session, held = a_session(estate, 1, "open"), a_session(estate, 2, "signed")
    seats = [
        SessionMember.objects.create(session=session, user=user, capacity=capacity, present=True)
        for user, capacity in ((actor, "chair"), (colleague, "police"))
    ]
    first, second = (an_item(estate, session, number) for number in (1, 2))
    key = new_id()
    store.keep(key, SIGNED)
    Session.objects.filter(pk=held.pk).update(
        signed_copy=key, signed_media_type="application/pdf", signed_on=held.held_on
    )
    held.refresh_from_db()
    return {
        "session_held": session,
        "session_signed": held,
        "seat": seats[1],
        "item": first,
        "reading": Reading.objects.create(item=first, member=seats[0]),
        "conflict": Conflict.objects.create(item=second, member=seats[1], reason="parent"),
    }


def a_session(estate: Any, number: int, state: str) -> Session:
    return Session.objects.create(
        operation=estate.operation,
        unit=estate.office,
        number=number,
        held_on=timezone.localdate(),
        where="Salle 2",
        quorum=1,
        state=state,
        opened_at=timezone.now(),
        made_by=estate.everyone,
    )


def an_item(estate: Any, session: Session, position: int) -> AgendaItem:
    from tests.matrix.world import someone

    actor, today = estate.everyone, timezone.localdate()
    person = someone(estate, f"Hawa Camara {'I' * position}")
    one = intake.open_application(
        actor,
        estate.office,
        operation=estate.operation,
        person=person,
        draft=ApplicationDraft(claims=("C5",)),
    )
    Case.objects.filter(pk=one.case_id).update(state="scheduled")
    Application.objects.filter(pk=one.pk).update(lodged_on=today, complete_on=today)
    return AgendaItem.objects.create(session=session, application=one, position=position)


def session(estate: Any) -> tuple[Any, ...]:
    return (estate.session_held.pk,)


def item(estate: Any) -> tuple[Any, ...]:
    return (estate.item.pk,)


SESSION = ("", "-edit", "-members", "-agenda", "-agenda-remove", "-convene", "-cancel", "-open", "-decide", "-close",
           "-sign")  # fmt: skip
MAKERS: dict[str, Any] = (
    {f"regularisation:session{name}": session for name in SESSION}
    | {f"regularisation:item{name}": item for name in ("", "-read", "-aside", "-opinion")}
    | {
        "regularisation:session-member-release": lambda estate: (estate.session_held.pk, estate.seat.pk),
        "regularisation:session-signed": lambda estate: (estate.session_signed.pk,),
        "regularisation:minutes": lambda estate: (estate.session_signed.pk, "fr", "docx"),
    }
)
POST_ONLY = {
    "regularisation:session-agenda-remove",
    "regularisation:session-convene",
    "regularisation:session-member-release",
    "regularisation:item-read",
}
