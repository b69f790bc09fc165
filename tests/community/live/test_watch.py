"""What is interrupted while the layer is slow is tried again, until it is done."""

import asyncio

from channels.layers import InMemoryChannelLayer

from community.live.consumers import LiveConsumer
from community.live.topics import channel_group
from community.live.watch import Pulse
from community.models import User
from tests.factories.loops import run


class SlowLayer(InMemoryChannelLayer):
    """A layer that takes no subscription while it is `slow`."""

    slow = False

    async def group_add(self, group: str, channel: str) -> None:
        if self.slow:
            await asyncio.sleep(60)
        await super().group_add(group, channel)


def socket_on(layer: SlowLayer, *topics: str) -> LiveConsumer:
    socket = LiveConsumer()
    socket.channel_layer, socket.channel_name = layer, "a.socket"
    socket.scope = {"user": User(pk=7)}
    socket.topics, socket.unjoined = dict.fromkeys(topics), set()

    async def send(**message) -> None:
        """The browser is not looked at here."""

    socket.send = send
    return socket


def test_a_socket_interrupted_while_it_joins_has_still_to_join():
    async def go() -> tuple[bool, bool, set[str]]:
        layer = SlowLayer()
        socket = socket_on(layer, "group:1", "topic:2")
        layer.slow = True
        try:
            await asyncio.wait_for(socket.catch_up(spread=0), 0.05)
        except TimeoutError:
            interrupted = bool(socket.unjoined)
        layer.slow = False
        await socket.catch_up(spread=0)
        return interrupted, bool(socket.unjoined), set(layer.groups)

    joined = {"live.person.7", channel_group("group:1"), channel_group("topic:2")}
    assert run(go()) == (True, False, joined)


def test_a_topic_that_is_dropped_is_joined_no_more():
    async def go() -> set[str]:
        socket = socket_on(SlowLayer(), "group:1")
        socket.unjoined = {channel_group("group:1")}
        await socket.drop(["group:1"])
        return socket.unjoined

    assert run(go()) == set()


def test_a_pulse_whose_listener_died_listens_again_and_tells_that_numbers_were_missed():
    async def beat(pulse: Pulse) -> bool:
        await pulse.beat()
        pulse.heard.put_nowait(await asyncio.wait_for(pulse.heard.get(), 10))  # it has come, and stays to be looked at
        return pulse.missed()

    async def go() -> list[bool]:
        pulse = Pulse()
        heard = [await beat(pulse)]
        pulse.listening.cancel()
        await asyncio.wait([pulse.listening])
        pulse.sent += 1  # a number nobody heard
        heard += [await beat(pulse), await beat(pulse)]
        pulse.stop()
        return heard

    assert run(go()) == [False, True, False]
