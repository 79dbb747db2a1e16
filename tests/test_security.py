"""What every answer carries, what no answer carries, what the repository does not hold, and that the page which says
how all this is answered (`docs/security.md`) names things that exist. Every page's headers: ``tests/matrix/test_answers.py``.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from musanada.access import limits
from musanada.access.models import User

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|"
    r"(?i:secret_key|password|passwd|api_key)\s*=\s*[\"'][A-Za-z0-9+/_\-]{24,}[\"']"
)


def checked(**environment: str) -> subprocess.CompletedProcess[str]:
    """Django's own deployment checks, in a process that reads its settings afresh."""
    inherited = {
        k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"
    }  # the browser lane's
    return subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={**inherited, "DJANGO_SETTINGS_MODULE": "musanada.config.settings", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_an_installation_behind_https_passes_djangos_deployment_checks(tmp_path):
    result = checked(MUSANADA_HTTPS="yes", MUSANADA_DATA=str(tmp_path))
    assert result.returncode == 0, result.stderr


def test_the_deployment_checks_would_say_so(tmp_path):
    result = checked(MUSANADA_HTTPS="no", MUSANADA_DATA=str(tmp_path))
    assert result.returncode != 0
    assert "security.W" in result.stderr


@pytest.mark.django_db
def test_every_answer_carries_the_headers():
    answer = Client().get("/")
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


@pytest.mark.django_db
def test_the_policy_lets_nothing_inline_and_no_other_host_run():
    policy = Client().get("/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["script-src"] == rules["style-src"] == rules["default-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


def followed() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in names.stdout.split("\0") if name]


def test_no_secret_is_in_the_repository():
    found = []
    for path in followed():
        if (
            path.suffix
            in {".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".html", ".js", ".json", ".cfg", ""}
            and path.is_file()
        ):
            text = path.read_text(encoding="utf-8", errors="ignore")
            found += [f"{path.relative_to(ROOT)}: {m.group(0)[:40]}" for m in KEYS.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE " + "KEY-----",
        'SECRET_KEY = "' + "a1B2" * 8 + '"',
        "AKIA" + "ABCDEFGH12345678",
    ],
)
def test_a_secret_would_be_seen(text):
    assert KEYS.search(text)


# Cookies behind HTTPS


def settings_read(name: str, **environment: str) -> str:
    """A setting as a process reads it afresh."""
    program = f"from django.conf import settings; print(settings.{name})"
    inherited = {k: v for k, v in os.environ.items() if k != "MUSANADA_HTTPS"}
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={**inherited, "DJANGO_SETTINGS_MODULE": "musanada.config.settings", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


@pytest.mark.parametrize(
    ("https", "names"), [("yes", "__Host-session __Host-csrf"), ("no", "sessionid csrftoken")]
)
def test_cookies_are_bound_to_the_host_where_the_browser_allows_it(tmp_path, https, names):
    """A browser takes ``__Host-`` cookies over HTTPS only."""
    both = "SESSION_COOKIE_NAME + ' ' + settings.CSRF_COOKIE_NAME"
    assert settings_read(both, MUSANADA_HTTPS=https, MUSANADA_DATA=str(tmp_path)) == names


@pytest.mark.django_db
def test_a_browser_takes_the_cookies_as_bound_to_the_host(settings):
    """``__Host-`` asks for Secure, the whole site and no domain, or the browser drops the cookie."""
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    user = User.objects.create(username="amina", display_name="Amina")
    user.set_password("cheval pile agrafe correct")
    user.save()
    client = Client()
    first = client.get("/sign-in/", secure=True)
    answer = client.post(
        "/sign-in/", {"username": "amina", "password": "cheval pile agrafe correct"}, secure=True
    )
    assert answer.status_code == 302
    cookies = {**first.cookies, **answer.cookies}
    assert set(cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in cookies.values():
        assert (cookie["path"], cookie["domain"]) == ("/", "")
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


# What the pages about security say

PAGES = ["security.md", "encryption.md"]
NAMED = re.compile(r"`((?:musanada|tests|tools|docs|bench|\.ci)/[\w./-]*\w/?)`")
SECTION = re.compile(r"^\| V(\d+)\.", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_exists(page):
    named = set(NAMED.findall((ROOT / "docs" / page).read_text(encoding="utf-8")))
    assert len(named) > 3
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_tests_that_are_named_hold_tests():
    named = {
        n for n in NAMED.findall((ROOT / "docs/security.md").read_text(encoding="utf-8")) if "test_" in n
    }
    assert len(named) > 40
    assert [n for n in sorted(named) if "def test_" not in (ROOT / n).read_text(encoding="utf-8")] == []


def test_every_chapter_of_the_standard_is_answered():
    rows = [
        line
        for line in (ROOT / "docs/security.md").read_text(encoding="utf-8").splitlines()
        if line[:3] == "| V"
    ]
    assert {int(found) for row in rows for found in SECTION.findall(row)} == set(range(1, 15))
    told = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    assert {status for _section, status, _evidence in told} <= {"met", "partly", "not", "n/a"}
    gaps = [section for section, status, evidence in told if status == "partly" and "·" not in evidence]
    assert gaps == []


def test_the_limits_are_those_of_the_program():
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    for limit, words in {
        limits.WRONG_PROOFS: "50 in 15 minutes",
        limits.WRONG_WORDS: "20 in 10 minutes",
        limits.SEARCH: "600 in 10 minutes",
        limits.EMERGENCY: "10 an hour",
        limits.EXPORT: "30 an hour",
    }.items():
        number, minutes = words.split()[0], {"hour": 60}.get(words.split()[-1]) or int(words.split()[2])
        assert (limit.most, limit.seconds) == (int(number), minutes * 60)
        assert f"| {words} | {limit.by} |" in text
