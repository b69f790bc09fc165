"""What a run begins with: the name of what migrating makes, and a database of Redis for each worker."""

import importlib
from pathlib import Path

import pytest
from django.conf import settings

from community.people import models as people
from courses.links import validators
from tests import databases


@pytest.mark.parametrize(
    "migration, helper",
    [("courses.migrations.0007_links", validators), ("community.migrations.0009_addresses_in_small_letters", people)],
)
def test_what_a_migration_calls_is_part_of_what_migrating_makes(migration, helper):
    assert list(databases.imported(importlib.import_module(migration))) == [Path(helper.__file__)]


@pytest.mark.skipif(not settings.REDIS_URL, reason="REDIS_URL is not set")
def test_a_run_with_more_workers_than_databases_says_so_at_once():
    databases.pytest_xdist_setupnodes([object()] * 3)
    with pytest.raises(pytest.UsageError, match="too few databases for 100000 workers"):
        databases.pytest_xdist_setupnodes([object()] * 100_000)
