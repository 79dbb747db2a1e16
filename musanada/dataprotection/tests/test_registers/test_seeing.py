"""Who sees which, and their pages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.dataprotection.commands import registers as commands
from musanada.dataprotection.models import Breach, Controllership, Processing
from musanada.dataprotection.queries import registers
from musanada.dataprotection.tests.test_registers.lines_kept import (
    TODAY,
    assessment,
    breach,
    controller,
    step,
    treatment,
)
from musanada.dataprotection.views.registers import REGISTERS
from musanada.kit.alarms import alarms_for
from musanada.kit.errors import MissingRight
from musanada.people.tests.world import signed_in

pytestmark = pytest.mark.django_db


def everything(bureau):
    from musanada.reference.models import Country

    return {
        "controllers": controller(bureau),
        "treatments": treatment(bureau),
        "hosting": commands.record_hosting(
            bureau.dina,
            bureau.association,
            what="mail",
            provider="SECRET SA",
            country=Country.objects.get(pk="MAR"),
            from_on=TODAY,
        ),
        "assessments": assessment(bureau),
        "breaches": breach(bureau),
    }


def test_the_auditor_reads_and_changes_nothing(bureau):
    lines = everything(bureau)
    client = signed_in(bureau.karim)
    for code, line in lines.items():
        one = REGISTERS[code]
        assert client.get(one.url).status_code == 200
        assert client.get(reverse(f"dataprotection:{one.line}", args=[line.pk])).status_code == 200
        assert client.get(one.add_url).status_code == 403
        assert client.post(reverse(f"dataprotection:{one.line}-edit", args=[line.pk])).status_code == 403
        with pytest.raises(MissingRight):
            commands.change_line(bureau.karim, line, **{line.EDITABLE[0]: None})


def test_another_organisation_finds_nothing(bureau):
    lines = everything(bureau)
    client = signed_in(bureau.omar)
    for code, line in lines.items():
        one = REGISTERS[code]
        assert list(one.rows(bureau.omar)) == []
        for name in (one.line, f"{one.line}-edit"):
            assert client.get(reverse(f"dataprotection:{name}", args=[line.pk])).status_code == 404
        with pytest.raises(MissingRight):
            commands.change_line(bureau.omar, line, **{line.EDITABLE[0]: None})
    page = client.get(reverse("dataprotection:overview")).content.decode()
    assert "Registre des personnes" not in page
    assert "Signalements" not in page


def test_an_agent_sees_no_register(bureau):
    assert signed_in(bureau.alima).get(reverse("dataprotection:overview")).status_code == 403
    assert alarms_for(bureau.alima) == []


def test_the_page_that_shows_all_of_it_begins_with_what_is_wrong(bureau):
    everything(bureau)
    page = signed_in(bureau.dina).get(reverse("dataprotection:overview")).content.decode()
    assert page.index("Traitement sans numéro de la CNDP") < page.index("Demandes des personnes")
    for word in ("Signalements", "SECRET SA", "dpo@aide.ma", "2026-11", "jours francs", "à confirmer"):
        assert word in page


def test_a_treatment_is_entered_and_changed_by_the_page(bureau):
    client = signed_in(bureau.dina)
    answers = {
        "for_unit": bureau.association.pk,
        "name": "Accueil",
        "purpose": "Recevoir",
        "legal_basis": "consent",
        "subjects": ["migrants", "children"],
        "groups": ["identity"],
        "retention": "Six mois",
        "started_on": "2026-01-01",
    }
    answer = client.post(reverse("dataprotection:treatment-new"), answers)
    assert answer.status_code == 302, answer.context["form"].errors
    line = Processing.objects.get()
    assert line.subjects == ",migrants,children,"
    del answers["for_unit"]
    edit = reverse("dataprotection:treatment-edit", args=[line.pk])
    assert 'value="Accueil"' in client.get(edit).content.decode()
    assert client.post(edit, answers | {"groups": ["identity", "legal"]}).status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "<s><bdi>Identité</bdi></s>" in page
    assert "Il manque" in page
    assert client.post(reverse("dataprotection:treatment-verify", args=[line.pk])).status_code == 302
    line.refresh_from_db()
    assert line.verified_by == bureau.dina


def test_a_step_with_the_commission_is_entered_and_changed_by_the_page(bureau):
    line, client = treatment(bureau), signed_in(bureau.dina)
    new = reverse("dataprotection:formality-new", args=[line.pk])
    answers = {"kind": "declaration", "state": "requested", "number": "", "on": "2026-02-01"}
    assert client.post(new, answers).status_code == 302
    step_ = line.formalities.get()
    edit = reverse("dataprotection:formality-edit", args=[line.pk, step_.pk])
    assert client.post(edit, {"state": "obtained", "number": "", "on": "2026-03-01"}).status_code == 422
    assert client.post(edit, {"state": "obtained", "number": "D-9", "on": "2026-03-01"}).status_code == 302
    assert registers.lacking(Processing.objects.get()) == []
    other = treatment(bureau, name="Autre")
    assert client.get(reverse("dataprotection:formality-edit", args=[other.pk, step_.pk])).status_code == 404


def test_a_unit_of_others_is_not_named_by_a_forged_form(bureau):
    client = signed_in(bureau.dina)
    answers = {
        "for_unit": bureau.ministry.pk,
        "controller": bureau.association.pk,
        "focal_point": "x",
        "from_on": "2026-01-01",
    }
    assert client.post(reverse("dataprotection:controller-new"), answers).status_code == 422
    answers |= {"for_unit": bureau.association.pk, "controller": bureau.ministry.pk}
    assert client.post(reverse("dataprotection:controller-new"), answers).status_code == 422
    assert not Controllership.objects.exists()


def test_a_breach_is_entered_by_the_page_in_local_time(bureau):
    client = signed_in(bureau.dina)
    answers = {
        "for_unit": bureau.association.pk,
        "detected_at": "2026-11-20T10:00",
        "what": "Courriel envoyé à un mauvais destinataire",
        "groups": ["contact"],
        "risk": "low",
    }
    answer = client.post(reverse("dataprotection:breach-new"), answers)
    assert answer.status_code == 302, answer.context["form"].errors
    line = Breach.objects.get()
    assert timezone.localtime(line.detected_at).hour == 10
    edit = client.get(reverse("dataprotection:breach-edit", args=[line.pk])).content.decode()
    assert "2026-11-20T10:00" in edit


def test_the_deadlines_are_set_by_the_administrator_who_sees_no_register(bureau):
    client = signed_in(bureau.adam)
    answers = {
        "for_unit": bureau.association.pk,
        "clock": "rights_request",
        "length": 15,
        "counting": "clear_days",
        "weekend": ["7"],
        "holidays": "11-18",
        "source": "Loi",
        "from_on": "2026-01-01",
    }
    assert client.post(reverse("dataprotection:deadlines"), answers).status_code == 302
    assert "15" in client.get(reverse("dataprotection:deadlines")).content.decode()
    assert (
        client.post(reverse("dataprotection:deadlines"), answers | {"holidays": "32-13"}).status_code == 422
    )
    assert client.get(reverse("dataprotection:overview")).status_code == 403
    assert reverse("dataprotection:deadlines") in client.get(reverse("access:units")).content.decode()
    reader = signed_in(bureau.karim).get(reverse("access:units")).content.decode()
    assert reverse("dataprotection:deadlines") not in reader


def test_who_answers_is_told_where_the_owner_is(bureau):
    controller(bureau, processor_name="Hébergeur SA")
    page = signed_in(bureau.adam).get(reverse("access:unit", args=[bureau.counter.pk])).content.decode()
    for words in ("Responsable du traitement : Association d&#x27;aide", "Hébergeur SA", "dpo@aide.ma"):
        assert words in page


def test_the_page_asks_as_much_for_many_lines_as_for_few(bureau, django_assert_max_num_queries):
    for number in range(12):
        step(bureau, treatment(bureau, name=f"T{number}"), "declaration")
    client = signed_in(bureau.dina)
    client.get(reverse("dataprotection:overview"))
    with django_assert_max_num_queries(70):
        client.get(reverse("dataprotection:overview"))
