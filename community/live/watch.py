"""What a server process does for all its sockets: check their permissions, and notice when the layer was away."""

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING
from uuid import uuid4
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async
from channels.layers import get_channel_layer

from . import policies

if TYPE_CHECKING:
    from .consumers import LiveConsumer

log = logging.getLogger(__name__)

MOST_OF_ONE = 24  # sockets of one person in one process; a tab has one
CHECK_EVERY = 3.0  # seconds: a person without permission hears nothing after at most this and one check
PULSE_EVERY = 1.0  # seconds: the layer's client pauses as long when its connection drops, so a pulse is then missed
PATIENCE = 1.0  # seconds for one socket
CATCH_UP_SPREAD = 2000  # milliseconds


class Watch:
    """The sockets of one event loop. Its two tasks run while there are any.

    The pulse is a numbered message this process sends itself through the layer: a number that never arrives
    means that others' messages were lost too, and every page then looks once.
    """

    def __init__(self) -> None:
        self.sockets: dict[LiveConsumer, None] = {}  # in the order in which they opened
        self.tasks: list[asyncio.Task[None]] = []

    def add(self, socket: "LiveConsumer") -> list["LiveConsumer"]:
        """Watch over `socket` until it is removed; return the oldest of the same person, which have to give way."""
        self.sockets[socket] = None
        if not self.tasks:
            self.tasks = [asyncio.create_task(self._check_for_ever()), asyncio.create_task(self._pulse_for_ever())]
        theirs = [each for each in self.sockets if each.scope["user"].pk == socket.scope["user"].pk]
        return theirs[:-MOST_OF_ONE]

    def remove(self, socket: "LiveConsumer") -> None:
        """Watch over `socket` no longer."""
        self.sockets.pop(socket, None)
        if not self.sockets:
            for task in self.tasks:
                task.cancel()
            self.tasks = []

    async def check(self, sockets: Iterable["LiveConsumer"]) -> None:
        """Ask the database what each of `sockets` may still hear, in one go, and let it forget the rest."""
        by_key = {socket.channel_name: socket for socket in sockets}
        watchers = {key: socket.watcher() for key, socket in by_key.items()}
        allowed = await database_sync_to_async(policies.standing)(watchers)
        await _each(socket.keep(allowed[key], of=watchers[key].topics) for key, socket in by_key.items())

    async def catch_up(self, sockets: Iterable["LiveConsumer"]) -> None:
        """Let `sockets` listen again, and their pages look once."""
        await _each(socket.catch_up(spread=CATCH_UP_SPREAD) for socket in sockets)

    async def _check_for_ever(self) -> None:
        while True:
            await asyncio.sleep(CHECK_EVERY)
            try:
                await self.check(list(self.sockets))
                await self.catch_up([socket for socket in self.sockets if socket.unjoined])
            except Exception:  # the database may be away for a moment; the next round asks again
                log.exception("the sockets' permissions could not be checked")

    async def _pulse_for_ever(self) -> None:
        pulse = Pulse()
        try:
            while True:
                await pulse.beat()
                await asyncio.sleep(PULSE_EVERY)
                if pulse.missed():
                    await self.catch_up(list(self.sockets))
        finally:
            pulse.stop()


class Pulse:
    """Numbers sent through the layer and heard again."""

    def __init__(self) -> None:
        self.layer = get_channel_layer()
        self.group = f"live.pulse.{uuid4().hex}"
        self.heard: asyncio.Queue[int] = asyncio.Queue()
        self.listening: asyncio.Task[None] | None = None
        self.sent = 0
        self.expected: int | None = None

    async def beat(self) -> None:
        """Send the next number; a layer that is down takes none, and the number is missed."""
        self.sent += 1
        try:
            if self.listening is None or self.listening.done():
                channel = await self.layer.new_channel()
                await self.layer.group_add(self.group, channel)
                self.listening = asyncio.create_task(self._listen(channel))
            await self.layer.group_send(self.group, {"type": "live.pulse", "number": self.sent})
        except Exception as error:  # whatever the layer's client raises
            log.warning("the channel layer does not answer: %r", error)

    def missed(self) -> bool:
        """Say whether, before the numbers heard since the last look, one was sent that never came."""
        missed = False
        while not self.heard.empty():
            number = self.heard.get_nowait()
            missed = missed or (self.expected is not None and number != self.expected)
            self.expected = number + 1
        return missed

    def stop(self) -> None:
        """Listen no longer."""
        if self.listening:
            self.listening.cancel()

    async def _listen(self, channel: str) -> None:
        while True:
            message = await self.layer.receive(channel)
            self.heard.put_nowait(message["number"])


async def _each(steps: Iterable[Awaitable[None]]) -> None:
    """Take every step, whatever becomes of the others: a browser that is slow or gone must not hold them up."""
    outcomes = await asyncio.gather(*(asyncio.wait_for(step, PATIENCE) for step in steps), return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            log.info("a socket could not be told: %r", outcome)


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def watch_of_this_loop() -> Watch:
    """Return the watch of the running event loop; a server process has one loop."""
    return _watches.setdefault(asyncio.get_running_loop(), Watch())
