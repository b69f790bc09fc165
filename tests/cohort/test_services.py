"""Each engine that the environment names is the real one, and really answers."""

import os
import uuid

import pytest
from channels.layers import channel_layers
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from tests.factories.loops import run

needs_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="REDIS_URL is not set")
needs_cluster = pytest.mark.skipif(not settings.SEARCH, reason="ELASTICSEARCH_URL is not set")


@pytest.mark.django_db
def test_the_database_of_the_environment_answers():
    with connection.cursor() as cursor:
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            cursor.execute("SELECT version()")
            assert cursor.fetchone()[0].startswith("PostgreSQL 1")
        else:
            cursor.execute("SELECT sqlite_version()")
            assert tuple(map(int, cursor.fetchone()[0].split("."))) >= (3, 35, 0)


@needs_redis
def test_redis_keeps_what_it_is_told():
    key = f"test-{uuid.uuid4()}"
    cache.set(key, "heard", 10)
    assert cache.get(key) == "heard"
    assert "redis_version" in cache._cache.get_client().info("server")


@needs_redis
def test_redis_carries_the_channel_layer():
    layer = channel_layers.make_backend("default")  # of this loop; another test may have used the other

    async def exchange() -> dict:
        channel = await layer.new_channel()
        await layer.group_add("services", channel)
        await layer.group_send("services", {"type": "heard"})
        return await layer.receive(channel)

    assert type(layer).__name__ == "RedisPubSubChannelLayer"
    assert run(exchange()) == {"type": "heard"}


@needs_cluster
def test_the_search_server_runs_lucene():
    from search.engines.connection import client  # its client takes a second to import

    version = client().options(request_timeout=20).info()["version"]
    assert int(version["lucene_version"].split(".")[0]) >= 8
