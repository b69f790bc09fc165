"""The site served by a real process on the tests' own database."""

import http.client
import itertools
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from community.models import User
from tests.serving import REST

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds for a server to answer, or to be gone
_numbers = itertools.count(1)
_ports = iter(range(20_000 + 500 * settings.WORKER_NUMBER, 20_500 + 500 * settings.WORKER_NUMBER))


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it answers, its process, and the file that has what it printed."""

    host: str
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def rest(self) -> None:
        """Return when nothing is being answered and what it remembered is forgotten; fail where something goes on."""
        status, body = self._ask("POST", REST)
        assert status == 200, f"still going on: {body}"

    def _ask(self, method: str, path: str) -> tuple[int, str]:
        asked = http.client.HTTPConnection(self.host, timeout=PATIENCE)
        asked.request(method, path, headers={"Content-Length": "0", "Connection": "close"})
        answer = asked.getresponse()
        return answer.status, answer.read().decode()


@contextmanager
def served(*, server: str = "uvicorn", **environment: str) -> Iterator[Served]:
    """Serve the site by uvicorn or gunicorn until the block ends; `environment` is added to this one's.

    It listens before it is started, so no other process can take its port.
    """
    output = settings.VAR_DIR / f"server-{next(_numbers)}.log"
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listening, output.open("wb") as said:
        descriptor, port = listening.fileno(), listening.getsockname()[1]
        commands = {
            "uvicorn": ["tests.serving", str(descriptor)],
            "gunicorn": ["gunicorn", "--bind", f"fd://{descriptor}", "--workers", "2", "cohort.wsgi:application"],
        }
        process = subprocess.Popen(
            [sys.executable, "-m", *commands[server]],
            cwd=ROOT,
            env=_environment() | environment,
            pass_fds=[descriptor],
            stdout=said,
            stderr=said,
        )
    running = Served(f"127.0.0.1:{port}", process, output)
    try:
        _wait_for(running)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def free_port() -> int:
    """Return a port of this worker's own that nobody listens on, below those the system gives away by itself."""
    for port in _ports:
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is left")


def session_of(user: User) -> str:
    """Return the key of a new session in which `user` is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def database_url() -> str:
    """Return the URL of the database the tests run on."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _environment() -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cohort.settings.test",
        "DATABASE_URL": database_url(),
        "COHORT_TESTS_VAR": str(settings.VAR_DIR),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }


def _wait_for(server: Served) -> None:
    """Return once the server answers; until it is ready the question waits in its socket."""
    asked = http.client.HTTPConnection(server.host, timeout=PATIENCE)
    try:
        asked.request("GET", "/healthz/", headers={"Connection": "close"})
        asked.getresponse().read()
    except OSError as problem:
        said = server.output.read_text(errors="replace")
        raise RuntimeError(f"the server does not answer ({problem}):\n{said}") from problem
