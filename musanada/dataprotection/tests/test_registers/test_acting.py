"""Assessments, breaches, hosting."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from musanada.dataprotection.commands import registers as commands
from musanada.dataprotection.models import Breach
from musanada.dataprotection.tests.test_registers.lines_kept import TODAY, assessment, breach, said
from musanada.kit.alarms import alarms_for
from musanada.kit.errors import BadInput
from musanada.partners.models import Agreement, Partner
from musanada.people.tests import files
from musanada.people.tests.world import signed_in

pytestmark = pytest.mark.django_db


def test_an_expired_assessment_is_an_alarm_until_it_is_replaced(bureau):
    line = assessment(bureau, ends_on=timezone.localdate() - timedelta(days=1))
    assert "Analyse d'impact expirée : Signalements" in said(bureau.dina)
    commands.change_line(bureau.dina, line, closed_on=timezone.localdate())
    assert not any("Analyse" in sentence for sentence in said(bureau.dina))


def test_an_assessment_that_ends_soon_is_a_warning(bureau):
    assessment(bureau, ends_on=timezone.localdate() + timedelta(days=20))
    alarm = next(a for a in alarms_for(bureau.dina) if "refaire" in str(a.what))
    assert alarm.tone == "warning"


def test_an_assessment_ends_after_it_was_done(bureau):
    with pytest.raises(BadInput):
        assessment(bureau, ends_on=date(2024, 1, 1))


def test_an_assessment_of_a_partner_names_it(bureau):
    with pytest.raises(BadInput):
        assessment(bureau, subject_kind="partner")


def test_the_text_of_an_assessment_is_sealed_and_handed_over_in_a_closed_box(bureau):
    line = assessment(bureau)
    client = signed_in(bureau.dina)
    url = reverse("dataprotection:assessment-document-add", args=[line.pk])
    assert client.post(url, {"file": SimpleUploadedFile("aipd.pdf", files.pdf())}).status_code == 302
    row = line.documents.get()
    address = reverse("dataprotection:assessment-document", args=[line.pk, row.pk])
    answer = signed_in(bureau.karim).get(address)
    assert answer.content == files.pdf()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert signed_in(bureau.omar).get(address).status_code == 404
    elsewhere = reverse("dataprotection:assessment-document", args=[assessment(bureau).pk, row.pk])
    assert client.get(elsewhere).status_code == 404


def test_a_sound_is_no_text(bureau):
    with pytest.raises(BadInput):
        commands.attach_assessment(bureau.dina, assessment(bureau), name="x.ogg", content=files.ogg())


def test_the_authority_is_due_seventy_two_hours_after_the_breach_was_seen(bureau):
    line = breach(bureau, hours=10)
    assert line.authority_due_at - line.detected_at == timedelta(hours=72)
    assert not line.due_confirmed
    assert "Violation de données : l'autorité est à prévenir" in said(bureau.dina)


def test_a_late_breach_is_an_alarm_until_the_authority_knows_or_the_reason_is_written(bureau):
    line = breach(bureau, hours=80)
    late = "Violation de données : l'autorité n'est pas prévenue"
    assert late in said(bureau.dina)
    commands.change_line(bureau.dina, line, authority_told_at=timezone.now())
    assert late not in said(bureau.dina)


def test_the_clock_follows_the_hour_it_was_seen(bureau):
    line = breach(bureau)
    earlier = timezone.now() - timedelta(hours=100)
    line = commands.change_line(bureau.dina, line, detected_at=earlier)
    assert line.authority_due_at == earlier + timedelta(hours=72)


def test_a_breach_is_not_stopped_before_it_was_seen(bureau):
    with pytest.raises(BadInput):
        breach(bureau, contained_at=timezone.now() - timedelta(days=3))


def test_what_happened_is_encrypted(bureau):
    from django.db import connection

    breach(bureau)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM dataprotection_breach")
        assert "volé" not in cursor.fetchone()[0]
    assert Breach.objects.get().what == "Un ordinateur volé"


def test_data_abroad_without_authorisation_is_an_alarm(bureau):
    from musanada.reference.models import Country

    sentence = "Données hébergées hors du Maroc sans autorisation de transfert"
    assert "Le lieu d'hébergement de l'application n'est pas déclaré" in said(bureau.dina)
    line = commands.record_hosting(
        bureau.dina,
        bureau.association,
        what="application",
        provider="Nuage SA",
        country=Country.objects.get(pk="FRA"),
        from_on=date(2026, 1, 1),
    )
    assert sentence in said(bureau.dina)
    commands.change_line(bureau.dina, line, transfer_number="T-4/2026")
    assert sentence not in said(bureau.dina)
    assert "Le lieu d'hébergement de l'application n'est pas déclaré" not in said(bureau.dina)


def test_an_expired_sharing_agreement_is_an_alarm_unless_another_followed(bureau):
    partner = Partner.objects.create(
        code="P-1", name_fr="Clinique", kind="association", side="health", kept_by=bureau.association
    )
    past = {"in_force_from": date(2024, 1, 1), "in_force_to": date(2025, 1, 1)}
    Agreement.objects.create(partner=partner, kind="data_sharing", reference="A-1", **past)
    assert "Accord de partage de données expiré : Clinique" in said(bureau.dina)
    assert not any("Accord" in sentence for sentence in said(bureau.omar))
    Agreement.objects.create(partner=partner, kind="data_sharing", reference="A-2", in_force_from=TODAY)
    assert not any("Accord" in sentence for sentence in said(bureau.dina))
