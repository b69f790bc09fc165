import copy
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import TestCase, override_settings
from pytest_django import DjangoDbBlocker

from tests.factories.switches import switch_on
from tests.keeping import Keeper

from .world import World, build, rows


@pytest.fixture(scope="package")
def standing(
    django_db_setup: Keeper, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, str]]:
    """The community with its canaries, every effect kept, and the folder of its files; made once and left as it was."""
    folder = str(tmp_path_factory.mktemp("world"))
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder), TestCase.captureOnCommitCallbacks(execute=True):
            switch_on()
            world = build()
        before = rows()
        yield world, folder
        assert rows() == before, "a test left something behind it"
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, standing: tuple[World, str], settings) -> World:
    """The community for one test: what it does to it is rolled back, in memory too."""
    made, settings.MEDIA_ROOT = standing
    return copy.deepcopy(made)
