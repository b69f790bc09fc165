"""A shelf of findable things that tests fill, and the two engines."""

import socket
import threading
import uuid
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured

from cohort.settings import engines as urls
from search import indexing, sources
from tests.factories.search import remove_index

ENGINES = ("database", "cluster")
CLUSTER = configured.SEARCH  # as the environment names it, before a test chooses


class Shelf:
    """The things of one kind, as an upper floor would keep them."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.drafts: dict[uuid.UUID, sources.EntryDraft] = {}

    def rows(self, uids: Collection[uuid.UUID] | None) -> list[sources.EntryDraft]:
        return [draft for uid, draft in self.drafts.items() if uids is None or uid in uids]

    def put(self, title: str, *places: str, text: str = "", **fields) -> uuid.UUID:
        """Save a thing and promise its entries, as a feature's action does."""
        uid = uuid.uuid4()
        self.drafts[uid] = sources.EntryDraft(
            uid=uid, title=title, text=text, url=f"/{self.kind}/{uid}/", places=places or (sources.PUBLIC,), **fields
        )
        indexing.touch(self.kind, uid)
        return uid

    def change(self, uid: uuid.UUID, **fields) -> None:
        self.drafts[uid] = replace(self.drafts[uid], **fields)
        indexing.touch(self.kind, uid)

    def remove(self, uid: uuid.UUID) -> None:
        del self.drafts[uid]
        indexing.touch(self.kind, uid)


@pytest.fixture
def registry(monkeypatch) -> None:
    """An empty registry for one test."""
    monkeypatch.setattr(sources, "_sources", {})
    monkeypatch.setattr(sources, "_places", [])
    monkeypatch.setattr(sources, "_checks", {})
    monkeypatch.setattr(sources, "_actions", [])


@pytest.fixture
def lessons(registry, db) -> Shelf:
    shelf = Shelf("lesson")
    sources.register(sources.Source(kind="lesson", label="Lessons", rows=shelf.rows, icon="book", order=1))
    return shelf


@pytest.fixture
def people(registry, db) -> Shelf:
    shelf = Shelf("person")
    sources.register(sources.Source(kind="person", label="People", rows=shelf.rows, icon="person", order=2))
    return shelf


@pytest.fixture
def database(settings) -> None:
    settings.SEARCH = {}


@pytest.fixture
def cluster(settings, db, monkeypatch) -> Iterator[None]:
    """The cluster of the environment, with an index of this test's own, given time on a busy machine."""
    if not CLUSTER:
        pytest.skip("ELASTICSEARCH_URL is not set")
    from search.engines import connection  # its client takes a second to import

    monkeypatch.setattr(connection, "PATIENCE", connection.BULK_PATIENCE)
    own = urlsplit(CLUSTER["url"])._replace(path=f"/test-{uuid.uuid4().hex}")
    settings.SEARCH = {**CLUSTER, "url": own.geturl()}
    yield
    remove_index()


@pytest.fixture(params=ENGINES)
def engine(request) -> str:
    """Each engine in turn."""
    request.getfixturevalue(request.param)
    return request.param


class Silent:
    """A server that takes connections and never answers; it counts them."""

    def __init__(self, listener: socket.socket) -> None:
        self.asked: list[socket.socket] = []
        self._listener = listener
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with suppress(OSError):  # the listener is closed
            while True:
                self.asked.append(self._listener.accept()[0])


@pytest.fixture
def silent_cluster(settings) -> Iterator[Silent]:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        settings.SEARCH = urls.search(f"elasticsearch://127.0.0.1:{listener.getsockname()[1]}/{uuid.uuid4().hex}")
        silent = Silent(listener)
        yield silent
        listener.shutdown(socket.SHUT_RDWR)
    for connection in silent.asked:
        connection.close()


@pytest.fixture
def gone_cluster(settings) -> None:
    """The address of a server that is not there."""
    settings.SEARCH = urls.search(f"elasticsearch://127.0.0.1:1/{uuid.uuid4().hex}")
