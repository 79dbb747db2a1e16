"""A log line names nobody: neither by an address, nor by the words of an exception, nor over several lines."""

import logging
import sys
from types import SimpleNamespace

import pytest

from musanada.kit.logs import NOWHERE, Nameless

WORD = "Fatoumata"


def written(message, *args, error=None, **extra):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, error)
    record.__dict__.update(extra)
    return Nameless("{levelname} {name} {message}", style="{").format(record)


def request(route=""):
    return SimpleNamespace(resolver_match=SimpleNamespace(route=route) if route else None)


def test_an_address_is_its_route():
    said = written("%s: %s", "Gone", f"/account/{WORD}/", request=request("account/invitation/<str:token>/"))
    assert said == "WARNING django.request Gone: /account/invitation/<str:token>/"


def test_an_address_that_leads_nowhere_is_not_told():
    assert written("%s: %s", "Not Found", f"/packages/{WORD}/x/", request=request()).endswith(NOWHERE)


def test_where_somebody_came_from_is_a_host():
    said = written("Referer %s does not match", f"https://elsewhere.example/{WORD}?q={WORD}")
    assert said.endswith("Referer https://elsewhere.example/… does not match")


def failing(depth=0):
    try:
        if depth:
            failing(depth - 1)
        raise ValueError(f"Key (name)=({WORD}) already exists")
    except ValueError as error:
        raise KeyError(WORD) from error


@pytest.mark.parametrize("depth", [0, 2])
def test_an_exception_is_its_kind_and_where_it_was(depth):
    try:
        failing(depth)
    except KeyError:
        said = written("%s: %s", "Error", "/x/", error=sys.exc_info(), request=request("x/"))
    assert WORD not in said
    assert "builtins.KeyError" in said
    assert "builtins.ValueError" in said
    assert " failing" in said


def test_a_message_that_repeats_the_exception_is_its_kind():
    try:
        raise ValueError(f"path traversal in {WORD}.pdf")
    except ValueError as error:
        assert WORD not in written(str(error), error=sys.exc_info())


def test_a_message_is_one_line():
    """Nobody adds lines of their own to the log."""
    assert "\n" not in written("%s", "one\nERROR two\r\nthree")
