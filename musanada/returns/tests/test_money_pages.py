"""Pages of money: who sees what, forged requests, another mission's account, what who pays does not read."""

import io
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.access.models import AuditEntry
from musanada.kit.alarms import alarms_for
from musanada.kit.timeline import PANELS
from musanada.returns.commands import suppliers
from musanada.returns.models import LedgerLine, Scheme, Tranche
from musanada.returns.parts import FILE_PARTS, parts_for
from musanada.returns.tests import purse
from musanada.returns.tests.scene import NAMES, signed_in

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def manager(scene) -> Client:
    return signed_in(scene.manager)


@pytest.fixture
def second(scene) -> Client:
    return signed_in(scene.second)


@pytest.fixture
def finance(scene) -> Client:
    return signed_in(scene.finance)


@pytest.fixture
def abroad(scene) -> Client:
    return signed_in(scene.staff["france.finance_officer"])


def url(name, *args):
    return reverse(f"returns:{name}", args=args)


def text_of(answer) -> str:
    return answer.content.decode()


def test_an_instalment_from_the_plan_to_its_receipt(scene, manager, second, finance):
    activity = purse.a_file(scene)
    body = {"id": str(uuid4()), "amount": "500,00", "due_on": TODAY(), "form": "kind", "proofs": ["receipt"]}
    answer = manager.post(url("tranche-new", activity.pk), body)
    one = Tranche.objects.get()
    assert (answer.status_code, one.amount, one.proofs) == (302, Decimal("500.00"), ",receipt,")
    assert "Manque" in text_of(manager.get(url("tranche", one.pk)))
    proof = {"id": str(uuid4()), "proof": "receipt", "on": TODAY(), "text": "Classeur 4", "amount": "498.50"}
    assert manager.post(url("tranche-evidence", one.pk), proof).status_code == 302
    assert manager.post(url("tranche-submit", one.pk)).status_code == 302
    assert second.post(url("tranche-approve", one.pk), {"text": ""}).status_code == 302
    assert finance.post(url("tranche-pay", one.pk), {"on": TODAY(), "receipt": "R-12"}).status_code == 302
    line = LedgerLine.objects.get(kind="pay")
    for language in ("fr", "ar"):
        sheet = finance.get(url("payment-receipt", line.pk, language))
        assert sheet.content.startswith(b"%PDF")
    assert "R-12" in text_of(finance.get(url("tranche", one.pk)))


def test_the_button_of_the_scheme(scene, manager):
    activity = purse.a_file(scene)
    assert "Ce que prévoit le dispositif" in text_of(manager.get(url("tranche-new", activity.pk)))
    assert manager.post(url("tranches-from-scheme", activity.pk)).status_code == 302
    assert Tranche.objects.count() == 2


def test_a_forged_form_beyond_the_activity_keeps_what_was_typed(scene, manager):
    activity = purse.a_file(scene, "400.00")
    body = {"id": str(uuid4()), "amount": "400.01", "due_on": TODAY(), "form": "kind"}
    answer = manager.post(url("tranche-new", activity.pk), body)
    assert answer.status_code == 422
    assert "400.01" in text_of(answer) or "400,01" in text_of(answer)


def test_forged_requests_out_of_order_change_nothing(scene, manager, finance, second):
    one = purse.planned(scene, proofs=("receipt",))
    assert (
        manager.post(url("tranche-submit", one.pk)).status_code == 409
        or Tranche.objects.get().state == "planned"
    )
    assert second.post(url("tranche-approve", one.pk), {"text": ""}).status_code == 422
    assert finance.post(url("tranche-pay", one.pk), {"on": TODAY(), "receipt": "R"}).status_code == 422
    assert Tranche.objects.get().state == "planned"
    assert not LedgerLine.objects.exists()


