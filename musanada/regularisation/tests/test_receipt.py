"""The receipt: what stands on it in each language, and its secret."""

from datetime import timedelta

import pytest
from django.utils import timezone

from musanada.cases.models import Case
from musanada.regularisation import receipts
from musanada.regularisation.commands import intake
from musanada.regularisation.models import Application
from musanada.regularisation.secrets import hash_of, matches, new_secret, show_secret
from musanada.regularisation.tests import scene as s

pytestmark = pytest.mark.django_db


def test_it_says_the_number_the_days_and_what_is_missing(scene):
    made = s.lodged(scene, None, "C5", "C4")
    one = receipts.receipt_of(made, "https://exemple.ma/window/")
    text = receipts.text(one, "K7M2QXB94RTC", "fr")
    assert str(made) in text["facts"][0][1]
    assert one.due_on == Case.objects.get(pk=made.case_id).due_on
    assert text["secret"] == "K7M2-QXB9-4RTC"
    assert len(text["missing"]) == len(one.missing) > 2
    assert text["window"] == "https://exemple.ma/window/"


def test_a_complete_file_lacks_nothing(scene):
    made = s.lodged(scene)
    s.give_pieces(made, scene.agent)
    assert receipts.receipt_of(made).missing == []
    assert len(receipts.receipt_of(made).given) > 2


def test_the_arabic_half_names_pieces_in_arabic(scene):
    made = s.lodged(scene)
    text = receipts.text(receipts.receipt_of(made), new_secret(), "ar")
    assert text["operation"] == scene.operation.name_ar
    assert text["office"] == scene.rabat.name_ar


@pytest.mark.parametrize("language", ["both", "fr", "ar"])
def test_it_prints(scene, language):
    made = s.lodged(scene)
    sheet = receipts.pdf(receipts.receipt_of(made, "https://exemple.ma/window/"), new_secret(), language)
    assert sheet.startswith(b"%PDF")


def test_printed_again_the_old_secret_opens_nothing(scene):
    made = s.opened(scene)
    old = intake.lodge(scene.agent, made)
    new = intake.renew_receipt(scene.agent, made)
    made = Application.objects.get(pk=made.pk)
    assert not matches(made.secret_hash, made.case.reference, old)
    assert matches(made.secret_hash, made.case.reference, f" {show_secret(new).lower()} ")


def test_a_secret_is_of_its_number_only():
    secret = new_secret()
    assert hash_of("K7M2QXB9", secret) != hash_of("K7M2QXB8", secret)
    assert not matches("", "K7M2QXB9", secret)


def test_the_deposit_of_yesterday_is_due_from_yesterday(scene):
    made = s.lodged(scene, on=timezone.localdate() - timedelta(days=1))
    assert receipts.receipt_of(made).due_on == Case.objects.get(pk=made.case_id).due_on
