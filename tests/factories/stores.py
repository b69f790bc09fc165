"""A second site of our own on a database of its own, and somebody between it and us who spoils some requests."""

import http.client
import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone

from courses.records.clients.actions import hashed

from .records import VERSION, basic
from .servers import served

KEY, SECRET = "us", "between-us"
# Of children first.
TABLES = (
    "refusal",
    "rejection",
    "recordattachment",
    "recordreference",
    "recordagent",
    "recordactivity",
    "effect",
    "record",
    "attachmentbody",
    "client",
)


@dataclass(frozen=True, slots=True)
class Store:
    """A running site, asked over the wire as any other store would be."""

    origin: str
    database: Path

    @property
    def endpoint(self) -> str:
        return f"{self.origin}/xapi/"

    def admit(self, *scopes: str) -> None:
        """Let us in with `scopes`, as `KEY` with `SECRET`."""
        with closing(sqlite3.connect(self.database, timeout=20)) as base, base:
            base.execute("DELETE FROM courses_client")
            base.execute(
                "INSERT INTO courses_client (uid, name, key, secret, scopes, created) VALUES (?, 'us', ?, ?, ?, ?)",
                ("0" * 31 + "1", KEY, hashed(SECRET), json.dumps(scopes), timezone.now().isoformat(" ")),
            )

    def empty(self) -> None:
        """Forget everything."""
        with closing(sqlite3.connect(self.database, timeout=20)) as base, base:
            base.execute("UPDATE courses_record SET voided_by_id = NULL")
            for table in TABLES:
                base.execute(f"DELETE FROM courses_{table}")

    def ids(self) -> list[str]:
        """Return the ids of its statements, in the order in which they were stored."""
        with closing(sqlite3.connect(self.database, timeout=20)) as base:
            rows = base.execute("SELECT statement FROM courses_record ORDER BY stored, id")
            return [json.loads(text)["id"] for (text,) in rows]

    def texts(self) -> dict[str, str]:
        """Return its statements as they are stored, by id."""
        with closing(sqlite3.connect(self.database, timeout=20)) as base:
            found = [text for (text,) in base.execute("SELECT statement FROM courses_record")]
        return {json.loads(text)["id"]: text for text in found}

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Return status and body of a request to it."""
        asked = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=30)
        sent = {**VERSION, "Authorization": basic(KEY, SECRET), "Content-Type": "application/json", **headers}
        with closing(asked):
            asked.request(method, f"/xapi/{path}", body, sent)
            answer = asked.getresponse()
            return answer.status, answer.read()

    def say(self, *statements: dict[str, Any]) -> None:
        """Store statements in it."""
        status, body = self.ask("POST", "statements", json.dumps(statements).encode())
        assert status == 200, body


@contextmanager
def second_site(folder: Path, *, empty: Path) -> Iterator[Store]:
    """Serve a second site, which lets other stores in, from a copy in `folder` of the migrated database `empty`."""
    database = folder / "other.sqlite3"
    environment = {
        "DATABASE_URL": f"sqlite:///{database}",
        "IRI_BASE": "https://other.example",
        "COHORT_TESTS_VAR": str(folder),
    }
    shutil.copyfile(empty, database)
    with closing(sqlite3.connect(database)) as theirs, theirs:
        theirs.execute(
            "INSERT OR REPLACE INTO cohort_capabilities"
            " (id, name, community, achievements, packages, outside, external_records)"
            " VALUES (1, 'Another site', 0, 0, 0, 0, 1)"
        )
    with served(**environment) as site:
        yield Store(site.origin, database)


@dataclass
class Between:
    """A proxy before a store. `plan` says what happens to the next requests, one each; then they pass.

    "pass"; a status to answer instead; "lose": passed on, and the answer lost; "redirect": sent elsewhere.
    """

    store: Store
    origin: str
    plan: list[str | int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def endpoint(self) -> str:
        return f"{self.origin}/xapi/"


@contextmanager
def between(store: Store) -> Iterator[Between]:
    """Stand between us and `store`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            proxy.asked.append(f"{self.command} {self.path}")
            step = proxy.plan.pop(0) if proxy.plan else "pass"
            if isinstance(step, int):
                return self._answer(step, b"not now")
            if step == "redirect":
                return self._answer(302, b"", location=f"{store.origin}/xapi/about")
            asked = http.client.HTTPConnection(urlsplit(store.origin).netloc, timeout=30)
            with closing(asked):
                asked.request(self.command, self.path, body, dict(self.headers))
                answer = asked.getresponse()
                found = answer.read()
            if step == "lose":
                return self.connection.close()
            return self._answer(answer.status, found, kind=answer.getheader("Content-Type", ""))

        do_GET = do_POST

        def _answer(self, status: int, body: bytes, *, kind: str = "text/plain", location: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy = Between(store, f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def ring(pages: list[list[dict[str, Any]]], links: list[str]) -> Iterator[str]:
    """Serve a store whose pages lead to one another by `links`, in which {n} counts requests; yield its endpoint."""
    asked = 0

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal asked
            asked += 1
            found = re.search(r"p=(\d+)", self.path)
            number = int(found[1]) - 1 if found else 0
            body = json.dumps({"statements": pages[number], "more": links[number].format(n=asked)}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *given: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
