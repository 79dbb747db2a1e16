"""What these tests say again and again."""

from dataclasses import replace
from datetime import timedelta

from musanada.kit.ids import new_id
from musanada.partners.models import Partner
from musanada.people.commands import consents as commands
from musanada.people.consents import ConsentDraft
from musanada.people.models import Consent

DAY = timedelta(days=1)


YES = ConsentDraft(
    "referral", groups=("identity", "contact"), means="oral", witness="Driss", notice_version="2026-11"
)


NO = ConsentDraft("referral", reason="not_said", notice_version="2026-11")


def partner(world, name="Croissant-Rouge", side="humanitarian"):
    number = Partner.objects.count() + 1
    return Partner.objects.create(
        code=f"P-{number}", name_fr=name, kind="association", side=side, kept_by=world.organisation
    )


def code(one) -> str:
    return f"partner:{one.pk}"


def yes(world, person, recipient="", *, by=None, unit=None, **more):
    draft = replace(YES, recipient=recipient, id=new_id(), **more)
    return commands.record_consent(by or world.alima, person, unit=unit or world.counter, draft=draft)


def no(world, person, recipient="", *, by=None, unit=None, **more):
    draft = replace(NO, recipient=recipient, id=new_id(), **more)
    return commands.refuse_consent(by or world.alima, person, unit=unit or world.counter, draft=draft)


def back(world, person, consent):
    return commands.withdraw_consent(world.alima, person, consent=consent)


def row(world, person, **values):
    base = {
        "person": person,
        "purpose": "referral",
        "groups": ",contact,",
        "state": "given",
        "means": "oral",
        "witness": "Driss",
        "minor": False,
        "language": "fra",
        "notice_version": "2026-11",
        "unit": world.counter,
        "recorded_by": world.alima,
    }
    return Consent(**{**base, **values})
