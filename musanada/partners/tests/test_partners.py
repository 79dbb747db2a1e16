"""Partners and agreements: who may keep them, who knows of them, and what a clerk reads when something is wrong."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from musanada.access.models import AuditEntry
from musanada.kit.errors import BadInput, MissingRight
from musanada.partners import queries
from musanada.partners.commands import (
    edit_partner,
    register_partner,
    register_partners,
    sign_agreement,
)
from musanada.partners.models import Agreement, Partner


def association(house, code="AS-1", **more):
    values = {"name_fr": "Association Amal", "kind": "association", "side": "humanitarian", **more}
    return register_partner(house.amina, house.mission, code=code, **values)


def test_a_partner_is_registered_and_journalled(house):
    partner = association(house, name_ar="جمعية الأمل", city=house.places["MA-OUJ"])
    entry = AuditEntry.objects.first()
    assert (entry.verb, entry.object_id) == ("partners.register_partner", str(partner.pk))
    assert (partner.name("ar"), partner.name("en")) == ("جمعية الأمل", "Association Amal")


def test_an_agent_may_not_register_a_partner(house):
    with pytest.raises(MissingRight):
        register_partner(
            house.brahim, house.office, code="AS-1", name_fr="A", kind="association", side="humanitarian"
        )
    assert not Partner.objects.exists()


def test_a_manager_of_another_organisation_may_not_change_it(house):
    partner = association(house)
    with pytest.raises(MissingRight):
        edit_partner(house.chaima, partner, name_fr="Autre")


def test_the_same_code_twice_gets_a_clear_sentence(house):
    association(house)
    with pytest.raises(BadInput, match="AS-1 est déjà pris") as refusal:
        association(house, code=" as-1 ")
    assert "code" in refusal.value.fields


def test_the_slower_of_two_clerks_gets_the_same_sentence(house, monkeypatch):
    association(house)
    # Both looked before either had written: only the database sees the second.
    monkeypatch.setattr(Partner, "validate_unique", lambda self, exclude=None: None)
    with pytest.raises(BadInput, match="AS-1 est déjà pris"):
        association(house)
    assert Partner.objects.count() == 1


def test_a_bulk_with_a_code_twice_writes_nothing(house):
    row = {"code": "AS-1", "name_fr": "A", "kind": "association", "side": "humanitarian"}
    with pytest.raises(BadInput, match="même code"):
        register_partners(house.amina, house.mission, [row, row])
    assert not Partner.objects.exists()


def test_a_bulk_checks_each_row(house):
    row = {"code": "AS-1", "name_fr": "A", "kind": "circus", "side": "humanitarian"}
    with pytest.raises(BadInput) as refusal:
        register_partners(house.amina, house.mission, [row])
    assert "kind" in refusal.value.fields


@pytest.mark.parametrize("code", ["", "é", "AS 1", "-AS", "x" * 41])
def test_a_code_that_cannot_be_read_aloud_is_refused(house, code):
    with pytest.raises(BadInput) as refusal:
        association(house, code=code)
    assert "code" in refusal.value.fields


def test_a_partner_cannot_end_before_it_begins(house):
    with pytest.raises(BadInput, match="fin ne peut pas précéder"):
        association(house, active_from=date(2024, 2, 1), active_to=date(2024, 1, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(
            code="AS-2", kept_by=house.mission, active_from=date(2024, 2, 1), active_to=date(2024, 1, 31)
        )


def test_a_code_once_given_stays(house):
    with pytest.raises(BadInput):
        edit_partner(house.amina, association(house), code="AS-9")


def test_an_edit_changes_what_it_names(house):
    partner = edit_partner(house.amina, association(house), name_fr="Association Amal Oujda")
    assert Partner.objects.get().name_fr == partner.name_fr == "Association Amal Oujda"
    assert partner.kind == "association"


def test_the_whole_staff_knows_the_organisations_partners_and_others_do_not(house):
    partner = association(house)
    assert queries.partner(house.amina, "AS-1") == partner
    assert queries.partner(house.brahim, "AS-1") == partner
    assert queries.partner(house.chaima, "AS-1") is None
    assert queries.partner(house.driss, "AS-1") is None


def test_a_partners_staff_know_their_own_record(house):
    partner = association(house, unit=house.association)
    assert queries.partner(house.driss, "AS-1") == partner
    assert not queries.may_manage(house.driss, partner)


def test_a_user_without_a_role_knows_of_none(house):
    association(house)
    house.brahim.holdings.update(from_on=date(2999, 1, 1))
    assert not queries.partners(house.brahim).exists()


def test_the_list_is_searched_filtered_and_sorted(house):
    association(house, city=house.places["02.411.01.23"], active_to=date(2023, 12, 31))
    association(house, code="UN-2", name_fr="Haut-Commissariat", kind="un_agency", name_latin="UNHCR")
    codes = [p.code for p in queries.partners(house.amina, sort="-code")]
    assert codes == ["UN-2", "AS-1"]
    assert [p.code for p in queries.partners(house.amina, text="unhcr haut")] == ["UN-2"]
    assert [p.code for p in queries.partners(house.amina, kind="association")] == ["AS-1"]
    assert [p.code for p in queries.partners(house.amina, city="MA-OUJ")] == ["AS-1"]
    assert [p.code for p in queries.partners(house.amina, on_date=date(2024, 1, 1))] == ["UN-2"]
    assert [p.code for p in queries.partners(house.amina, sort="nonsense")] == ["AS-1", "UN-2"]


def test_agreements_in_force_count_both_their_days(house):
    partner = association(house)
    sign_agreement(
        house.amina,
        partner,
        kind="implementing",
        reference="ACC-1",
        in_force_from=date(2024, 1, 1),
        in_force_to=date(2024, 12, 31),
    )
    rows = queries.agreements(house.brahim, partner)
    assert queries.in_force(rows, date(2024, 12, 31)).count() == 1
    assert queries.in_force(rows, date(2025, 1, 1)).count() == 0
    assert queries.agreements(house.chaima, partner).count() == 0


def test_an_agreements_reference_is_given_once_to_a_partner(house):
    partner = association(house)
    sign_agreement(house.amina, partner, kind="grant", reference="ACC-1", in_force_from=date(2024, 1, 1))
    with pytest.raises(BadInput, match="ACC-1 est déjà enregistré"):
        sign_agreement(house.amina, partner, kind="grant", reference="ACC-1 ", in_force_from=date(2025, 1, 1))
    assert Agreement.objects.count() == 1


def test_choices_are_the_active_partners_in_reading_order(house):
    for number, name in enumerate(["Zénith", "Éveil", "Espoir"]):
        association(house, code=f"AS-{number}", name_fr=name)
    association(house, code="AS-9", name_fr="Ancienne", active_to=date(2020, 1, 1))
    assert [name for _pk, name in queries.partner_choices(house.brahim, "fr")] == [
        "Espoir",
        "Éveil",
        "Zénith",
    ]
