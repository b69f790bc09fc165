"""Redis goes away and comes back: pages do not notice, sockets look once."""

import shutil
import subprocess
import time

import pytest
import redis

from cohort.models import Capabilities
from community.live.topics import sign
from tests.factories.groups import group, member
from tests.factories.people import person
from tests.factories.servers import free_port, served, session_of
from tests.factories.talk import topic

from .conftest import reply_by_request

pytestmark = [
    pytest.mark.takes(13),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("redis-server"), reason="redis-server is not installed"),
]


class Redis:
    """A Redis of the test's own."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        for _ in range(100):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("redis-server does not answer")

    def hear_beats(self, count: int) -> None:
        """Wait until servers have sent the beat of their pulse so many times."""
        with redis.Redis(port=self.port).pubsub(ignore_subscribe_messages=True) as listening:
            listening.psubscribe("*live.pulse*")
            end = time.monotonic() + 30
            while count and time.monotonic() < end:
                count -= listening.get_message(timeout=5) is not None
        assert not count, "no pulse"

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=10)


@pytest.fixture
def layer():
    running = Redis()
    yield running
    running.kill()


@pytest.mark.parametrize("away", [0.0, 4.0], ids=["restarted at once", "gone for seconds"])
def test_pages_go_on_without_redis_and_sockets_look_once_when_it_is_back(layer, open_socket, away):
    Capabilities.objects.update_or_create(pk=1, defaults={"community": True, "achievements": True})
    ada, grace = person("Ada Person"), person("Grace Person")
    evening = group(by=grace)
    member(evening, ada)
    talk = topic(evening, ada)
    with served(REDIS_URL=layer.url) as server:
        socket = open_socket(server, session=session_of(ada))
        assert socket.subscribe(sign(ada, f"topic:{talk.uid}")) == 1
        layer.hear_beats(2)  # by which the server later sees that something was lost
        reply_by_request(server, session_of(grace), talk.uid)
        assert socket.hear() is not None

        layer.kill()
        reply_by_request(server, session_of(grace), talk.uid)  # answers 303 in time, or fails here
        time.sleep(away)
        layer.start()

        assert socket.hear(within=15) == {"refresh": f"topic:{talk.uid}", "spread": 2000, "by": ""}
        socket.silence()
        reply_by_request(server, session_of(grace), talk.uid)
        assert socket.hear() == {"refresh": f"topic:{talk.uid}", "spread": 0, "by": ""}
