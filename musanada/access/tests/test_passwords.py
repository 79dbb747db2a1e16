"""Passwords that are refused: short, common, guessable, breached; each with a sentence that says what to do."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from musanada.access.models import User
from musanada.access.signin import passwords
from musanada.config import env


def problems(password, **user):
    try:
        validate_password(password, User(**user))
    except ValidationError as error:
        return {e.code for e in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password", ["cheval agrafe batterie correct", "r7!Kx9#mQ2vLp4", "une phrase que je retiens bien"]
)
def test_good_ones_pass(password):
    assert problems(password, username="amina", display_name="Amina Alaoui") == set()


def test_short_one_is_refused():
    assert "password_too_short" in problems("r7!Kx9#mQ2v")


@pytest.mark.parametrize("password", ["azertyuiop123", "motdepasse2024", "abcabcabcabcabc", "qwertyuiop123"])
def test_guessable_ones_are_refused(password):
    assert problems(password) & {"password_easy", "password_too_common"}


def test_own_name_makes_a_password_easy():
    word = "Tagnaouit.2024"
    assert problems(word) == set()
    assert "password_easy" in problems(word, username="h.tagnaouit")


def test_very_long_one_is_looked_at_without_waiting():
    assert problems("correct cheval " * 200) <= {"password_easy"}


def lines(words):
    hashes = sorted(hashlib.sha1(w.encode()).hexdigest().upper() for w in words)
    return hashes, [f"{h}:{len(h) * (n + 1) ** 3}" for n, h in enumerate(hashes)]


@given(
    st.sets(st.text(max_size=8), max_size=40),
    st.text(max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_list_finds_what_it_holds_and_nothing_else(tmp_path_factory, words, other, end, last):
    path = tmp_path_factory.mktemp("list") / "pwned.txt"
    _hashes, rows = lines(words)
    path.write_bytes((end.join(rows) + (end if last and rows else "")).encode())
    for word in [*words, other]:
        assert passwords.is_listed(path, word) is (word in words)


def test_breached_one_is_refused_where_there_is_a_list(settings, tmp_path):
    stolen = "cheval agrafe batterie correct"
    assert problems(stolen) == set()
    settings.BREACHED_PASSWORDS = tmp_path / "pwned.txt"
    settings.BREACHED_PASSWORDS.write_text("\n".join(lines([stolen, "a", "b"])[1]))
    assert problems(stolen) == {"password_breached"}
    assert problems("un autre cheval agrafe") == set()


def test_list_that_is_not_there_stops_the_start(monkeypatch, tmp_path):
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setenv("MUSANADA_BREACHED_PASSWORDS", str(tmp_path / "none.txt"))
    with pytest.raises(ImproperlyConfigured, match="MUSANADA_BREACHED_PASSWORDS"):
        env.readable_file("MUSANADA_BREACHED_PASSWORDS")
