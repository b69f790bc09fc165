"""Further people."""

import pytest

from community.models import User
from tests.factories.people import person


@pytest.fixture
def person_named(db):
    """Return a maker of people called Someone and a number."""

    def make(number: int) -> User:
        return person(f"Someone {number}", email=f"someone{number}@example.org")

    return make
