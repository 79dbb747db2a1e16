"""Single sign-on against a service of our own on this machine: who it names enters the account of that name, if open."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from musanada.access import commands
from musanada.access.models import AuditEntry, User
from musanada.access.signin.sso import claims_of
from musanada.config import env

from .conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("musanada.access.tests.urls_sso")]
VARIABLES = {"SERVER": "https://id.example.org/", "CLIENT": "musanada", "SECRET": "s"}


class Handler(BaseHTTPRequestHandler):
    """Discovery, token and userinfo of a small OpenID provider."""

    def do_GET(self):
        service = self.server.service
        home = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("/openid-configuration"):
            names = ("token", "userinfo", "authorize")
            ends = {f"{n}_endpoint": f"{home}/{n}" for n in names}
            self.say(
                {**ends, "authorization_endpoint": f"{home}/authorize", "issuer": home, "jwks_uri": home}
            )
        else:
            self.say(service.userinfo)

    def do_POST(self):
        service = self.server.service
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        service.asked.append(sent)
        issuer = f"http://127.0.0.1:{self.server.server_port}"
        claims = {
            "iss": issuer,
            "aud": "musanada",
            "exp": time.time() + 60,
            "iat": time.time(),
            **service.token,
        }
        self.say({"access_token": "a", "token_type": "Bearer", "id_token": jwt.encode(claims, "k" * 32)})

    def say(self, content):
        body = json.dumps(content).encode()
        self.send_response(self.server.service.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    """What it says of whoever comes: change ``token`` and ``userinfo``."""
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.service = SimpleNamespace(asked=[], status=200, token={}, userinfo={})
    name(server.service, "amina", "sub-1")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.OIDC = {
        "server": address,
        "client": "musanada",
        "secret": "s",
        "claim": "preferred_username",
        "name": "X",
    }
    apps = env.sign_on_apps(settings.OIDC)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
    yield server.service
    server.shutdown()
    server.server_close()


def name(service, username, subject):
    service.token = {"sub": subject, "preferred_username": username}
    service.userinfo = {"sub": subject, "preferred_username": username, "email": "amina@example.org"}


@pytest.fixture
def amina(oujda):
    return make_user("amina", oujda, "agent")


def come(client=None, onward=""):
    """To the service and back, as the browser does."""
    client = client or Client()
    start = client.get(reverse("openid_connect_login", args=["sso"]), {"next": onward} if onward else {})
    query = parse_qs(urlsplit(start.headers["Location"]).query)
    back = reverse("openid_connect_callback", args=["sso"])
    answer = client.get(back, {"code": "c", "state": query["state"][0]})
    return answer, client, query


def whose(client):
    return client.session.get("_auth_user_id")


def test_known_identity_enters_its_account(service, amina):
    answer, client, _query = come()
    assert answer.headers["Location"] == reverse("web:home")
    assert whose(client) == str(amina.pk)
    line = AuditEntry.objects.get(verb="access.sign_in")
    assert (line.actor_id, line.details["by"]) == (amina.pk, "single_sign_on")


def test_second_factor_is_asked_for_as_always(service, amina, settings):
    settings.SECOND_FACTOR = True
    commands.first_factor(amina)
    answer, client, _query = come()
    assert answer.headers["Location"] == reverse("account:code")
    assert whose(client) is None


def test_exchange_is_bound_to_this_browser(service, amina):
    _answer, _client, query = come()
    assert query["code_challenge_method"] == ["S256"]
    assert service.asked[0]["code_verifier"]
    stranger = Client()
    back = reverse("openid_connect_callback", args=["sso"])
    assert stranger.get(back, {"code": "c", "state": query["state"][0]}).status_code == 409
    assert whose(stranger) is None


def test_way_asked_for_is_kept_if_it_is_ours(service, amina):
    assert come(onward="/account/")[0].headers["Location"] == "/account/"
    assert come(onward="https://example.org/")[0].headers["Location"] == reverse("web:home")


def refused(service, reason):
    answer, client, _query = come()
    assert answer.status_code == 409
    assert whose(client) is None
    line = AuditEntry.objects.filter(verb="access.single_sign_on_refused").order_by("-number").first()
    assert line.details == {"code": reason}
    return answer.content.decode(), line


def test_nobody_signs_up(service, amina):
    name(service, "inconnu", "sub-2")
    before = User.objects.count()
    page, line = refused(service, "unknown")
    assert "aucun compte ouvert" in page
    assert "inconnu" not in page + str(line.content())
    assert User.objects.count() == before


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_system": True}])
def test_closed_and_system_accounts_stay_shut(service, amina, change):
    User.objects.filter(pk=amina.pk).update(**change)
    refused(service, "unknown")


def test_who_takes_over_a_name_at_the_service_does_not_enter(service, amina):
    come()
    name(service, "amina", "sub-2")
    _page, line = refused(service, "other_identity")
    assert line.object_id == str(amina.pk)


def test_who_renames_themselves_at_the_service_enters_nothing_else(service, amina, alice):
    come()
    name(service, "alice", "sub-1")
    refused(service, "other_identity")


def test_two_answers_about_two_people_are_none(service, amina):
    service.userinfo["sub"] = "sub-9"
    refused(service, "claims")


@pytest.mark.parametrize("claims", [{"aud": "another"}, {"iss": "http://elsewhere"}, {"exp": 1}])
def test_token_for_another_or_of_yesterday_is_refused(service, amina, claims):
    service.token |= claims
    refused(service, "protocol")


def test_service_that_is_down_is_said(service, amina):
    service.status = 500
    answer = Client().get(reverse("openid_connect_login", args=["sso"]))
    assert answer.status_code == 409
    assert "mot de passe" in answer.content.decode()


def test_refusal_at_the_service_is_said(service, amina):
    client = Client()
    start = client.get(reverse("openid_connect_login", args=["sso"]))
    state = parse_qs(urlsplit(start.headers["Location"]).query)["state"][0]
    answer = client.get(
        reverse("openid_connect_callback", args=["sso"]), {"error": "access_denied", "state": state}
    )
    assert answer.status_code == 409


def test_nothing_the_service_says_of_the_person_is_kept(service, amina):
    from allauth.account.models import EmailAddress
    from allauth.socialaccount.models import SocialAccount, SocialToken

    come()
    assert not any(model.objects.exists() for model in (EmailAddress, SocialAccount, SocialToken))


def test_sign_in_page_offers_it_where_there_is_one(service, client):
    from musanada.web.views import SignIn

    assert SignIn.extra_context is not None
    page = SignIn.as_view(extra_context={"service": {"name": "Office"}})
    from django.test import RequestFactory

    request = RequestFactory().get("/sign-in/")
    request.session, request.user = client.session, SimpleNamespace(is_authenticated=False)
    shown = page(request).render().content.decode()
    assert "Se connecter par Office" in shown
    assert reverse("openid_connect_login", args=["sso"]) in shown


@pytest.mark.parametrize(
    "said", [{}, {"id_token": {}}, {"userinfo": {"sub": "a", "preferred_username": "x"}}]
)
def test_identity_without_a_signed_token_is_none(said, settings):
    settings.OIDC = {"claim": "preferred_username"}
    assert claims_of(said) == ("", "")


# Settings


def environment(monkeypatch, **variables):
    for key, value in (VARIABLES | variables).items():
        monkeypatch.setenv(f"MUSANADA_OIDC_{key}", value)
    return env.single_sign_on()


def test_settings_name_the_service(monkeypatch):
    found = environment(monkeypatch)
    assert (found["server"], found["claim"], found["name"]) == (
        "https://id.example.org",
        "preferred_username",
        "id.example.org",
    )
    assert env.sign_on_apps(found)[0]["settings"] == {"server_url": "https://id.example.org"}
    assert environment(monkeypatch, SERVER="") == {}
    assert env.sign_on_apps({}) == []


@pytest.mark.parametrize("wrong", [{"SERVER": "http://id.example.org"}, {"CLIENT": ""}, {"SECRET": ""}])
def test_wrong_settings_stop_the_start(monkeypatch, wrong):
    with pytest.raises(ImproperlyConfigured, match="MUSANADA_OIDC_SERVER"):
        environment(monkeypatch, **wrong)
