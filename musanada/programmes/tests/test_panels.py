"""The home page's block of what ends soon."""

from datetime import timedelta

from django.utils import timezone

from musanada.partners.commands import register_partner, sign_agreement
from musanada.programmes.commands import create_programme
from musanada.programmes.panels import ending_soon


def days(number):
    return timezone.localdate() + timedelta(days=number)


def test_programmes_and_agreements_that_end_soon_stand_by_date(house):
    for code, last in (("PR-1", days(60)), ("PR-2", days(91)), ("PR-3", days(-1)), ("PR-4", None)):
        create_programme(
            house.amina,
            house.mission,
            code=code,
            name_fr=f"Programme {code}",
            sector="food",
            starts_on=days(-100),
            ends_on=last,
        )
    partner = register_partner(
        house.amina, house.mission, code="AS-1", name_fr="Amal", kind="association", side="humanitarian"
    )
    sign_agreement(
        house.amina, partner, kind="grant", reference="ACC-1", in_force_from=days(-100), in_force_to=days(30)
    )
    panel = ending_soon(house.amina)
    assert [what for what, _detail, _url in panel.rows] == ["Amal · ACC-1", "Programme PR-1"]
    assert panel.count == 2


def test_no_block_without_the_right_or_without_anything(house):
    assert ending_soon(house.amina) is None
    assert ending_soon(house.brahim) is None
