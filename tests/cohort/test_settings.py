import os
import subprocess
import sys

import pytest
from django.conf import settings

ENOUGH = "k3y-of-our-own-" * 5


def start_production(**environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
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
    ],
)
def test_production_refuses_what_was_shipped(environment, word):
    started = start_production(**environment)
    assert started.returncode != 0
    assert word in started.stderr


def test_production_starts_with_its_own_secret_and_address():
    started = start_production(SECRET_KEY=ENOUGH, IRI_BASE="https://cohort.example")
    assert started.returncode == 0, started.stderr