def test_approving_ones_own_by_a_forged_form_is_refused(scene, manager):
    one = purse.submitted(scene)
    answer = manager.post(url("tranche-approve", one.pk), {"text": ""})
    assert answer.status_code == 422
    assert "une autre personne" in text_of(answer)
    assert Tranche.objects.get().state == "submitted"


PAGES = ["tranche", "tranche-change", "tranche-cancel", "tranche-evidence", "tranche-approve", "tranche-send-back",
         "tranche-pay"]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_another_mission_finds_no_page_of_ours(scene, name):
    one = purse.planned(scene)
    everyone = scene.staff["france.case_manager"]
    from musanada.access.commands import hold

    for role in ("finance_officer", "programme_manager"):
        hold(everyone, scene.france, role)
    everyone.__dict__.pop("_holdings", None)
    assert signed_in(everyone).get(url(name, one.pk)).status_code == 404


def test_another_mission_sees_no_line_no_receipt_no_supplier(scene, abroad):
    line = purse.paid(scene)
    shop = suppliers.register_supplier(scene.manager, scene.maroc, name="Quincaillerie du port")
    assert abroad.get(url("payment-receipt", line.pk, "fr")).status_code == 404
    assert abroad.get(url("payment-refund", line.pk)).status_code == 404
    assert abroad.get(url("supplier", shop.pk)).status_code == 404
    assert "vide" in text_of(abroad.get(url("ledger")))
    assert "Quincaillerie" not in text_of(abroad.get(url("suppliers")))


def test_who_pays_reads_who_and_how_much_and_never_the_plan(scene, finance):
    one = purse.approved(scene, purse.a_file(scene, what="Élevage de chèvres au village"))
    for name in ("tranche", "tranche-pay"):
        shown = text_of(finance.get(url(name, one.pk)))
        assert NAMES[0] in shown
        assert "chèvres" not in shown
        assert "Ouvrir un commerce" not in shown
        assert url("reintegration", one.file.case_id) not in shown


def test_who_pays_does_not_approve_nor_change(scene, finance):
    one = purse.submitted(scene)
    for name in ("tranche-approve", "tranche-change", "tranche-cancel", "tranche-send-back"):
        assert finance.get(url(name, one.pk)).status_code == 403


@pytest.mark.parametrize("view", ["approve", "pay", "late", "soon", "lacking", "all"])
def test_every_list_opens(scene, view, manager, finance, second):
    purse.approved(scene)
    purse.submitted(scene)
    purse.planned(scene, proofs=("quote",))
    for client in (manager, finance, second):
        assert client.get(url("tranches"), {"view": view}).status_code == 200


def test_lists_are_filtered_by_reference(scene, manager):
    one, other = purse.planned(scene), purse.planned(scene)
    shown = text_of(manager.get(url("tranches"), {"view": "all", "q": str(one)}))
    assert str(one) in shown
    assert str(other) not in shown


# The ledger


def test_the_ledger_adds_up_and_names_nobody(scene, finance):
    purse.paid(scene, amount="500.00")
    purse.approved(scene, amount="250.00")
    shown = finance.get(url("ledger"))
    assert shown.context["dirhams"].waiting == LedgerLine.objects.filter(amount=250).get().mad
    assert [(one.currency, one.sums.spent, one.sums.waiting) for one in shown.context["totals"]] == [
        ("EUR", Decimal("500.00"), Decimal("250.00"))
    ]
    assert NAMES[0] not in text_of(shown)
    for view in ("funding", "file"):
        groups = finance.get(url("ledger"), {"view": view}).context["groups"]
        assert sum(one.sums.waiting for one in groups) == shown.context["dirhams"].waiting


