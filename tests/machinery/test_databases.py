"""What a run begins with: a database of Redis for each worker."""

import pytest
from django.conf import settings

from tests import databases


@pytest.mark.skipif(not settings.REDIS_URL, reason="REDIS_URL is not set")
def test_a_run_with_more_workers_than_databases_says_so_at_once():
    databases.pytest_xdist_setupnodes([object()] * 3)
    with pytest.raises(pytest.UsageError, match="too few databases for 100000 workers"):
        databases.pytest_xdist_setupnodes([object()] * 100_000)
