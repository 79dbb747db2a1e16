"""Every kind keeps the contract; the catalogue names only kinds and families that exist."""

from decimal import Decimal

import pytest

from musanada.assistance.commands import load_catalogue, record, save_service
from musanada.assistance.kinds import KINDS
from musanada.assistance.models import Act, ServiceType
from musanada.assistance.tests.conftest import draft
from musanada.kit.errors import BadInput


@pytest.mark.parametrize("code", list(KINDS))
def test_kind_asks_for_columns_that_exist(code):
    columns = {f.name for f in Act._meta.get_fields()}
    assert set(KINDS[code].fields) <= columns
    assert str(KINDS[code].label)


@pytest.mark.django_db
def test_catalogue_is_clean_and_named_in_four_languages():
    for service in ServiceType.objects.all():
        service.full_clean()
        assert all((service.name_fr, service.name_ar, service.name_en, service.name_es))


def test_catalogue_loads_once(db):
    assert load_catalogue() == 0


def test_shipped_catalogue_never_overwrites_an_installations_own(manager, organisation):
    save_service(manager, organisation, code="food-basket", name_fr="Panier de l'association")
    load_catalogue()
    assert ServiceType.objects.get(pk="food-basket").name_fr == "Panier de l'association"


def test_new_row_of_the_catalogue_is_on_offer(manager, agent, organisation, oujda, awa):
    save_service(
        manager,
        organisation,
        code="seeds",
        family="food",
        kind="goods",
        name_fr="Semences",
        modality="in_kind",
    )
    assert record(agent, oujda, draft=draft(awa, "seeds")).state == "given"


def test_used_service_keeps_its_family(manager, agent, organisation, oujda, awa):
    record(agent, oujda, draft=draft(awa))
    with pytest.raises(BadInput, match="famille"):
        save_service(manager, organisation, code="hygiene-kit", family="health")


def test_nonsense_in_the_catalogue_names_its_field(manager, organisation):
    with pytest.raises(BadInput) as problem:
        save_service(
            manager, organisation, code="x", family="nothing", kind="goods", name_fr="X", ceiling=Decimal(1)
        )
    assert "family" in problem.value.fields
