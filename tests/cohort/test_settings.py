import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.takes(2)

ENOUGH = "k3y-of-our-own-" * 5
OURS = {"SECRET_KEY": ENOUGH, "IRI_BASE": "https://cohort.example"}


def start_production(*command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, *(command or ("manage.py", "check"))],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": "site",
            "DJANGO_SETTINGS_MODULE": "cohort.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    "environment, word",
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": settings.SHIPPED_SECRET_KEY}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": ENOUGH}, "IRI_BASE"),
        ({**OURS, "ACCOUNT_EMAIL_VERIFICATION": "optional"}, "ACCOUNT_EMAIL_VERIFICATION"),
        ({**OURS, "ACCOUNT_EMAIL_VERIFICATION": "none"}, "ACCOUNT_EMAIL_VERIFICATION"),
    ],
)
def test_production_refuses_what_was_shipped(environment, word):
    started = start_production(**environment)
    assert started.returncode != 0
    assert word in started.stderr


def test_production_starts_with_its_own_secret_and_address():
    started = start_production(SECRET_KEY=ENOUGH, IRI_BASE="https://cohort.example")
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    "environment, said",
    [
        ({}, "False None False False"),
        ({"TRUSTED_PROXIES": "1"}, "True X_FORWARDED False False"),
        ({"SECURE_HSTS_INCLUDE_SUBDOMAINS": "1", "SECURE_HSTS_PRELOAD": "1"}, "False None True True"),
    ],
)
def test_a_forwarded_scheme_is_believed_behind_a_declared_proxy_and_hsts_binds_other_names_by_choice(environment, said):
    asked = (
        "from django.conf import settings as s; from django.http import HttpRequest;"
        "request = HttpRequest(); request.META['HTTP_X_FORWARDED_PROTO'] = 'https';"
        "secure = request.is_secure();"
        "header = s.SECURE_PROXY_SSL_HEADER and 'X_FORWARDED';"
        "print(secure, header, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD)"
    )
    started = start_production("-c", asked, SECRET_KEY=ENOUGH, IRI_BASE="https://cohort.example", **environment)
    assert started.stdout.strip() == said, started.stderr


@pytest.mark.parametrize("command", [("demo",), ("serve", "--demo", "--port", "0")])
def test_production_makes_no_demo_and_says_why(command, tmp_path):
    kept = tmp_path / "cohort.sqlite3"
    started = start_production("manage.py", *command, **OURS, DATABASE_URL=f"sqlite:///{kept}", VAR_DIR=str(tmp_path))
    assert started.returncode != 0
    assert "never made with the settings of production" in started.stderr
    assert "Sign in with one of these" not in started.stdout
    assert not kept.exists()
