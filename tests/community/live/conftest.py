"""A browser's socket, as a client of its own."""

import json
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.factories.servers import Served


@dataclass(slots=True)
class Socket:
    """An open socket with what a browser would do."""

    connection: ClientConnection

    def send(self, **message: Any) -> None:
        self.connection.send(json.dumps(message))

    def subscribe(self, *tokens: str) -> int:
        """Ask to listen to what `tokens` name and return how many topics the server then listens to for us."""
        self.send(subscribe=list(tokens))
        while "subscribed" not in (said := self.hear() or {"subscribed": 0}):
            pass
        return said["subscribed"]

    def listens_to(self, number: int, *, within: float) -> bool:
        """Say whether in so many seconds the server listens to `number` topics for us, asking now and then."""
        end = time.monotonic() + within
        while (followed := self.subscribe()) != number and time.monotonic() < end:
            time.sleep(0.4)
        return followed == number

    def hear(self, *, within: float = 5.0) -> dict[str, Any] | None:
        """Return the next message, None where none comes in `within` seconds."""
        try:
            return json.loads(self.connection.recv(timeout=within))
        except TimeoutError:
            return None

    def silence(self) -> None:
        """Read away whatever is on its way."""
        while self.hear(within=0.3):
            pass

    def closed(self, *, within: float = 6.0) -> int | None:
        """Return the code by which the server closes the socket within so many seconds."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                self.connection.recv(timeout=end - time.monotonic())
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else None
            except TimeoutError:
                return None
        return None


Opener = Callable[..., Socket]


@pytest.fixture
def open_socket():
    """Open sockets to a server; they close with the test."""

    def opener(at: Served, *, session: str = "", origin: str | None = "", path: str = "/live/") -> Socket:
        headers = {"Cookie": f"sessionid={session}"} if session else {}
        opening = connect(
            f"ws://{at.host}{path}", origin=at.origin if origin == "" else origin, additional_headers=headers
        )
        return Socket(opened.enter_context(opening))

    with ExitStack() as opened:
        yield opener


@pytest.fixture
def refused(open_socket):
    """Return the status by which a handshake is refused; 101 where it is not."""

    def status(at: Served, **how: Any) -> int:
        try:
            open_socket(at, **how)
        except InvalidStatus as refusal:
            return refusal.response.status_code
        return 101

    return status


def reply_by_request(server, session: str, uid, *, request_id: str = "") -> None:
    """Reply through a page of the server, so that the word comes from its own loop; no reply repeats another."""
    token = "a" * 32
    request = urllib.request.Request(
        f"{server.origin}/topics/{uid}/replies/",
        data=urllib.parse.urlencode({"text": f"A reply, {uuid4()}", "csrfmiddlewaretoken": token}).encode(),
        headers={
            "Cookie": f"sessionid={session}; csrftoken={token}",
            "Origin": server.origin,
            "X-Turbo-Request-Id": request_id,
        },
    )
    urllib.request.build_opener(NoRedirect).open(request, timeout=10)


class NoRedirect(urllib.request.HTTPErrorProcessor):
    def http_response(self, request, response):
        assert response.status in (204, 303), response.status
        return response