def test_the_ledger_of_a_period(scene, finance):
    purse.paid(scene)
    later = {"first": TODAY() + timedelta(days=1)}
    assert "Aucune écriture" in text_of(finance.get(url("ledger"), later))
    assert "avant le début" in text_of(
        finance.get(url("ledger"), {"first": TODAY(), "last": TODAY() - timedelta(days=1)})
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_ledger_is_taken_away_without_names_and_that_is_noted(scene, finance, kind):
    line = purse.paid(scene)
    answer = finance.get(url("ledger-export", kind))
    content = answer.content
    if kind == "xlsx":
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        content = str(rows).encode()
        assert rows[1][7] == 500.0
    assert str(line.tranche).encode() in content
    assert NAMES[0].encode() not in content
    assert b"R-1" not in content
    assert AuditEntry.objects.filter(verb="returns.ledger_exported").exists()


def test_a_format_nobody_writes(scene, finance):
    assert finance.get(url("ledger-export", "exe")).status_code == 404


def test_lines_of_someone_hidden_are_summed_and_not_named(scene, finance):
    line = purse.paid(scene)
    person = line.file.case.person
    type(person).objects.filter(pk=person.pk).update(protected=True)
    shown = finance.get(url("ledger"))
    assert shown.context["dirhams"].spent == line.mad
    assert str(line.tranche) not in text_of(shown)
    assert str(line.file.case) not in text_of(shown)
    assert finance.get(url("tranche", line.tranche_id)).status_code == 404
    assert not finance.get(url("tranches"), {"view": "all"}).context["rows"]


# Suppliers


def test_a_supplier_is_registered_found_and_put_out_of_use(scene, manager):
    assert (
        manager.post(url("supplier-new"), {"unit": scene.maroc.pk, "name": "Atelier Nour"}).status_code == 302
    )
    assert "Atelier Nour" in text_of(manager.get(url("suppliers"), {"q": "nou"}))
    again = manager.post(url("supplier-new"), {"unit": scene.maroc.pk, "name": "atelier  nour"})
    assert again.status_code == 422
    one = suppliers.Supplier.objects.get()
    manager.post(url("supplier-use", one.pk), {"active": "no"})
    assert "Atelier" not in text_of(manager.get(url("suppliers")))
    assert "Atelier" in text_of(manager.get(url("suppliers"), {"inactive": "on"}))


def test_a_supplier_of_another_office_is_not_made_by_a_forged_unit(scene, manager):
    answer = manager.post(url("supplier-new"), {"unit": scene.france.pk, "name": "Chez moi"})
    assert answer.status_code == 422
    assert not suppliers.Supplier.objects.exists()


# What other pages show


def test_the_page_of_a_file_has_the_rights_and_the_instalments(scene):
    one = purse.planned(scene)
    codes = [part.template for part in parts_for(FILE_PARTS, scene.manager, one.file)]
    assert "returns/tranche_part.html" in codes
    shown = text_of(signed_in(scene.manager).get(url("reintegration", one.file.case_id)))
    assert url("tranche", one.pk) in shown


def test_home_has_what_is_to_approve_and_to_pay(scene):
    purse.submitted(scene)
    purse.approved(scene)
    assert PANELS["returns.tranches_approve"](scene.second).count == 1
    assert PANELS["returns.tranches_pay"](scene.finance).count == 1
    assert PANELS["returns.tranches_approve"](scene.manager) is None
    assert PANELS["returns.tranches_pay"](scene.manager) is None


def test_what_is_a_month_late_is_an_alarm_for_the_office(scene):
    one = purse.planned(scene)
    assert not [a for a in alarms_for(scene.manager) if "versement" in str(a.what)]
    Tranche.objects.filter(pk=one.pk).update(due_on=TODAY() - timedelta(days=40))
    found = [a for a in alarms_for(scene.manager) if "versement" in str(a.what)]
    assert len(found) == 1
    assert not [a for a in alarms_for(scene.abroad) if "versement" in str(a.what)]


def test_schemes_are_seen_by_the_mission_and_not_abroad(scene, manager, abroad):
    one = Scheme.objects.first()
    assert manager.get(url("scheme", one.pk)).status_code == 200
    assert abroad.get(url("scheme", one.pk)).status_code == 404
    assert manager.get(url("scheme-version", one.pk)).status_code == 403
