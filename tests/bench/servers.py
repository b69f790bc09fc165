"""A database to fill and a server to ask, both of our own."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


@contextmanager
def database(beside: str, *, keep: str = "") -> Iterator[str]:
    """Make a database beside the one that is named and drop it in the end; one to `keep` stays, and is made once."""
    name = f"cohort_bench_{keep or os.getpid()}"
    with psycopg.connect(beside, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(beside)._replace(path=f"/{name}").geturl()
    finally:
        if not keep:
            with psycopg.connect(beside, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def server(port: int, **environment: str) -> Iterator[int]:
    """Serve the pages by gunicorn with two workers, as `gunicorn.conf.py` says; yield its process id."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "--workers", "2", "--log-level", "warning",
        ],
        cwd=ROOT,
        env=os.environ | environment,
    )  # fmt: skip
    try:
        _wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def queries(port: int, path: str, cookie: str) -> int:
    """Return how many queries the page at `path` takes; ask for it first, so that what is read once is read."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    for _ in range(4):  # more than one for each worker
        connection.request("GET", path, headers={"Cookie": cookie, "X-Count-Queries": "1"})
        response = connection.getresponse()
        response.read()
    return int(response.headers.get("X-Queries", 0))


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=2)
            connection.request("GET", "/healthz/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"nothing answers on port {port}")
