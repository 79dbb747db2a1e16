"""Within one organisation: files joined, money, roles and accounts."""

from functools import partial
from typing import Any
from uuid import uuid4

from django.urls import reverse

from musanada.access import commands as access
from musanada.access.models import RoleHolding
from musanada.assistance import commands as assistance
from musanada.assistance.drafts import ActDraft
from musanada.people.commands import attachments

from ..registers import picture
from ..scene import Attempt, Scene
from ..world import DAY


def attachment_of_another_organisation(s: Scene) -> Attempt:
    theirs = [s.association.person.pk, s.association.attachment.pk]
    return partial(s.browser(s.manager).get, reverse("people:attachment", args=theirs))


def attachment_behind_ones_own(s: Scene) -> Attempt:
    mixed = [s.person.pk, s.association.attachment.pk]
    return partial(s.browser(s.manager).get, reverse("people:attachment", args=mixed))


def medical_file_by_an_agent(s: Scene) -> Attempt:
    told = {"unit": s.mission.office, "kind": "medical", "name": "a.png", "content": picture()}
    return partial(attachments.attach, s.role("agent"), s.person, **told)


def program_as_a_picture(s: Scene) -> Attempt:
    told = {"unit": s.mission.office, "kind": "photo", "name": "a.png", "content": b"MZ\x90\x00" * 99}
    return partial(attachments.attach, s.role("agent"), s.person, **told)


def money(s: Scene) -> tuple[Any, ActDraft]:
    both = s.another("caisse", "case_manager")
    access.hold(both, s.mission.root, "programme_manager")
    told = {"amount": 5000, "currency": "MAD"}
    return both, ActDraft(person=s.person.pk, service="emergency-cash", given_on=DAY, **told)


def own_payment_approved(s: Scene) -> Attempt:
    both, draft = money(s)
    return partial(assistance.approve, both, assistance.record(both, s.mission.office, draft=draft))


def payment_given_unapproved(s: Scene) -> Attempt:
    both, draft = money(s)
    return partial(assistance.give, both, assistance.record(both, s.mission.office, draft=draft))


def given_twice(s: Scene) -> Attempt:
    draft = ActDraft(person=s.mission.person.pk, service="hygiene-kit", given_on=DAY, quantity=1, id=uuid4())
    return partial(assistance.record, s.role("agent"), s.mission.office, draft=draft)


def role_to_oneself(s: Scene) -> Attempt:
    admin = s.role("administrator")
    return partial(access.grant_role, admin, s.mission.root, user=admin, role="case_manager")


def role_on_a_second_side(s: Scene) -> Attempt:
    admin, clerk = s.role("administrator", s.ministry), s.role("agent")
    access.hold(admin, s.mission.root, "administrator")
    return partial(access.grant_role, admin, s.ministry.root, user=clerk, role="agent")


def own_role_ended(s: Scene) -> Attempt:
    admin = s.role("administrator")
    return partial(access.end_role, admin, RoleHolding.objects.get(user=admin))


def leaver_with_open_files(s: Scene) -> Attempt:
    s.hidden()
    return partial(access.close_account, s.role("administrator"), s.manager)
