"""The line to the cluster: Elasticsearch's own client, and one node class that lets it speak to OpenSearch."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from elastic_transport import ConnectionTimeout, HttpHeaders, TransportError, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT, DefaultType
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.helpers import BulkIndexError

from search.documents import FORM

from . import Late, Unreachable
from .breaker import Breaker

PATIENCE = 0.8  # seconds a reader waits before the database answers
PROBE_PATIENCE = 2.0  # seconds a worker waits for a sign of life
BULK_PATIENCE = 20.0  # seconds it then waits for an answer
LATE_ANSWERS = 2  # in a row, before a cluster that is there is left alone
REST = 15.0  # seconds before a silent cluster is tried again
TOO_LATE = (408, 504)  # how the cluster itself says that an answer took too long
FAILURES = (TransportError, ApiError, BulkIndexError)


class OpenSearchNode(Urllib3HttpNode):
    """Speaks plain JSON, which OpenSearch takes, and answers with the header that the client insists on."""

    def perform_request(
        self,
        method: str,
        target: str,
        body: bytes | None = None,
        headers: HttpHeaders | None = None,
        request_timeout: DefaultType | float | None = DEFAULT,
    ) -> Any:
        """Send one request as OpenSearch understands it."""
        plain = HttpHeaders(headers or {})
        for name in ("accept", "content-type"):
            if name in plain:
                plain[name] = plain[name].partition(";")[0].replace("vnd.elasticsearch+", "")
        answer = super().perform_request(method, target, body, plain, request_timeout)
        answer.meta.headers = HttpHeaders({**answer.meta.headers, "x-elastic-product": "Elasticsearch"})
        return answer


def client() -> Elasticsearch:
    """Return the client of the configured cluster; it keeps its connections."""
    return _client(settings.SEARCH["url"], settings.SEARCH["dialect"])


def name() -> str:
    """Return what everything of ours is called in the cluster: the path of its URL, else `cohort`."""
    return urlsplit(settings.SEARCH["url"]).path.strip("/") or "cohort"


def alias() -> str:
    """Return the name under which the index is read; another form of document has another, so none is misread."""
    return f"{name()}-{FORM}"


def breaker() -> Breaker:
    """Return the breaker of the configured cluster, one a process."""
    return _breaker(settings.SEARCH["url"])


@contextmanager
def reaching() -> Iterator[None]:
    """Turn whatever the client raises into `Unreachable`."""
    try:
        yield
    except FAILURES as problem:
        late = isinstance(problem, ConnectionTimeout) or getattr(problem, "status_code", 0) in TOO_LATE
        raise (Late if late else Unreachable)(f"{type(problem).__name__}: {str(problem)[:300]}") from problem


@lru_cache(maxsize=4)
def _client(url: str, dialect: str) -> Elasticsearch:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 9200)
    options: dict[str, Any] = {"node_class": OpenSearchNode} if dialect == "opensearch" else {}
    if parts.username:
        options["basic_auth"] = (parts.username, parts.password or "")
    return Elasticsearch(
        f"{parts.scheme}://{parts.hostname}:{port}", request_timeout=PATIENCE, max_retries=0, **options
    )


@lru_cache(maxsize=4)
def _breaker(url: str) -> Breaker:
    return Breaker(rest=REST, patience=LATE_ANSWERS)
