"""Telling pages to look again. Nothing that is said here carries content."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from . import audience
from .middleware import current_request_id
from .topics import channel_group, recheck_group

log = logging.getLogger(__name__)

LAYER_PATIENCE = 2.0  # seconds a request waits for the layer before it goes on without
MOST_SPREAD = 2000  # milliseconds over which an audience refetches
SPREAD_EACH = 2  # milliseconds per person in the audience


def refresh(*topics: str) -> None:
    """Once the transaction commits, tell the pages that show `topics` to look again.

    They refetch within a spread that grows with those who may listen, up to 2 s. A layer that is down harms nothing.
    """
    by = current_request_id()
    if topics:
        transaction.on_commit(lambda: _send(_refreshes(topics, by=by)), robust=True)


def _refreshes(topics: Iterable[str], *, by: str) -> dict[str, dict[str, Any]]:
    people = audience.sizes(set(topics))
    return {
        channel_group(topic): {
            "type": "live.refresh",
            "topic": topic,
            "spread": min(MOST_SPREAD, people.get(topic, 0) * SPREAD_EACH),
            "by": by,
        }
        for topic in dict.fromkeys(topics)
    }


def unsubscribe(*user_ids: int) -> None:
    """Once the transaction commits, let the sockets of these people look at their permissions again, at once."""
    messages = {recheck_group(user_id): {"type": "live.recheck"} for user_id in user_ids}
    if messages:
        transaction.on_commit(lambda: _send(messages), robust=True)


def _send(messages: dict[str, dict[str, Any]]) -> None:
    try:
        async_to_sync(_send_all)(messages)
    except Exception as error:  # whatever the layer's client raises: pages go on, sockets catch up later
        log.warning("the channel layer took no message: %r", error)


async def _send_all(messages: dict[str, dict[str, Any]]) -> None:
    layer = get_channel_layer()
    sends = [layer.group_send(group, message) for group, message in messages.items()]
    await asyncio.wait_for(asyncio.gather(*sends), LAYER_PATIENCE)
