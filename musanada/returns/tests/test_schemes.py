"""Schemes: versions from a day on, which one applies to whom and why, and their pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from musanada.kit.errors import BadInput, MissingRight, Refused
from musanada.reference.models import ExchangeRate
from musanada.returns.commands import schemes as commands
from musanada.returns.commands.rules import load_rules
from musanada.returns.models import ApprovalLimit, Funding, Scheme, Vulnerability
from musanada.returns.queries.schemes import fundings_of, schemes_for
from musanada.returns.tests.scene import a_family, a_reintegration, a_return, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def draft(scene, **values) -> commands.SchemeDraft:
    values = {
        "code": "S-ESSAI", "name_fr": "Appui d'essai", "funding": scene.funding["iom"], "direction": "from_morocco",
        "cap": Decimal(900), "currency": "EUR", "valid_from": date(2024, 1, 1),
    } | values  # fmt: skip
    return commands.SchemeDraft(**values)


BENEFITS = [commands.BenefitDraft("cash", "cash", Decimal(600)),
            commands.BenefitDraft("cash", "cash", Decimal(300), 6, ("visit",))]  # fmt: skip


def made(scene, **values) -> Scheme:
    return commands.create_scheme(scene.lead, scene.maroc, draft=draft(scene, **values), benefits=BENEFITS)


def found(ret, code="S-ESSAI"):
    return next(one for one in schemes_for(ret) if one.scheme.code == code)


# Which applies


def test_a_scheme_of_the_same_direction_and_channel_applies_and_says_why(scene):
    made(scene)
    one = found(a_return(scene, "arrived"))
    assert one.applies
    assert one.why.startswith("S'applique : même sens de retour ; tous les pays ; même financement")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"direction": "to_morocco"}, "l'autre sens"),
        ({"country": "GIN"}, "un autre pays : Guinée"),
        ({"funding": "state"}, "une autre voie : État"),
        ({"whom": "vulnerable"}, "aucune vulnérabilité"),
    ],
)
def test_what_does_not_fit_is_said(scene, values, words):
    from musanada.reference.models import Country

    if "country" in values:
        values = {"country": Country.objects.get(pk=values["country"])}
    if "funding" in values:
        values = {"funding": scene.funding[values["funding"]]}
    made(scene, **values)
    one = found(a_return(scene, "arrived"))
    assert not one.applies
    assert words in one.why
    assert one.why.count(";") == 0


def test_a_vulnerable_person_has_the_scheme_of_the_vulnerable(scene):
    made(scene, whom="vulnerable")
    ret = a_return(scene, "arrived")
    flag = Vulnerability.objects.create(ret=ret, flag="medical", by=scene.manager)
    assert found(ret).applies
    Vulnerability.objects.filter(pk=flag.pk).update(ended_on=TODAY())
    assert not found(ret).applies


def test_one_of_a_family_has_the_scheme_of_the_principal(scene):
    made(scene, whom="principal")
    first, second = a_family(scene, 2, "arrived")
    assert found(first).applies
    assert not found(second).applies


def test_the_version_of_the_day_of_arrival(scene):
    one = made(scene)
    ret = a_return(scene, "arrived")
    later = draft(scene, cap=Decimal(1000), valid_from=ret.arrived_on + timedelta(days=1))
    newer = commands.renew_scheme(scene.lead, one, draft=later, benefits=BENEFITS)
    assert found(ret).scheme == one
    assert found(a_return(scene, "arrived", day=TODAY())).scheme == newer
    one.refresh_from_db()
    assert one.valid_to == newer.valid_from


def test_a_file_keeps_its_version(scene):
    one = made(scene)
    file = a_reintegration(scene, scheme=one)
    commands.renew_scheme(scene.lead, one, draft=draft(scene, valid_from=TODAY()), benefits=BENEFITS)
    file.refresh_from_db()
    assert file.scheme == one


def test_schemes_of_another_mission_are_not_offered(scene):
    ret = a_return(scene, "arrived", at="france", direction="to_morocco", country="FRA")
    assert schemes_for(ret) == []


def test_funding_offered_is_of_the_channel_and_the_day(scene):
    ret = a_return(scene, "registered")
    assert list(fundings_of(ret)) == [scene.funding["iom"]]
    Funding.objects.update(valid_to=date(2025, 1, 1))
    assert not fundings_of(ret).exists()


# Versions


def test_a_version_begins_after_the_one_it_replaces(scene):
    one = made(scene)
    with pytest.raises(BadInput, match="après celle"):
        commands.renew_scheme(scene.lead, one, draft=draft(scene), benefits=BENEFITS)


def test_only_the_newest_version_is_replaced(scene):
    one = made(scene)
    commands.renew_scheme(scene.lead, one, draft=draft(scene, valid_from=TODAY()), benefits=BENEFITS)
    with pytest.raises(Refused, match="plus récente"):
        commands.renew_scheme(
            scene.lead, one, draft=draft(scene, valid_from=TODAY() + timedelta(days=9)), benefits=BENEFITS
        )


def test_a_code_is_one_scheme(scene):
    made(scene)
    with pytest.raises(BadInput, match="déjà"):
        made(scene, valid_from=date(2025, 1, 1))


@pytest.mark.parametrize(
    "benefit",
    [
        commands.BenefitDraft("cash", "cash", Decimal("900.01")),
        commands.BenefitDraft("cash", "cash", Decimal(0)),
        commands.BenefitDraft("cash", "cash", Decimal(10), 13),
        commands.BenefitDraft("gold", "cash", Decimal(10)),
        commands.BenefitDraft("cash", "cash", Decimal(10), 0, ("oath",)),
    ],
)
def test_a_benefit_stays_within_its_scheme(scene, benefit):
    with pytest.raises(BadInput):
        commands.create_scheme(scene.lead, scene.maroc, draft=draft(scene), benefits=[benefit])
    assert not Scheme.objects.filter(code="S-ESSAI").exists()


def test_case_managers_keep_no_scheme(scene):
    with pytest.raises(MissingRight):
        commands.create_scheme(scene.manager, scene.maroc, draft=draft(scene), benefits=BENEFITS)


def test_a_scheme_is_confirmed_by_its_text(scene):
    one = made(scene)
    with pytest.raises(BadInput):
        commands.confirm_scheme(scene.lead, one, source=" ")
    assert commands.confirm_scheme(scene.lead, one, source="Convention 2024, annexe 2").confirmed


# Limits and rates


def test_a_limit_is_a_new_row(scene):
    load_rules()
    commands.set_limit(scene.lead, scene.maroc, level="lead", up_to=Decimal(5000), valid_from=TODAY())
    assert ApprovalLimit.objects.filter(level="lead").count() == 2
    with pytest.raises(BadInput):
        commands.set_limit(scene.lead, scene.maroc, level="lead", up_to=Decimal(6000), valid_from=TODAY())


def test_a_rate_of_the_house_replaces_an_approximation_and_no_other(scene):
    set_rate = {
        "currency": "eur",
        "on": date(2024, 1, 1),
        "mad": Decimal("10.81"),
        "source": "Bank Al-Maghrib",
    }
    assert commands.set_rate(scene.lead, scene.maroc, **set_rate).confirmed
    assert ExchangeRate.objects.filter(currency="EUR", on=date(2024, 1, 1)).count() == 1
    with pytest.raises(BadInput):
        commands.set_rate(scene.lead, scene.maroc, **set_rate)


@pytest.mark.parametrize(("currency", "mad"), [("MAD", "1"), ("EURO", "10"), ("E1R", "10"), ("EUR", "0")])
def test_a_rate_is_of_a_currency_and_positive(scene, currency, mad):
    with pytest.raises(BadInput):
        commands.set_rate(
            scene.lead, scene.maroc, currency=currency, on=TODAY(), mad=Decimal(mad), source="x"
        )


# Pages


def test_a_scheme_is_made_and_renewed_by_its_pages(scene):
    client = signed_in(scene.lead)
    body = {
        "unit": scene.maroc.pk, "code": "S-PAGE", "name_fr": "Par la page", "funding": scene.funding["iom"].pk,
        "direction": "from_morocco", "whom": "everyone", "cap": "900", "currency": "EUR", "plan_days": 30,
        "use_months": 12, "valid_from": "2025-01-01", "b-TOTAL_FORMS": 2, "b-INITIAL_FORMS": 0,
        "b-0-kind": "cash", "b-0-form": "cash", "b-0-amount": "600", "b-1-kind": "cash", "b-1-form": "cash",
        "b-1-amount": "300", "b-1-due_months": 6, "b-1-proofs": ["visit"],
    }  # fmt: skip
    assert client.post(reverse("returns:scheme-new"), body).status_code == 302
    one = Scheme.objects.get(code="S-PAGE")
    assert [(b.amount, b.due_months, b.proofs) for b in one.benefits.all()] == [
        (600, 0, ""),
        (300, 6, ",visit,"),
    ]
    page = client.get(reverse("returns:scheme-version", args=[one.pk]))
    assert page.status_code == 200
    assert 'value="S-PAGE"' not in page.content.decode()
    again = body | {"valid_from": "2026-01-01", "cap": "1000"}
    assert client.post(reverse("returns:scheme-version", args=[one.pk]), again).status_code == 302
    assert Scheme.objects.filter(code="S-PAGE").count() == 2


def test_half_a_line_of_benefits_is_told(scene):
    client = signed_in(scene.lead)
    body = {"b-TOTAL_FORMS": 1, "b-INITIAL_FORMS": 0, "b-0-kind": "cash"}
    answer = client.post(reverse("returns:scheme-new"), body)
    assert answer.status_code == 422
    assert "Complétez cette ligne" in answer.content.decode()


def test_pages_of_schemes_funding_limits_and_rates_open(scene):
    load_rules()
    client = signed_in(scene.lead)
    one = made(scene)
    for name, args in (
        ("schemes", []), ("scheme", [one.pk]), ("scheme-end", [one.pk]), ("scheme-confirm", [one.pk]),
        ("funding-new", []), ("funding", [one.funding_id]), ("money-rules", []), ("limit-new", []), ("rate-new", []),
    ):  # fmt: skip
        assert client.get(reverse(f"returns:{name}", args=args)).status_code == 200


def test_forms_of_funding_limits_and_rates_write(scene):
    client = signed_in(scene.lead)
    funding = {
        "unit": scene.maroc.pk,
        "code": "F-PAGE",
        "name_fr": "Fonds",
        "channel": "iom",
        "valid_from": "2025-01-01",
    }
    assert client.post(reverse("returns:funding-new"), funding).status_code == 302
    assert Funding.objects.filter(code="F-PAGE").exists()
    limit = {"level": "lead", "up_to": "4000", "valid_from": "2025-01-01"}
    assert client.post(reverse("returns:limit-new"), limit).status_code == 302
    rate = {"currency": "JPY", "mad": "0,065", "on": "2025-01-01", "source": "Bank Al-Maghrib"}
    assert client.post(reverse("returns:rate-new"), rate).status_code == 302
    assert ExchangeRate.objects.get(currency="JPY").mad == Decimal("0.065")
