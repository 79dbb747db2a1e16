"""The package for a body without account: really encrypted, taken once, answered once, stopped at once."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import pyzipper
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from musanada.cases.commands import packages as commands
from musanada.cases.commands import referrals
from musanada.cases.models import Package, Referral
from musanada.cases.queries import referrals as reads
from musanada.cases.tests import world as w
from musanada.kit.errors import Refused

BASE = "https://registre.example/packages/"


@pytest.fixture(autouse=True)
def fresh_counters(settings):
    settings.RATE_LIMITS = True
    cache.clear()


@pytest.fixture
def made(world):
    """Mamadou is referred to the hospital: the referral, and what the sender was shown once."""
    w.agrees(world, world.hospital, "identity", "contact")
    one = w.prepared(world, kind="external", body="Service social")
    return one, commands.send_package(world.maha, one, base=BASE)


def url(token: str) -> str:
    return reverse("packages:take", args=[token])


def answer_url(token: str) -> str:
    return reverse("packages:answer", args=[token])


def taken(opening) -> bytes:
    return Client().post(url(opening.token)).content


def opened(content: bytes, passphrase: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        archive.setpassword(passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def test_package_is_aes_256_and_opens_with_its_passphrase_alone(made):
    _one, opening = made
    content = taken(opening)
    with pytest.raises(RuntimeError, match=r"[Bb]ad password"):
        opened(content, "K7M2-K7M2-K7M2-K7M2-K7M2")
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        infos = archive.infolist()
    assert {i.wz_aes_strength for i in infos} == {3}  # 256 bits
    assert {i.wz_aes_version for i in infos} == {2}
    with zipfile.ZipFile(io.BytesIO(content)) as plain, pytest.raises((RuntimeError, NotImplementedError)):
        plain.read("donnees.json")
    files = opened(content, opening.passphrase)
    assert sorted(files) == ["donnees.json", "resume-ar.pdf", "resume-fr.pdf"]
    assert all(files[name].startswith(b"%PDF") for name in ("resume-ar.pdf", "resume-fr.pdf"))


def test_package_holds_the_groups_agreed_to_and_no_more(made):
    _one, opening = made
    data = json.loads(opened(taken(opening), opening.passphrase)["donnees.json"])
    assert set(data["groups"]) == {"identity", "contact"}
    assert ["person.name", ["Mamadou Diallo", "Latn"]] in data["groups"]["identity"]
    assert data["answer"] == f"{BASE}answer/{opening.answer}/"


def test_no_name_stands_outside_the_encryption(made):
    one, opening = made
    page = Client().get(url(opening.token))
    answer = Client().post(url(opening.token))
    seen = page.content.decode() + answer.headers["Content-Disposition"] + url(opening.token)
    assert "Mamadou" not in seen and "Diallo" not in seen and one.person.reference not in seen
    assert b"Mamadou" not in answer.content


def test_package_is_taken_once_and_destroyed_here(made):
    one, opening = made
    assert Client().post(url(opening.token)).status_code == 200
    row = Package.objects.get(referral=one)
    assert row.content is None and row.downloaded_at is not None
    again = Client().post(url(opening.token))
    assert again.status_code == 404
    assert not again.content.startswith(b"PK")


def test_looking_takes_nothing(made):
    """A mail scanner follows links."""
    one, opening = made
    for _visit in range(3):
        assert Client().get(url(opening.token)).status_code == 200
    assert Package.objects.get(referral=one).downloaded_at is None


def test_expired_package_and_guessed_word_give_the_same_answer(made):
    one, opening = made
    Package.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    client = Client()
    expired, guessed = client.post(url(opening.token)), client.post(url("x" * 43))
    assert (expired.status_code, guessed.status_code) == (404, 404)
    assert expired.content == guessed.content
    assert Package.objects.get(referral=one).downloaded_at is None


def test_neither_word_nor_passphrase_is_kept(made):
    one, opening = made
    row = Package.objects.get(referral=one)
    kept = f"{row.token_hash} {row.answer_hash} {bytes(row.content)!r}"
    assert opening.token not in kept and opening.answer not in kept and opening.passphrase not in kept


def test_public_pages_set_no_cookie_and_ask_for_none(made):
    _one, opening = made
    client = Client(enforce_csrf_checks=True)
    for address in (url(opening.token), answer_url(opening.answer), url("nothing")):
        answer = client.get(address)
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(url(opening.token)).status_code == 200
    assert not client.cookies


def test_wrong_words_are_limited_by_address(db):
    client = Client()
    codes = [client.get(url(f"wrong-{n}")).status_code for n in range(22)]
    assert codes[:20] == [404] * 20
    assert codes[20:] == [429, 429]
    assert Client(REMOTE_ADDR="10.9.8.7").get(url("wrong")).status_code == 404


def test_blocked_address_gets_not_even_a_right_word(made):
    _one, opening = made
    client = Client()
    for n in range(20):
        client.get(url(f"wrong-{n}"))
    assert client.post(url(opening.token)).status_code == 429


def test_revoked_link_is_dead_at_once(world, made):
    one, opening = made
    referrals.revoke(world.maha, one)
    assert Client().post(url(opening.token)).status_code == 404
    assert Client().get(answer_url(opening.answer)).status_code == 404
    assert Package.objects.get(referral=one).content is None


def test_withdrawn_consent_kills_the_link(world):
    consent = w.agrees(world, world.hospital)
    one = w.prepared(world, kind="external")
    opening = commands.send_package(world.maha, one, base=BASE)
    w.takes_back(world, consent)
    assert Client().post(url(opening.token)).status_code == 404
    one.refresh_from_db()
    assert (one.state, one.stop) == ("revoked", "withdrawn")


def test_consent_gone_without_a_word_is_noticed_at_the_download(world):
    consent = w.agrees(world, world.hospital)
    one = w.prepared(world, kind="external")
    opening = commands.send_package(world.maha, one, base=BASE)
    type(consent).objects.update(expires_on=consent.given_on)
    type(consent).objects.update(
        given_on=consent.given_on - timedelta(days=9), expires_on=consent.given_on - timedelta(days=1)
    )
    assert Client().post(url(opening.token)).status_code == 404


def test_body_closes_the_loop_by_its_own_link(made):
    one, opening = made
    taken(opening)
    client = Client()
    assert client.post(answer_url(opening.answer), {"verdict": "accepted"}).status_code == 200
    one.refresh_from_db()
    assert one.state == "accepted"
    assert (
        client.post(answer_url(opening.answer), {"verdict": "refused", "reason": "funds"}).status_code == 422
    )
    done = client.post(answer_url(opening.answer), {"verdict": "done", "outcome": "given"})
    assert done.status_code == 200
    one.refresh_from_db()
    assert (one.state, one.outcome) == ("done", "given")
    assert client.get(answer_url(opening.answer)).status_code == 404


@pytest.mark.parametrize("data", [{"verdict": "refused"}, {"verdict": "done"}, {"verdict": "nonsense"}, {}])
def test_answer_without_its_code_is_asked_again(made, data):
    one, opening = made
    answer = Client().post(answer_url(opening.answer), data)
    assert answer.status_code in (200, 422)
    one.refresh_from_db()
    assert one.state == "sent"


def test_link_of_the_package_is_no_link_to_answer(made):
    _one, opening = made
    assert Client().post(answer_url(opening.token), {"verdict": "accepted"}).status_code == 404
    assert Client().post(url(opening.answer)).status_code == 404


def test_new_package_kills_the_first_and_asks_consent_again(world, made):
    one, opening = made
    second: list[commands.Opening] = []
    commands.renew_package(world.maha, one, base=BASE, opening=second)
    assert Client().post(url(opening.token)).status_code == 404
    assert Client().post(url(second[0].token)).status_code == 200
    Referral.objects.filter(pk=one.pk).update(groups=",contact,identity,travel,")
    one.refresh_from_db()
    with pytest.raises(Refused):
        commands.renew_package(world.maha, one, base=BASE, opening=second)


def test_package_that_nobody_takes_is_late_after_the_days_of_its_urgency(world, made):
    one, _opening = made
    assert reads.not_taken(world.maha) == []
    Package.objects.update(made_at=timezone.now() - timedelta(days=6))
    assert [p.referral for p in reads.not_taken(world.maha)] == [one]
    Package.objects.update(downloaded_at=timezone.now(), content=None)
    assert reads.not_taken(world.maha) == []


def test_external_referral_needs_its_agreement(world):
    w.agrees(world, world.hospital)
    world.hospital.agreements.update(in_force_to=timezone.localdate() - timedelta(days=1))
    one = w.prepared(world, kind="external")
    with pytest.raises(Refused, match="accord de partage"):
        commands.send_package(world.maha, one, base=BASE)
    assert not Package.objects.exists()


def test_refused_sending_leaves_no_package(world):
    one = w.prepared(world, kind="external")
    with pytest.raises(Refused):
        commands.send_package(world.maha, one, base=BASE)
    assert not Package.objects.exists()
