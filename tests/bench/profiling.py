"""Where the time of a page goes: its view and everything around it, asked in this process."""

import cProfile
import io
import pstats
import time

from django.conf import settings
from django.test import Client

ROUNDS = 200


def profile(paths: list[str], cookies: list[str], *, by: str = "cumulative", lines: int = 70) -> str:
    """Return the functions that the page spends most in, with ms a request."""
    clients = [_client(cookie) for cookie in cookies]
    for turn, client in enumerate(clients):
        assert client.get(paths[turn % len(paths)]).status_code == 200
    began = time.process_time()
    _ask(clients, paths)
    plain = (time.process_time() - began) * 1000 / ROUNDS
    profiler = cProfile.Profile(time.process_time)
    profiler.runcall(_ask, clients, paths)
    text = io.StringIO()
    pstats.Stats(profiler, stream=text).strip_dirs().sort_stats(by).print_stats(lines)
    return f"{plain:.1f} ms of CPU a request; under the profiler, {ROUNDS} requests:\n{text.getvalue()}"


def _client(cookie: str) -> Client:
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.partition("=")[2]
    return client


def _ask(clients: list[Client], paths: list[str]) -> None:
    for turn in range(ROUNDS):
        clients[turn % len(clients)].get(paths[turn % len(clients) % len(paths)])
