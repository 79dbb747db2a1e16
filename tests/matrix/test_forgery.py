"""Every address refuses a POST that does not come from our own page, signed in or not, whatever its right.

But for those whose address is the proof: a page of another host would have to know the word, and then needs no browser.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from .addresses import Address, addresses
from .foreign import MAKERS, SHARED

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def url_of(page: Address, estate: Any) -> str:
    if page.name in SHARED:
        return reverse(page.name, args=SHARED[page.name][:-1])
    return reverse(page.name, args=MAKERS[page.name](estate) if page.params else ())


@pytest.fixture
def strict(country):
    """A browser of someone with every role, whose POSTs carry no token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(country["mission"].everyone, backend="musanada.access.backend.Accounts")
    return client


WORDS = {"packages:take", "packages:answer", "window:ask"}  # of these pages no cookie knows who asks


def test_only_pages_whose_address_is_the_proof_are_exempt():
    found = {page.name for page in addresses() if getattr(page.view, "csrf_exempt", False)}
    assert found == WORDS
    assert {page.right for page in addresses() if page.name in WORDS} == {"public"}


@pytest.mark.parametrize("page", [a for a in addresses() if a.name not in WORDS], ids=str)
def test_a_post_without_our_token_is_refused(page, country, strict):
    answer = strict.post(url_of(page, country["mission"]), {"anything": "1"})
    assert answer.status_code == 403
