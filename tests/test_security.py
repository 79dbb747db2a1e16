"""What every answer carries, what no answer carries, and what the repository does not hold."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
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
