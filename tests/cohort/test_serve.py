"""`manage.py serve` and the clock beside it, which ends with it whatever ended it and whenever."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from cohort.management.commands import serve
from tests.factories.servers import free_port

pytestmark = pytest.mark.takes(7)

MANAGE = Path(settings.BASE_DIR) / "manage.py"
PATIENCE = 60
NOT_MIGRATED = "The database is not migrated: run manage.py migrate."


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """A place of its own, with a database that nobody has migrated."""
    own = {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/own.sqlite3", "REDIS_URL": ""}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "cohort.settings.development"}


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def serving(environment, port) -> Iterator[subprocess.Popen]:
    """The command, just started; its output stays open as long as anybody holds it."""
    server = subprocess.Popen(
        [sys.executable, MANAGE, "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    yield server
    server.kill()
    server.communicate(timeout=PATIENCE)


def asked(port: int, path: str = "/healthz/") -> int:
    return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENCE).status


def soon(happens: Callable[[], object]) -> object:
    """Return what `happens` returns, as soon as that is something."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := happens():
            return found
        time.sleep(0.005)
    raise TimeoutError(happens)


def answers(port: int) -> bool:
    try:
        return asked(port) == 200
    except OSError:
        return False


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in found.splitlines()]
    return [int(child) for child, parent, state in rows if int(parent) == pid and not state.startswith("Z")]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    "how, when",
    [
        (signal.SIGTERM, "while it starts its clock"),
        (signal.SIGKILL, "while it starts its clock"),
        (signal.SIGINT, "while it serves"),
        (signal.SIGKILL, "while it serves"),
    ],
)
def test_however_and_whenever_it_ends_its_clock_ends_too(serving, port, how, when):
    [clock] = soon(lambda: children(serving.pid))
    if when == "while it serves":
        soon(lambda: answers(port))
    serving.send_signal(how)
    serving.communicate(timeout=PATIENCE)  # until nobody holds its output any more

    soon(lambda: not alive(clock))


@pytest.mark.parametrize("said, where", [({}, "http://127.0.0.1:8123"), ({"IRI_BASE": "https://at.example"}, "")])
def test_links_lead_to_where_it_serves_unless_the_environment_says_where(settings, monkeypatch, said, where):
    settings.SITE_ORIGIN = settings.WAGTAILADMIN_BASE_URL = ""
    for name in ("SITE_ORIGIN", "IRI_BASE"):
        monkeypatch.setenv(name, "")  # so that it is put back
        monkeypatch.delenv(name)
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    serve._lead_to("0.0.0.0", 8123)
    assert {settings.SITE_ORIGIN, settings.WAGTAILADMIN_BASE_URL} == {where}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="which files a process has open is read from /proc")
def test_what_is_being_answered_when_it_is_told_to_end_is_answered(serving, port, tmp_path):
    soon(lambda: answers(port))
    files = Path(f"/proc/{serving.pid}/fd")
    with closing(sqlite3.connect(tmp_path / "own.sqlite3")) as holder, ThreadPoolExecutor() as pool:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        answer = pool.submit(asked, port, "/readyz/")
        soon(lambda: any("own.sqlite3" in os.readlink(each) for each in files.iterdir() if each.is_symlink()))
        serving.send_signal(signal.SIGTERM)
        soon(lambda: not answers(port))
        assert not answer.done()
        holder.rollback()
        holder.close()
        assert answer.result(timeout=PATIENCE) == 200
    serving.communicate(timeout=PATIENCE)


def test_the_clock_waits_for_the_database_to_be_migrated(environment):
    ticking = [sys.executable, MANAGE, "tick"]
    once = subprocess.run(ticking, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (once.returncode, once.stderr.strip()) == (1, f"CommandError: {NOT_MIGRATED}")

    clock = subprocess.Popen(
        [*ticking, "--every", "1", "--with-parent"],
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert [clock.stdout.readline().strip() for _ in range(2)] == [NOT_MIGRATED] * 2
    clock.stdin.close()
    assert clock.wait(timeout=PATIENCE) == 0
    assert set(clock.stdout.read().split("\n")) <= {NOT_MIGRATED, ""}
