"""Load a page from the outside and account for what the servers spent on it."""

import http.client
import os
import statistics
import threading
import time
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Load:
    """What a run of requests gave: latencies in ms, CPU in ms a request."""

    rate: float
    p50: float
    p95: float
    cpu: float
    database_cpu: float
    kilobytes: float
    errors: int


def mean(loads: list[Load]) -> Load:
    """Return what several runs of the same page gave on average, and all their errors."""
    columns = {field.name: [getattr(each, field.name) for each in loads] for field in fields(Load)}
    averages = {name: statistics.mean(values) for name, values in columns.items()}
    return Load(**averages | {"errors": sum(columns["errors"])})


def cpu_of(pids: set[int]) -> float:
    """Return the CPU seconds the processes and their children that ended have spent, in user and kernel."""
    spent = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        except FileNotFoundError:
            continue
        spent += sum(map(int, fields[11:15]))
    return spent / TICKS


def tree(root: int) -> set[int]:
    """Return `root` and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rsplit(") ", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents.setdefault(parent, []).append(int(stat.parent.name))
    found, queue = set(), [root]
    while queue:
        pid = queue.pop()
        found.add(pid)
        queue.extend(parents.get(pid, []))
    return found


def load(
    *, url: str, paths: list[str], cookies: list[str], clients: int, seconds: float, web: int, database: int
) -> Load:
    """Ask for `paths` in turn for `seconds` with so many clients, each signed in by one of `cookies`."""
    parts = urlsplit(url)
    latencies: list[list[float]] = [[] for _ in range(clients)]
    sizes: list[int] = []
    errors: list[int] = []
    until = time.perf_counter() + seconds

    def client(number: int) -> None:
        connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=30)
        turn = number
        while time.perf_counter() < until:
            who = turn % len(cookies)
            began = time.perf_counter()
            connection.request("GET", paths[who % len(paths)], headers={"Cookie": cookies[who], "Host": parts.netloc})
            response = connection.getresponse()
            body = response.read()
            latencies[number].append((time.perf_counter() - began) * 1000)
            sizes.append(len(body))
            if response.status != 200:
                errors.append(response.status)
            turn += clients
        connection.close()

    processes, engines = tree(web), tree(database) if database else set()
    before, before_database = cpu_of(processes), cpu_of(engines)
    began = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    spent, spent_database = cpu_of(processes) - before, cpu_of(engines) - before_database
    times = sorted(latency for own in latencies for latency in own)
    count = len(times)
    return Load(
        rate=count / took,
        p50=statistics.median(times),
        p95=times[min(count - 1, int(count * 0.95))],
        cpu=spent * 1000 / count,
        database_cpu=spent_database * 1000 / count,
        kilobytes=statistics.mean(sizes) / 1000,
        errors=len(errors),
    )


def postmaster() -> int:
    """Return the process id of the PostgreSQL server that serves DATABASE_URL, 0 where it runs elsewhere."""
    from django.db import connection  # the server is asked where it keeps its data

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        pid_file = Path(cursor.fetchone()[0]) / "postmaster.pid"
    try:
        return int(pid_file.read_text().splitlines()[0])
    except OSError:
        return 0
