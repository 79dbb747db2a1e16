"""Against protected files: naming, emergencies, seals, and keys made up."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from musanada.access import commands as access
from musanada.cases.commands import packages, referrals
from musanada.people import commands as people
from musanada.people.commands import confidential
from musanada.people.models import Person

from ..scene import WHY, Attempt, Scene

BASE = "https://example.org/packages/"


def days(number: int) -> dict[str, Any]:
    """How long somebody would be named."""
    return {"until": timezone.now() + timedelta(days=number)}


def hidden_to_an_office(s: Scene) -> Attempt:
    s.hidden()
    s.yes(s.association.office)
    return partial(referrals.send, s.manager, s.prepared(s.association.office))


def hidden_by_package(s: Scene) -> Attempt:
    s.hidden()
    body = s.agreed(s.partner())
    s.yes(body)
    one = s.prepared(body, kind="external", body="Service social")
    return partial(packages.send_package, s.manager, one, base=BASE)


def glass_without_a_reason(s: Scene) -> Attempt:
    s.hidden()
    sought = {"sought": s.person.reference, "reason": "urgence !!"}
    return partial(confidential.break_glass, s.role("protection_officer"), s.mission.root, **sought)


def glass_from_elsewhere(s: Scene) -> Attempt:
    s.hidden()
    officer = s.role("protection_officer", s.association)
    sought = {"sought": s.person.reference, "reason": WHY}
    return partial(confidential.break_glass, officer, s.association.root, **sought)


def glass_prolonged(s: Scene) -> Attempt:
    file = s.hidden()
    glass = confidential.break_glass(
        s.role("protection_officer"), s.mission.root, sought=s.person.reference, reason=WHY
    )
    assert glass.file_id == file.pk
    return partial(confidential.extend, s.manager, glass, reason=WHY, **days(9))


def own_emergency_reviewed(s: Scene) -> Attempt:
    file, officer = s.hidden(), s.another("chargee", "protection_officer")
    access.hold(officer, s.mission.root, "data_protection")
    glass = confidential.break_glass(officer, s.mission.root, sought=s.person.reference, reason=WHY)
    verdict = {"access": glass, "verdict": "justified", "note": WHY}
    return partial(confidential.review, officer, file.unit, **verdict)


def named_by_another_named(s: Scene) -> Attempt:
    file, officer = s.hidden(), s.role("protection_officer")
    confidential.grant(s.manager, file, user=officer, reason=WHY, **days(9))
    asked = {"user": s.role("agent"), "reason": WHY}
    return partial(confidential.grant, s.role("protection_officer"), file, **asked, **days(9))


def named_by_nobody_named(s: Scene) -> Attempt:
    file, officer = s.hidden(), s.role("protection_officer")
    return partial(confidential.grant, officer, file, user=officer, reason=WHY, **days(9))


def named_for_ever(s: Scene) -> Attempt:
    asked = {"user": s.role("agent"), "reason": WHY}
    return partial(confidential.grant, s.manager, s.hidden(), **asked, **days(4000))


def named_from_elsewhere(s: Scene) -> Attempt:
    asked = {"user": s.role("agent", s.association), "reason": WHY}
    return partial(confidential.grant, s.manager, s.hidden(), **asked, **days(9))


def own_seal_lifted(s: Scene) -> Attempt:
    owner = s.another("responsable", "case_manager")
    access.hold(owner, s.mission.root, "data_protection")
    asked = {"subject": "child", "hides_person": True, "reason": WHY}
    file = confidential.seal(owner, confidential.open_file(owner, s.person, **asked), reason=WHY)
    return partial(confidential.unseal, owner, file.unit, file=file, reason=WHY)


def own_closing_decided(s: Scene) -> Attempt:
    file = confidential.close_file(s.manager, s.hidden(), reason=WHY)
    return partial(confidential.unprotect, s.manager, file, reason=WHY)


def hidden_merged_away(s: Scene) -> Attempt:
    s.hidden()
    kept = Person.objects.get(pk=s.mission.relative.pk)
    return partial(people.merge, s.manager, kept, gone=Person.objects.get(pk=s.person.pk), reason=WHY)


def hidden_met_by_key(s: Scene) -> Attempt:
    s.hidden()
    gone = Person.objects.get(pk=s.person.pk)
    return partial(people.meet, s.role("agent"), s.mission.office, person=gone)
