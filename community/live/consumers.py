"""The one socket of a tab: it takes signed tokens and says "look again", never what changed."""

import json
import logging
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.core import signing

from courses import capabilities

from . import policies
from .topics import channel_group, read, recheck_group
from .watch import watch_of_this_loop

log = logging.getLogger(__name__)

MOST_TOPICS = 100
MOST_TOKENS = 50  # in one message
MOST_BYTES = 32 * 1024
MESSAGES_PER_WINDOW = 30
WINDOW = 10.0  # seconds

# Close codes: the browser does not come back by itself after these.
BAD_MESSAGE = 4400
SIGNED_OUT = 4401
TOO_MANY = 4429


class LiveConsumer(AsyncWebsocketConsumer):
    """Subscribes a signed-in person to what they may see, and forgets what they no longer may.

    In: `{"subscribe": [token, …]}` and `{"unsubscribe": [token, …]}`.
    Out: `{"refresh": topic, "spread": ms, "by": id}`, and `{"subscribed": n}`, how many topics it now listens to, as
    the answer to each `subscribe`.
    """

    async def connect(self) -> None:
        user = self.scope["user"]
        if not user.is_authenticated or not await database_sync_to_async(capabilities.is_on)("community"):
            await self.close()
            return
        self.topics: dict[str, None] = {}  # in the order of subscribing
        self.unjoined: set[str] = set()  # what the layer has not taken yet
        self.window_began, self.messages = time.monotonic(), 0
        await self._join(recheck_group(user.pk))
        await self.accept()
        for oldest in watch_of_this_loop().add(self):
            await oldest.give_way()

    async def give_way(self) -> None:
        """End this socket for a newer one of the same person; its page goes on without, and looks again when loaded."""
        watch_of_this_loop().remove(self)
        await self.drop(list(self.topics))
        await self.close(TOO_MANY)

    async def disconnect(self, code: int) -> None:
        if not hasattr(self, "topics"):
            return
        watch_of_this_loop().remove(self)
        await self.drop(list(self.topics))
        await self._leave(recheck_group(self.scope["user"].pk))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._exceeds_its_rate():
            await self.close(TOO_MANY)
            return
        message = _message(text_data)
        if message is None:
            await self.close(BAD_MESSAGE)
            return
        if "unsubscribe" in message:
            await self.drop(self._topics_of(message["unsubscribe"]))
        if "subscribe" in message:
            await self._subscribe(self._topics_of(message["subscribe"]))
            await self.send(text_data=json.dumps({"subscribed": len(self.topics)}))

    async def live_refresh(self, event: dict[str, Any]) -> None:
        """Pass the layer's word on, if this socket still listens to its topic."""
        if event["topic"] in self.topics:
            await self.say(event["topic"], spread=event["spread"], by=event["by"])

    async def live_recheck(self, event: dict[str, Any]) -> None:
        """Something about this person's permissions changed: look at once."""
        await watch_of_this_loop().check([self])

    def watcher(self) -> policies.Watcher:
        """Return this socket as the policy sees it."""
        user = self.scope["user"]
        return policies.Watcher(
            user_id=user.pk,
            session_key=self.scope["session"].session_key or "",
            password=user.password,
            topics=frozenset(self.topics),
        )

    async def keep(self, allowed: frozenset[str] | None, *, of: frozenset[str]) -> None:
        """Forget the topics of the check `of` that are not among `allowed`; None ends the socket."""
        if allowed is None:
            await self.drop(list(self.topics))
            await self.close(SIGNED_OUT)
            return
        await self.drop([topic for topic in of - allowed if topic in self.topics])

    async def catch_up(self, *, spread: int) -> None:
        """After the layer was away: listen again and let the page look once at everything.

        Whoever is interrupted has not joined, and is let try again.
        """
        self.unjoined.update(map(channel_group, self.topics))
        await self._join(recheck_group(self.scope["user"].pk))
        for topic in list(self.topics):
            await self._join(channel_group(topic))
            await self.say(topic, spread=spread, by="")

    async def say(self, topic: str, *, spread: int, by: str) -> None:
        """Tell the browser that `topic` changed."""
        await self.send(text_data=json.dumps({"refresh": topic, "spread": spread, "by": by}))

    async def drop(self, topics: list[str]) -> None:
        """Listen to `topics` no longer; from here on nothing about them is passed on, whatever the layer does."""
        for topic in topics:
            self.topics.pop(topic, None)
        for topic in topics:
            await self._leave(channel_group(topic))

    async def _subscribe(self, topics: list[str]) -> None:
        user = self.scope["user"]
        asked = [topic for topic in dict.fromkeys(topics) if topic not in self.topics][:MOST_TOPICS]
        allowed = await database_sync_to_async(policies.permitted)(user, asked) if asked else set()
        for topic in asked:
            if topic in allowed:
                self.topics[topic] = None
                await self._join(channel_group(topic))
        await self.drop(list(self.topics)[:-MOST_TOPICS])

    def _topics_of(self, tokens: list[str]) -> list[str]:
        topics: list[str] = []
        for token in tokens:
            try:
                uid, named = read(token)
            except signing.BadSignature:
                continue  # forged or stale: as if it had not been sent
            if uid == str(self.scope["user"].uid):
                topics += named
        return topics

    async def _join(self, group: str) -> None:
        self.unjoined.add(group)
        try:
            await self.channel_layer.group_add(group, self.channel_name)
            self.unjoined.discard(group)
        except Exception as error:  # whatever the layer's client raises; the watch lets us try again
            log.warning("the channel layer took no subscription: %r", error)

    async def _leave(self, group: str) -> None:
        self.unjoined.discard(group)
        try:
            await self.channel_layer.group_discard(group, self.channel_name)
        except Exception as error:  # what still arrives is not passed on
            log.warning("the channel layer ended no subscription: %r", error)

    def _exceeds_its_rate(self) -> bool:
        now = time.monotonic()
        if now - self.window_began > WINDOW:
            self.window_began, self.messages = now, 0
        self.messages += 1
        return self.messages > MESSAGES_PER_WINDOW


def _message(text: str | None) -> dict[str, list[str]] | None:
    """Return a well-formed message, else None."""
    if text is None or len(text.encode()) > MOST_BYTES:
        return None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or not message or not message.keys() <= {"subscribe", "unsubscribe"}:
        return None
    return message if all(_are_tokens(tokens) for tokens in message.values()) else None


def _are_tokens(tokens: object) -> bool:
    return isinstance(tokens, list) and len(tokens) <= MOST_TOKENS and all(isinstance(token, str) for token in tokens)
