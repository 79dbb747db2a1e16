"""Signing in: argon2, lock-out, closed accounts; nothing but the sign-in page without it."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.urls import reverse

from musanada.access.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "un-long-mot-de-passe"


@pytest.fixture
def amina(oujda):
    from musanada.access.commands import hold

    user = User.objects.create(username="amina", display_name="Amina", password=make_password(PASSWORD))
    hold(user, oujda, "agent")
    return user


def sign_in(client, password: str, name: str = "amina"):
    return client.post(reverse("web:sign-in"), {"username": name, "password": password})


def test_installations_hash_with_argon2(settings):
    assert settings.PASSWORD_HASHERS[1:] == [
        "django.contrib.auth.hashers.Argon2PasswordHasher"
    ]  # [0]: the suite's
    assert Argon2PasswordHasher().encode("x", "saltsaltsalt").startswith("argon2$argon2id")


def test_right_password_opens_home(client, amina):
    assert sign_in(client, PASSWORD).headers["Location"] == reverse("web:home")
    assert client.get(reverse("web:home")).status_code == 200


def test_name_is_read_in_any_case(client, amina):
    assert sign_in(client, PASSWORD, " Amina ").status_code == 302


def test_wrong_password_says_so(client, amina):
    response = sign_in(client, "faux")
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()


def test_five_wrong_passwords_lock_the_name_out(client, amina):
    for _attempt in range(5):
        response = sign_in(client, "faux")
    assert response.status_code == 429
    assert sign_in(client, PASSWORD).status_code == 429


def test_other_spelling_of_the_name_does_not_escape_the_lock_out(client, amina):
    for name in ("amina", "Amina", "AMINA", " amina", "aMina"):
        response = sign_in(client, "faux", name)
    assert response.status_code == 429


def test_closed_account_cannot_sign_in(client, amina):
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert sign_in(client, PASSWORD).status_code == 200


def test_system_user_cannot_sign_in(client, db):
    User.objects.create(
        username="console", display_name="c", is_system=True, password=make_password(PASSWORD)
    )
    assert sign_in(client, PASSWORD, "console").status_code == 200


def test_closing_an_account_ends_its_session(client, amina):
    sign_in(client, PASSWORD)
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert client.get(reverse("web:home")).status_code == 302


def test_stranger_is_sent_to_sign_in(client):
    assert client.get(reverse("web:home")).headers["Location"].startswith(reverse("web:sign-in"))


def test_missing_right_answers_403_and_names_it(client, charlie):
    client.force_login(charlie, backend="musanada.access.backend.Accounts")
    response = client.get(reverse("web:home"))
    assert response.status_code == 403
    assert "app.use" in response.content.decode()
