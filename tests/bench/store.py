"""The record store under load, as its clients see it: batches, single statements, filtered reads, all of it in pages.

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
from collections.abc import Callable, Iterator
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
# The least that is stored, of what one connection inserts bare; and within how many times what a request for one
# statement by its id takes 95 of 100 requests for a filtered page of 100 are answered.
BOUNDS = {"batches": 0.25, "single": 0.02, "read": 8}
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
    parser.add_argument("--streamed", type=int, default=1_000_000, help="statements read page by page at the end")
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
        bare, one = _bare(options.seconds / 2), _by_id()
        headers = {
            "Authorization": authorization,
            "X-Experience-API-Version": "2.0.0",
            "Content-Type": "application/json",
        }
        with server(PORT):
            held = _measure(headers, seconds=options.seconds, bare=bare, one=one)
        _multiply(options.streamed)
        with server(PORT) as web:
            held &= _walk(headers, web=web)
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

    statements = [statement(random) for _ in range(count)]
    for comment, meant in zip(statements[::20], statements[1::20], strict=True):
        comment |= {"object": {"objectType": "StatementRef", "id": meant["id"]}, "context": {}}
    record_batch([Entry(statement=Statement.read(one), provenance="client") for one in statements])


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


def _by_id() -> Callable[[Random], str]:
    """Return what asks for one of the latest statements by its id."""
    from courses.models import Record  # needs the settings

    uids = list(Record.objects.order_by("-pk").values_list("uid", flat=True)[:1000])
    return lambda random: f"statementId={random.choice(uids)}"


def _measure(headers: dict[str, str], *, seconds: float, bare: float, one: Callable[[Random], str]) -> bool:
    def posting(size: int) -> Callable[[Random], tuple[str, str, bytes]]:
        def request(random: Random) -> tuple[str, str, bytes]:
            return "POST", "/xapi/statements", json.dumps([statement(random) for _ in range(size)]).encode()

        return request

    print(f"{'bare insert, one connection':<34}{bare:>9.0f} statements/s")
    held = True
    for name, size in (("batches", BATCH), ("single", 1)):
        load = _load(posting(size), headers, seconds=seconds)
        rate = load.rate * size
        good = rate / bare >= BOUNDS[name] and not load.errors
        held &= good
        print(
            f"{f'{name} of {size} at {CLIENTS} clients':<34}{rate:>9.0f} statements/s  × bare {rate / bare:.2f}  "
            f"p95 {load.p95:.0f} ms  errors {load.errors}{'' if good else '   over its bound'}"
        )
    plain = _load(partial(_reading, one), headers, clients=1).p95
    print(f"{'read one by its id':<34}{'':>9}               p95 {plain:.1f} ms")
    for name, query in _reads().items():
        load = _load(partial(_reading, query), headers, clients=1)
        good = load.p95 / plain <= BOUNDS["read"] and not load.errors
        held &= good
        print(
            f"{f'read by {name}':<34}{load.rate:>9.0f} requests/s    p95 {load.p95:.0f} ms  "
            f"× one {load.p95 / plain:.1f}  errors {load.errors}{'' if good else '   over its bound'}"
        )
    return held & _page(headers, plain=plain)


def _page(headers: dict[str, str], *, plain: float) -> bool:
    """Read what there is of some agents in small pages, and say whether each statement came once."""
    random, times, errors = Random(7), [], 0
    for _ in range(20):
        query = f"agent={_agent(random)}&limit=10"
        found = []
        for seconds, page in _pages(query, headers):
            times.append(seconds)
            found += [one["id"] for one in page]
        whole = [one["id"] for _, page in _pages(query.replace("limit=10", "limit=500"), headers) for one in page]
        errors += found != whole
    load = Load(sum(times), times, errors)
    print(
        f"{'read by agent, in pages of 10':<34}{load.rate:>9.0f} requests/s    p95 {load.p95:.0f} ms  "
        f"× one {load.p95 / plain:.1f}  errors {errors}"
    )
    return load.p95 / plain <= BOUNDS["read"] and not errors


def _pages(query: str, headers: dict[str, str]) -> Iterator[tuple[float, list[dict[str, object]]]]:
    """Yield the pages of a filter, each with the seconds it took, going on where one says there is more."""
    connection = http.client.HTTPConnection(HOST, PORT, timeout=30)
    more = f"/xapi/statements?{query}"
    while more:
        began = time.perf_counter()
        connection.request("GET", more, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        if answer.status != 200:
            raise ConnectionError(f"{answer.status} for {more}: {body[:200]!r}")
        page = json.loads(body)
        yield took, page["statements"]
        more = page["more"]


def _reading(query: Callable[[Random], str], random: Random) -> tuple[str, str, bytes]:
    return "GET", f"/xapi/statements?{query(random)}", b""


def _reads() -> dict[str, Callable[[Random], str]]:
    def activity(random: Random) -> str:
        return quote(f"https://courses.example/{random.randrange(50)}/{random.randrange(10)}", safe="")

    verb = quote("http://adlnet.gov/expapi/verbs/passed", safe="")
    return {
        "agent": lambda random: f"agent={_agent(random)}",
        "verb and activity": lambda random: f"verb={verb}&activity={activity(random)}",
        "related activity": lambda random: (
            f"activity={quote(f'https://courses.example/{random.randrange(50)}', safe='')}&related_activities=true"
        ),
        "related agent": lambda random: f"agent={_agent(random)}&related_agents=true",
        "agent and verb": lambda random: f"agent={_agent(random)}&verb={verb}",
        "agent and related activity": lambda random: (
            f"agent={_agent(random)}&activity={activity(random)}&related_activities=true"
        ),
        "verb": lambda random: f"verb={verb}",
    }


def _agent(random: Random) -> str:
    return quote(json.dumps({"account": {"homePage": "https://people.example", "name": f"p{random.randrange(1000)}"}}))


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
    """Copy statements inside the database, under new ids, with the rows they are found by, until there are so many."""
    from django.db import connection  # needs the settings

    from courses.models import Record, RecordActivity, RecordAgent  # the same

    while (there := Record.objects.count()) < streamed:
        new_uid = f"md5(old.uid::text || '{there}')::uuid"
        own = [field.column or field.name for field in Record._meta.concrete_fields if not field.primary_key]
        values = ", ".join(new_uid if column == "uid" else f"old.{column}" for column in own)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {Record._meta.db_table} ({', '.join(own)})"
                f" SELECT {values} FROM {Record._meta.db_table} old WHERE seq IS NULL ORDER BY id LIMIT %s",
                [streamed - there],
            )
            for model in (RecordAgent, RecordActivity):
                beside = [field.column or field.name for field in model._meta.concrete_fields if not field.primary_key]
                values = ", ".join("new.id" if column == "record_id" else f"row.{column}" for column in beside)
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} ({', '.join(beside)})"
                    f" SELECT {values} FROM {model._meta.db_table} row"
                    f" JOIN {Record._meta.db_table} old ON old.id = row.record_id"
                    f" JOIN {Record._meta.db_table} new ON new.uid = {new_uid}"
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _walk(headers: dict[str, str], *, web: int) -> bool:
    """Read every statement page by page, and say by how much the workers that serve them grew after the first pages."""
    from courses.models import Record  # needs the settings

    first = count = 0
    times = []
    for number, (seconds, page) in enumerate(_pages("ascending=true&limit=500", headers)):
        times.append(seconds)
        count += len(page)
        if number == 20:
            first = _resident(web)
    grown = _resident(web) - first
    load = Load(sum(times), times, int(count != Record.objects.filter(voided_by=None, erased_at=None).count()))
    print(
        f"{'read in pages of 500':<34}{count / load.seconds:>9.0f} statements/s  of {count}  p95 {load.p95:.0f} ms  "
        f"memory grew by {grown / 1024:.1f} MB  errors {load.errors}"
    )
    return grown < 20 * 1024 and not load.errors


def _resident(web: int) -> int:
    """Return the resident size of the processes that `web` began, in kB."""
    children = Path(f"/proc/{web}/task/{web}/children").read_text().split()
    status = [line for child in children for line in Path(f"/proc/{child}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


if __name__ == "__main__":
    sys.exit(main())
