"""Fixtures every test may ask for."""

import pytest

from cohort.models import Capabilities
from community.models import User

from .people import person


@pytest.fixture
def ada(db) -> User:
    return person("Ada Nwosu")


@pytest.fixture
def ben(db) -> User:
    return person("Ben Okafor")


@pytest.fixture
def grace(db) -> User:
    return person("Grace Tanaka")


@pytest.fixture
def ivan(db) -> User:
    return person("Ivan Marković")


@pytest.fixture
def mallory(db) -> User:
    return person("Mallory Vane")


@pytest.fixture
def admin(db) -> User:
    return person("Admin Person", is_staff=True, is_superuser=True)


@pytest.fixture
def switches_on(db) -> None:
    """All built capabilities on; a fresh installation has them off."""
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True, "achievements": True, "outside": True})
