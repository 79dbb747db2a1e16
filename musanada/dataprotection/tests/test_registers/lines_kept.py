"""What these tests say again and again."""

from datetime import date, timedelta

from django.utils import timezone

from musanada.dataprotection.commands import registers as commands
from musanada.kit.alarms import alarms_for

TODAY = date(2026, 11, 22)


def treatment(bureau, actor=None, unit=None, **values):
    known = {
        "name": "Registre des personnes",
        "purpose": "Aider",
        "legal_basis": "consent",
        "subjects": ["migrants"],
        "groups": ["identity"],
        "retention": "Deux ans après la fin",
        "started_on": date(2026, 1, 1),
    }
    return commands.record_processing(actor or bureau.dina, unit or bureau.association, **(known | values))


def step(bureau, line, kind, number="D-12/2026", **values):
    known = {"state": "obtained", "number": number, "on": date(2026, 2, 1)}
    return commands.record_formality(bureau.dina, line, kind=kind, **(known | values))


def assessment(bureau, **values):
    known = {
        "subject_kind": "module",
        "subject": "Signalements",
        "done_on": date(2025, 1, 1),
        "ends_on": timezone.localdate() + timedelta(days=200),
        "result": "acceptable",
    }
    return commands.record_assessment(bureau.dina, bureau.association, **(known | values))


def breach(bureau, hours=1, **values):
    known = {
        "detected_at": timezone.now() - timedelta(hours=hours),
        "what": "Un ordinateur volé",
        "groups": ["identity", "contact"],
        "people_touched": 40,
    }
    return commands.record_breach(bureau.dina, bureau.association, **(known | values))


def controller(bureau, unit=None, **values):
    known = {"controller": bureau.association, "focal_point": "dpo@aide.ma", "from_on": date(2026, 1, 1)}
    return commands.declare_controller(bureau.dina, unit or bureau.association, **(known | values))


def said(actor):
    return [str(alarm.what) for alarm in alarms_for(actor)]
