"""Sessions for tests: prepared, with members and files; open, with everything read."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from musanada.access.models import User
from musanada.cases.models import Case
from musanada.regularisation.commands import agenda, opinions, sessions
from musanada.regularisation.models import AgendaItem, Application, Session
from musanada.regularisation.tests.scene import Scene, applicant, complete

CAPACITIES = ("chair", "authority", "police", "civil_society", "ministry")


def prepared(scene: Scene, **values: Any) -> Session:
    values.setdefault("held_on", timezone.localdate())
    return sessions.prepare_session(scene.secretary, scene.rabat, operation=scene.operation, **values)


def call(scene: Scene, session: Session, users: Iterable[User] = (), actor: User | None = None) -> None:
    for user, capacity in zip(users or scene.members, CAPACITIES, strict=False):
        sessions.call_member(actor or scene.secretary, session, user=user, capacity=capacity)


def convened(scene: Scene, applications: Iterable[Application] = (), **values: Any) -> Session:
    session = prepared(scene, **values)
    call(scene, session)
    if applications := list(applications):
        agenda.schedule_files(scene.secretary, session, applications)
    return sessions.convene(scene.secretary, session)


def opened(
    scene: Scene, applications: Iterable[Application] = (), *, read: bool = True, **values: Any
) -> Session:
    """Everybody is there; the first member has read every file."""
    session = convened(scene, applications, **values)
    if read:
        for one in items_of(session):
            opinions.mark_read(scene.members[0], one)
    return start(scene, session)


def start(scene: Scene, session: Session, *absent: User) -> Session:
    present = session.members.exclude(user__in=absent).values_list("pk", flat=True)
    return sessions.open_session(scene.secretary, session, present=list(present))


def items_of(session: Session) -> list[AgendaItem]:
    return list(AgendaItem.objects.filter(session=session, removed_at=None))


def some_complete(scene: Scene, count: int = 2, at: str = "rabat") -> list[Application]:
    names = ("Awa Diallo", "Moussa Traoré", "Fanta Keïta", "Ibrahima Sow", "Mariam Koné", "Ousmane Bah")
    return [complete(scene, applicant(scene, names[n % len(names)], at=at), at=at) for n in range(count)]


def state_of(application: Application) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=application.case_id)
