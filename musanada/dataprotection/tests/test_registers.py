"""The registers: what they ask for, what is missing in law, what was changed, and who sees which."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from musanada.dataprotection.commands import registers as commands
from musanada.dataprotection.models import Breach, Controllership, Formality, Processing, RegisterChange
from musanada.dataprotection.queries import registers
from musanada.dataprotection.views.registers import REGISTERS
from musanada.kit.alarms import alarms_for
from musanada.kit.errors import BadInput, MissingRight
from musanada.partners.models import Agreement, Partner
from musanada.people.tests import files
from musanada.people.tests.world import signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.DATA = tmp_path


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


# Who answers


def test_without_a_declaration_the_organisation_answers(bureau):
    found = registers.answering_for(bureau.counter)
    assert (found.controller, found.declared) == ("Association d'aide", False)


def test_the_nearest_declaration_counts(bureau):
    controller(bureau)
    controller(bureau, bureau.counter, processor_name="Hébergeur SA", agreement_reference="C-7")
    assert registers.answering_for(bureau.association).processor == ""
    found = registers.answering_for(bureau.counter)
    assert (found.processor, found.contract, found.declared) == ("Hébergeur SA", "C-7", True)


def test_a_new_declaration_ends_the_one_before_and_keeps_it(bureau):
    first = controller(bureau)
    second = controller(bureau, focal_point="autre@aide.ma", from_on=date(2026, 6, 1))
    first.refresh_from_db()
    assert (first.to_on, second.to_on) == (date(2026, 6, 1), None)
    assert registers.answering_for(bureau.counter).focal_point == "autre@aide.ma"
    assert [c.field for c in registers.history(bureau.dina, first)] == ["to_on"]


def test_a_declaration_older_than_the_current_one_is_refused(bureau):
    controller(bureau, from_on=date(2026, 6, 1))
    with pytest.raises(BadInput):
        controller(bureau, from_on=date(2026, 1, 1))


@pytest.mark.parametrize("field", ["controller", "processor"])
def test_an_authority_does_not_answer_for_the_data_of_those_who_help(bureau, field):
    with pytest.raises(BadInput):
        controller(bureau, **{field: bureau.ministry})
    line = controller(bureau)
    with pytest.raises(BadInput):
        commands.change_line(bureau.dina, line, **{field: bureau.ministry})
    assert Controllership.objects.get().controller == bureau.association


# Treatments and the commission


@given(
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from(Formality.Kind.values)),
)
def test_what_the_law_asks_of_a_treatment(sensitive, card, health, abroad, held):
    line = Processing(sensitive=sensitive, identity_card=card, groups=",health," if health else ",identity,")
    line.hosted_abroad_id = "FRA" if abroad else None
    needed = set(registers.needed(line))
    assert ("authorisation" in needed) is (sensitive or card or health)
    assert ("declaration" in needed) is not ("authorisation" in needed)
    assert ("transfer" in needed) is abroad
    steps = [Formality(kind=kind, state="obtained", on=TODAY) for kind in held]
    assert registers.obtained(steps, TODAY) == held


def test_a_treatment_without_its_number_is_an_alarm_and_with_it_is_none(bureau):
    line = treatment(bureau)
    assert registers.lacking(line) == ["declaration"]
    assert "Traitement sans numéro de la CNDP : Registre des personnes" in said(bureau.dina)
    step(bureau, line, "declaration")
    assert registers.lacking(Processing.objects.get()) == []
    assert not any("CNDP" in sentence for sentence in said(bureau.dina))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"sensitive": True}, "authorisation"),
        ({"identity_card": True}, "authorisation"),
        ({"groups": ["health"]}, "authorisation"),
    ],
)
def test_a_receipt_is_not_enough_for_sensitive_data_and_the_identity_card(bureau, values, kind):
    line = treatment(bureau, **values)
    step(bureau, line, "declaration")
    assert registers.lacking(Processing.objects.get()) == [kind]


def test_data_that_leave_the_country_need_their_own_authorisation(bureau):
    from musanada.reference.models import Country

    line = treatment(bureau, hosted_abroad=Country.objects.get(pk="FRA"))
    step(bureau, line, "declaration")
    assert registers.lacking(Processing.objects.get()) == ["transfer"]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "requested", "number": ""},
        {"state": "refused", "number": ""},
        {"valid_to": date(2026, 3, 1)},
    ],
)
def test_a_step_that_was_not_obtained_or_is_over_does_not_count(bureau, values):
    line = treatment(bureau)
    step(bureau, line, "declaration", **values)
    assert registers.lacking(Processing.objects.get()) == ["declaration"]


def test_an_obtained_step_has_a_number(bureau):
    with pytest.raises(BadInput):
        step(bureau, treatment(bureau), "declaration", number="")


def test_an_ended_treatment_asks_for_nothing(bureau):
    line = treatment(bureau, ended_on=date(2026, 2, 1))
    assert registers.lacking(line) == []


def test_a_treatment_is_to_be_confirmed_until_verified_and_again_once_changed(bureau):
    line = treatment(bureau)
    step(bureau, line, "declaration")
    assert registers.standing_of(line).label == "à confirmer"
    commands.verify_processing(bureau.dina, line)
    assert registers.standing_of(Processing.objects.get()).label == "vérifié"
    commands.change_line(bureau.dina, line, purpose="Autre chose")
    assert registers.standing_of(Processing.objects.get()).label == "à confirmer"


# History


def test_a_change_keeps_what_was_before_and_nothing_unchanged(bureau):
    line = treatment(bureau)
    commands.change_line(bureau.dina, line, name="Registre", purpose="Aider", groups=["identity", "contact"])
    kept = {c.field: (c.before, c.after, c.by) for c in registers.history(bureau.dina, line)}
    assert kept == {
        "name": ("Registre des personnes", "Registre", bureau.dina),
        "groups": (",identity,", ",identity,contact,", bureau.dina),
    }


def test_a_change_that_is_refused_leaves_no_history(bureau):
    line = assessment(bureau)
    with pytest.raises(BadInput):
        commands.change_line(bureau.dina, line, ends_on=date(2020, 1, 1))
    assert not RegisterChange.objects.exists()


@pytest.mark.parametrize("field", ["verified_at", "unit", "recorded_by", "id"])
def test_what_is_fixed_is_not_changed_by_a_forged_field(bureau, field):
    line = treatment(bureau)
    with pytest.raises(BadInput):
        commands.change_line(bureau.dina, line, **{field: None})


# Assessments


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


# Breaches


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


# Hosting and agreements


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


# Who sees which


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


# Pages


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
