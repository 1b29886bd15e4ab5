"""The settings refuse to start half configured, and an https address turns on what https needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "k7-2mQ9x" * 8,
    "SITE_URL": "https://peersession.example.org",
    "ALLOWED_HOSTS": "peersession.example.org",
    "DEBUG": "false",
}
SHOWN = [
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "ALLOWED_HOSTS",
]


def start(**environment: str) -> subprocess.CompletedProcess:
    program = f"import json, peersession.settings as s; print(json.dumps({{n: getattr(s, n, None) for n in {SHOWN}}}))"
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("missing", "said"), [("SECRET_KEY", "SECRET_KEY is not set"), ("ALLOWED_HOSTS", "name the hosts")]
)
def test_production_does_not_start_without(missing, said):
    refused = start(**{**PRODUCTION, missing: ""})
    assert refused.returncode != 0
    assert said in refused.stderr


def test_an_https_address_makes_cookies_secure_and_redirects():
    settings = json.loads(start(**PRODUCTION).stdout)
    assert settings == {
        "SECURE_SSL_REDIRECT": True,
        "SECURE_HSTS_SECONDS": 63072000,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "CSRF_TRUSTED_ORIGINS": ["https://peersession.example.org"],
        "DEBUG": False,
        "ALLOWED_HOSTS": ["peersession.example.org"],
    }


def test_on_this_machine_a_key_is_enough():
    settings = json.loads(start(SECRET_KEY="x", SITE_URL="http://127.0.0.1:8000", ALLOWED_HOSTS="").stdout)
    assert settings["SECURE_SSL_REDIRECT"] is None
    assert "127.0.0.1" in settings["ALLOWED_HOSTS"] or settings["ALLOWED_HOSTS"] == []
