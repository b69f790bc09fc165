"""The record store under load, as its clients see it: batches, single statements, filtered reads, memory.

Needs DATABASE_URL on PostgreSQL, as `tests.bench` does. What is measured stands beside a bare insert of the same rows.
"""

import argparse
import base64
import http.client
import json
import os
import statistics
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import quote

from .servers import HOST, ROOT, database, server

sys.path[:0] = [str(ROOT), str(ROOT / "site")]
PORT = 8097
CLIENTS = 8
BATCH = 50
# Statements a second, and milliseconds within which 95 of 100 filtered reads are answered.
BOUNDS = {"batches": 1000, "single": 150, "read": 50}
VERBS = ["attempted", "completed", "passed", "experienced", "answered"]


@dataclass(frozen=True, slots=True)
class Load:
    """What several clients got in a while."""

    seconds: float
    times: list[float]
    errors: int

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p95(self) -> float:
        """Milliseconds."""
        return 1000 * statistics.quantiles(self.times, n=20)[-1]


def main() -> int:
    """Fill the store, measure, print; exit 1 when a bound is not held or anything answers with an error."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.store", description=__doc__)
    parser.add_argument("--stored", type=int, default=100_000, help="statements there before measuring")
    parser.add_argument("--streamed", type=int, default=1_000_000, help="statements read in one stream at the end")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--keep", default="", metavar="NAME")
    options = parser.parse_args()
    beside = os.environ.get("DATABASE_URL", "")
    if not beside.startswith("postgres"):
        print("Set DATABASE_URL to a PostgreSQL server; `make services` starts one and prints it.")
        return 2
    with database(beside, keep=options.keep and f"store_{options.keep}") as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings", "ELASTICSEARCH_URL": ""}
        import django  # the settings are named only now

        django.setup()
        from django.core.management import call_command  # needs the settings

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        authorization = _admit()
        _fill(options.stored)
        bare = _bare(options.seconds / 2)
        with server(PORT):
            held = _measure(authorization, seconds=options.seconds, bare=bare)
        _multiply(options.streamed)
        held &= _memory()
    return 0 if held else 1


def statement(random: Random) -> dict[str, object]:
    """Return a statement as a course player would send it, about one of 1,000 people and 500 activities."""
    course = random.randrange(50)
    return {
        "id": str(uuid.UUID(int=random.getrandbits(128), version=4)),
        "actor": {
            "objectType": "Agent",
            "name": "A learner",
            "account": {"homePage": "https://people.example", "name": f"p{random.randrange(1000)}"},
        },
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{random.choice(VERBS)}", "display": {"en": "did"}},
        "object": {
            "id": f"https://courses.example/{course}/{random.randrange(10)}",
            "definition": {
                "name": {"en": "A page of a course"},
                "type": "http://adlnet.gov/expapi/activities/lesson",
            },
        },
        "result": {"score": {"scaled": round(random.random(), 2)}, "completion": True, "duration": "PT4M12S"},
        "context": {
            "registration": str(uuid.UUID(int=random.randrange(2000) + 2**100, version=4)),
            "contextActivities": {"parent": [{"id": f"https://courses.example/{course}"}]},
            "platform": "Elsewhere",
        },
        "timestamp": "2026-11-03T18:00:00.000Z",
    }


def _admit() -> str:
    from courses.records.clients import actions as clients  # needs the settings
    from tests.factories.switches import switch_on  # the same

    switch_on("external_records")
    client, secret = clients.admit("bench", scopes=["statements/write", "statements/read"])
    return "Basic " + base64.b64encode(f"{client.key}:{secret}".encode()).decode()


def _fill(stored: int) -> None:
    from courses.models import Record  # needs the settings

    # Of a seed that no earlier run had, so that a kept store gets new statements.
    there, random, began = Record.objects.count(), Random(time.time_ns()), time.perf_counter()
    while there < stored:
        _store(500, random)
        there += 500
    print(f"{there} statements stored, filled in {time.perf_counter() - began:.0f} s")


def _store(count: int, random: Random) -> None:
    from courses.records.actions import Entry, record_batch  # needs the settings
    from courses.records.statements import Statement  # the same

    record_batch([Entry(statement=Statement.read(statement(random)), provenance="client") for _ in range(count)])


def _bare(seconds: float) -> float:
    """Return how many statements a second one connection inserts, rows ready made, with no check and no request."""
    import copy

    from django.db import transaction  # needs the settings
    from django.utils import timezone  # the same

    from courses.models import Record, RecordActivity, RecordAgent  # the same

    records = list(Record.objects.order_by("-pk")[:BATCH])
    agents = {record.pk: list(record.agents.all()) for record in records}
    activities = {record.pk: list(record.activities.all()) for record in records}
    count, end = 0, time.perf_counter() + seconds
    began = time.perf_counter()
    while time.perf_counter() < end:
        fresh = [copy.copy(record) for record in records]
        for record in fresh:
            record.pk, record.uid, record.stored = None, uuid.uuid4(), timezone.now()
        with transaction.atomic():
            Record.objects.bulk_create(fresh)
            pairs = list(zip(records, fresh, strict=True))
            RecordAgent.objects.bulk_create(
                RecordAgent(record=new, agent_key=row.agent_key, main=row.main, stored=new.stored)
                for old, new in pairs
                for row in agents[old.pk]
            )
            RecordActivity.objects.bulk_create(
                RecordActivity(record=new, iri=row.iri, stored=new.stored)
                for old, new in pairs
                for row in activities[old.pk]
            )
        count += BATCH
    return count / (time.perf_counter() - began)


def _measure(authorization: str, *, seconds: float, bare: float) -> bool:
    headers = {
        "Authorization": authorization,
        "X-Experience-API-Version": "2.0.0",
        "Content-Type": "application/json",
    }

    def posting(size: int) -> Callable[[Random], tuple[str, str, bytes]]:
        def request(random: Random) -> tuple[str, str, bytes]:
            return "POST", "/xapi/statements", json.dumps([statement(random) for _ in range(size)]).encode()

        return request

    print(f"{'bare insert, one connection':<34}{bare:>9.0f} statements/s")
    held = True
    for name, size in (("batches", BATCH), ("single", 1)):
        load = _load(posting(size), headers, seconds=seconds)
        rate = load.rate * size
        good = rate >= BOUNDS[name] and not load.errors
        held &= good
        print(
            f"{f'{name} of {size} at {CLIENTS} clients':<34}{rate:>9.0f} statements/s  × bare {rate / bare:.2f}  "
            f"p95 {load.p95:.0f} ms  errors {load.errors}{'' if good else '   over its bound'}"
        )
    for name, query in _reads().items():
        load = _load(partial(_reading, query), headers, clients=1)
        good = load.p95 < BOUNDS["read"] and not load.errors
        held &= good
        print(f"{f'read by {name}':<34}{load.rate:>9.0f} requests/s    p95 {load.p95:.0f} ms  errors {load.errors}")
    return held


def _reading(query: Callable[[Random], str], random: Random) -> tuple[str, str, bytes]:
    return "GET", f"/xapi/statements?{query(random)}", b""


def _reads() -> dict[str, Callable[[Random], str]]:
    def agent(random: Random) -> str:
        return quote(
            json.dumps({"account": {"homePage": "https://people.example", "name": f"p{random.randrange(1000)}"}})
        )

    def activity(random: Random) -> str:
        return quote(f"https://courses.example/{random.randrange(50)}/{random.randrange(10)}", safe="")

    verb = quote("http://adlnet.gov/expapi/verbs/passed", safe="")
    return {
        "agent": lambda random: f"agent={agent(random)}",
        "verb and activity": lambda random: f"verb={verb}&activity={activity(random)}",
        "related activity": lambda random: (
            f"activity={quote(f'https://courses.example/{random.randrange(50)}', safe='')}&related_activities=true"
        ),
        "related agent": lambda random: f"agent={agent(random)}&related_agents=true",
    }


def _load(
    request: Callable[[Random], tuple[str, str, bytes]],
    headers: dict[str, str],
    *,
    seconds: float = 5.0,
    clients: int = CLIENTS,
) -> Load:
    """Ask for a while with several clients, each with its connection; a refused or broken answer is an error."""
    times: list[float] = []
    errors = [0]
    end = time.perf_counter() + seconds

    def ask(number: int) -> None:
        random = Random(time.time_ns() + number)
        connection = http.client.HTTPConnection(HOST, PORT, timeout=30)
        while time.perf_counter() < end:
            method, path, body = request(random)
            began = time.perf_counter()
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            errors[0] += answer.status != 200

    threads = [threading.Thread(target=ask, args=[number]) for number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(time.perf_counter() - began, times, errors[0])


def _multiply(streamed: int) -> None:
    """Copy statements inside the database, under new ids, until there are so many to stream."""
    from django.db import connection  # needs the settings

    from courses.models import Record  # the same

    columns = [field.column or field.name for field in Record._meta.concrete_fields if not field.primary_key]
    copied = ["gen_random_uuid()" if column == "uid" else column for column in columns]
    while (there := Record.objects.count()) < streamed:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Record._meta.db_table} ({', '.join(columns)})"
                f" SELECT {', '.join(copied)} FROM {Record._meta.db_table} WHERE seq IS NULL LIMIT %s",
                [streamed - there],
            )


def _memory() -> bool:
    """Read every statement by streaming, and say by how much the process grew after the first 5,000."""
    from courses.records.queries import Filter, everything  # needs the settings

    first = count = 0
    for count, _text in enumerate(everything(Filter(ascending=True)), start=1):
        if count == 5000:
            first = _resident()
    grown = _resident() - first
    print(f"{'streamed':<34}{count:>9} statements    memory grew by {grown / 1024:.1f} MB")
    return grown < 20 * 1024


def _resident() -> int:
    """Return the resident size of this process in kB."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


if __name__ == "__main__":
    sys.exit(main())
