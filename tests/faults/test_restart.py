"""PostgreSQL restarts under people who write: they are asked to come again, and nothing acknowledged is lost."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from courses.models import Client
from tests.factories.records import VERSION, admitted, foreign
from tests.factories.servers import Served, database_url, free_port, served

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
PROGRAMS = os.pathsep.join([*map(str, SERVERS), os.environ.get("PATH", "")])
INITDB, POSTGRES, DUMP = (shutil.which(name, path=PROGRAMS) for name in ("initdb", "postgres", "pg_dump"))
WRITERS = 6
SPELL = 1.5  # seconds before, while and after it is away
OWNER: dict[str, Any] = (
    {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
)  # PostgreSQL refuses root

pytestmark = [
    pytest.mark.takes(15),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("external_records_on"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="DATABASE_URL names no PostgreSQL"),
    pytest.mark.skipif(not (INITDB and POSTGRES and DUMP), reason="PostgreSQL's programs are not installed"),
]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL of this test's own."""

    data: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgres://cohort@127.0.0.1:{self.port}/postgres"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it until the block ends, and let it put away what it knows, as a restart does."""
        options = [f"-cport={self.port}", "-clisten_addresses=127.0.0.1", "-cunix_socket_directories="]
        process = subprocess.Popen(
            [str(POSTGRES), "-D", str(self.data), *options], cwd=self.data, stderr=subprocess.DEVNULL, **OWNER
        )
        try:
            self._wait()
            yield
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)

    def _wait(self) -> None:
        for _ in range(300):
            with suppress(psycopg.OperationalError), psycopg.connect(self.url):
                return
            time.sleep(0.1)
        raise TimeoutError("PostgreSQL does not answer")


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A cluster that holds what the tests' database holds."""
    with tempfile.TemporaryDirectory(prefix="cohort-restart-") as folder:
        if OWNER:
            shutil.chown(folder, "postgres", "postgres")
        making = [str(INITDB), "-D", folder, "-U", "cohort", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(making, cwd=folder, check=True, capture_output=True, **OWNER)
        yield Cluster(Path(folder), free_port())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a door said, and the id of the statement that it was asked to store ("" for a page)."""

    status: int
    headers: http.client.HTTPMessage
    body: str
    about: str = ""


def test_a_restart_is_said_in_each_doors_own_form_and_loses_nothing(cluster):
    _client, authorization = admitted(Client.Scope.WRITE)
    written = subprocess.run([str(DUMP), "--no-owner", database_url()], check=True, capture_output=True)
    over = threading.Event()

    def ask(site: Served, work: Any) -> list[Answer]:
        answers = []
        while not over.is_set():
            with suppress(OSError, http.client.HTTPException):
                answers.append(work(site, authorization))
        return answers

    with ExitStack() as stack:
        with cluster.running():
            subprocess.run(["psql", "-qX", cluster.url], input=written.stdout, check=True, capture_output=True)
            site = stack.enter_context(served(server="gunicorn", DATABASE_URL=cluster.url))
            pool = stack.enter_context(ThreadPoolExecutor(WRITERS + 1))
            stack.callback(over.set)  # before the pool waits for its threads
            writers = [pool.submit(ask, site, _store) for _ in range(WRITERS)]
            reader = pool.submit(ask, site, _look)
            time.sleep(SPELL)
        time.sleep(SPELL)
        with cluster.running():
            time.sleep(SPELL)
            over.set()
            statements = [answer for writer in writers for answer in writer.result(timeout=60)]
            pages = reader.result(timeout=60)
            with psycopg.connect(cluster.url) as asked:
                stored = {str(uid) for (uid,) in asked.execute("SELECT uid FROM courses_record")}

    for answers in (statements, pages):
        statuses = [answer.status for answer in answers]
        assert set(statuses) == {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
        assert statuses[-1] == HTTPStatus.OK
    away = [answer for answer in statements if answer.status == HTTPStatus.SERVICE_UNAVAILABLE]
    assert all(answer.headers["Retry-After"] and json.loads(answer.body)["error"] for answer in away)
    assert all(answer.headers["Retry-After"] for answer in pages if answer.status != HTTPStatus.OK)
    assert {answer.about for answer in statements if answer.status == HTTPStatus.OK} <= stored


def _store(site: Served, authorization: str) -> Answer:
    """Report something new."""
    said = foreign()
    headers = {**VERSION, "Authorization": authorization, "Content-Type": "application/json"}
    return _answer(site, "POST", "/xapi/statements", json.dumps(said), headers, about=said["id"])


def _look(site: Served, _authorization: str) -> Answer:
    """Open a page that reads the database."""
    return _answer(site, "GET", "/courses/", None, {})


def _answer(site: Served, method: str, path: str, body: str | None, headers: dict[str, str], about: str = "") -> Answer:
    asked = http.client.HTTPConnection(site.host, timeout=30)
    try:
        asked.request(method, path, body, headers)
        answer = asked.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode(), about)
    finally:
        asked.close()
