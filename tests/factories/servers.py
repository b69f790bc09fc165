"""The site served by a real process on the tests' own database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from community.models import User

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds for a server to answer, or to be gone


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: where it answers, and its process."""

    host: str
    process: subprocess.Popen[bytes]

    @property
    def origin(self) -> str:
        return f"http://{self.host}"


@contextmanager
def served(*, server: str = "daphne", **environment: str) -> Iterator[Served]:
    """Serve the site by daphne, uvicorn or gunicorn until the block ends; `environment` is added to this one's."""
    port = free_port()
    commands = {
        "daphne": ["daphne", "-b", "127.0.0.1", "-p", str(port), "cohort.asgi:application"],
        "uvicorn": ["uvicorn", "--host", "127.0.0.1", "--port", str(port), "cohort.asgi:application"],
        "gunicorn": ["gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "cohort.wsgi:application"],
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *commands[server]], cwd=ROOT, env=_environment() | environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield Served(f"127.0.0.1:{port}", process)
    finally:
        _end(process, may_hang=server == "daphne")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
    }


def _end(process: subprocess.Popen[bytes], *, may_hang: bool) -> None:
    """End a server; a request that daphne was answering waits for a loop that has ended, and would keep it for ever."""
    process.terminate()
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        if not may_hang:
            raise
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before it answered")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not answer")
