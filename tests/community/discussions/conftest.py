"""The group in which people talk."""

import pytest

from tests.factories.groups import group, member


@pytest.fixture
def evening(grace, ada, ben):
    evening = group(by=grace)
    member(evening, ada)
    member(evening, ben)
    return evening
