"""A mission that helped enough people to publish: the house of reporting, and fifty more from two countries."""

from datetime import date
from types import SimpleNamespace

from django.utils import timezone

from musanada.publications.commands.publications import Order, build
from musanada.publications.models import Publication, Report, ReportText
from musanada.reporting.tests import house as houses

PEOPLE = "assistance.people_assisted"
FR = """---
title: Rapport d'essai
---
# Personnes aidées

{{ fig:assistance.people_assisted }} personnes, dont {{ share:assistance.people_assisted[sex=F]|1 }} de femmes.

{{ table:assistance.people_assisted by sex | Par sexe }}

{{ table:assistance.people_assisted by nationality | Par nationalité }}

{{ annex }}
"""
AR = """---
title: تقرير تجريبي
---
# الأشخاص المستفيدون

{{ fig:assistance.people_assisted }}

{{ table:assistance.people_assisted by sex | حسب الجنس }}
"""


def settle() -> SimpleNamespace:
    """People, the accounts of a house that publishes, and a report with its texts."""
    house = houses.build()
    house.second = houses.account(house.mission, "nadia", "programme_manager")
    house.auditor = houses.account(house.mission, "anas", "auditor")
    for number in range(50):
        help_one(
            house,
            f"Personne {'AEIOU'[number % 5]}{number}",
            "GIN" if number % 3 else "SEN",
            "F" if number % 2 else "M",
        )
    house.report = Report.objects.create(
        slug="annual",
        title_fr="Rapport annuel",
        title_ar="التقرير السنوي",
        unit=house.mission,
        created_by=house.mne,
    )
    write(house, "fr", FR)
    write(house, "ar", AR)
    return house


def help_one(house, name, nationality, sex, on=date(2024, 9, 1)):
    person = houses.person(house, name, sex=sex, nationality=nationality, unit=house.office)
    houses.give(house, person, "food-basket", on, unit=house.office)


def write(house, language, body):
    number = house.report.texts.filter(language=language).count() + 1
    return ReportText.objects.create(
        report=house.report,
        language=language,
        number=number,
        body=body,
        saved_at=timezone.now(),
        saved_by=house.mne,
    )


def built(house, **order) -> Publication:
    return build(house.mne, house.report, order=Order(**{"period": "2024", **order}))


def published(house, **order) -> Publication:
    from musanada.publications.commands import approving

    one = built(house, **order)
    for who in (house.manager, house.second):
        approving.approve(who, one)
        one.refresh_from_db()
    return approving.publish(house.manager, approving.freeze(house.manager, one))
