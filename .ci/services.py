#!/usr/bin/env python3
"""Start and stop PostgreSQL, Redis and a search server for development and tests: `services.py start|stop|urls|java`.

They listen on loopback ports of their own and keep everything below `.services/`. `start` waits until each
answers and prints one `NAME=url` line for each; `stop` ends them by process id. The data is for trying things
out: PostgreSQL runs without fsync and trusts every local user.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from servers import (
    HERE,
    Unavailable,
    newest_java,
    owner,
    postgres_answers,
    postgres_command,
    redis_answers,
    redis_command,
    say,
    search_answers,
    search_command,
)

PORTS = HERE / "ports.json"
WAIT = 90.0  # seconds in which a service must answer


@dataclass
class Service:
    """One server: how to prepare and start it, how to know that it answers, and how to end it."""

    name: str
    variable: str
    url: str
    command: Callable[[], list[str]]
    answers: Callable[[], bool]
    end: signal.Signals = signal.SIGTERM
    as_postgres: bool = False
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Return where the server keeps its data; for PostgreSQL as root it may be a link out of the checkout."""
        return (HERE / self.name).resolve()

    @property
    def pid_file(self) -> Path:
        return HERE / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        return HERE / f"{self.name}.log"

    def pid(self) -> int | None:
        """Return the process id of our own running server, never that of a process which took its number."""
        try:
            pid = int(self.pid_file.read_text())
            os.kill(pid, 0)
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists():
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return None
            if str(self.folder) not in Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace"):
                return None
        return pid

    def start(self) -> None:
        """Start the server unless it runs."""
        if self.pid() is not None:
            return
        command = self.command()
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                env={**os.environ, **self.environment},
                **owner(self.as_postgres),
            )
        self.pid_file.write_text(f"{process.pid}\n")

    def wait(self) -> None:
        """Return when the server answers; raise `Unavailable` when it ended or stays silent."""
        until = time.monotonic() + WAIT
        while not self.answers():
            if self.pid() is None or time.monotonic() > until:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
                raise Unavailable(f"{self.name} did not answer at {self.url}; the end of {self.log}:\n{tail}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End the server by its process id, gently first, and wait until it is gone."""
        pid = self.pid()
        for request in (self.end, signal.SIGKILL):
            if pid is None:
                break
            with suppress(ProcessLookupError):
                os.kill(pid, request)
            until = time.monotonic() + 20
            while (pid := self.pid()) is not None and time.monotonic() < until:
                time.sleep(0.1)
        self.pid_file.unlink(missing_ok=True)


def services() -> list[Service]:
    """Return the three services at the ports of this checkout."""
    ports = chosen_ports()
    return [
        Service(
            name="search",
            variable="ELASTICSEARCH_URL",
            url=f"opensearch://127.0.0.1:{ports['search']}",
            command=lambda: search_command(ports["search"], ports["transport"]),
            answers=lambda: search_answers(ports["search"]),
        ),
        Service(
            name="postgres",
            variable="DATABASE_URL",
            url=f"postgres://cohort@127.0.0.1:{ports['postgres']}/cohort",
            command=lambda: postgres_command(ports["postgres"]),
            answers=lambda: postgres_answers(ports["postgres"]),
            end=signal.SIGINT,
            as_postgres=True,
        ),
        Service(
            name="redis",
            variable="REDIS_URL",
            url=f"redis://127.0.0.1:{ports['redis']}/0",
            command=lambda: redis_command(ports["redis"]),
            answers=lambda: redis_answers(ports["redis"]),
        ),
    ]


def chosen_ports() -> dict[str, int]:
    """Return the ports of this checkout, chosen once: the first free ones of each service's own range."""
    with suppress(FileNotFoundError, ValueError):
        return json.loads(PORTS.read_text())
    HERE.mkdir(exist_ok=True)
    ports = {
        "postgres": free_port(range(54320, 54400)),
        "redis": free_port(range(63790, 63870)),
        # The runner of the search server takes HTTP ports up to 9299 only.
        "search": free_port(range(9260, 9300)),
        "transport": free_port(range(9360, 9400)),
    }
    PORTS.write_text(json.dumps(ports) + "\n")
    return ports


def free_port(candidates: range) -> int:
    for port in candidates:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise Unavailable(f"no port is free between {candidates.start} and {candidates.stop - 1}")


def start() -> Iterator[str]:
    """Start every service, wait until each answers, and yield their URL lines; stop all when one cannot run."""
    HERE.mkdir(exist_ok=True)
    try:
        for service in services():
            service.start()
        for service in services():
            service.wait()
            say(f"{service.name} answers")
    except Unavailable:
        stop()
        raise
    yield from urls()


def stop() -> None:
    """End every service and forget the chosen ports, so that the next start finds free ones."""
    if not PORTS.exists():
        return
    for service in services():
        service.stop()
        say(f"{service.name} stopped")
    PORTS.unlink()


def urls() -> Iterator[str]:
    """Yield the URL lines of the services that run."""
    if PORTS.exists():
        for service in services():
            if service.pid() is not None:
                yield f"{service.variable}={service.url}"


def main(arguments: list[str]) -> int:
    """Run one command and return the exit status."""
    commands = {"start": start, "stop": stop, "urls": urls, "java": lambda: [newest_java()]}
    if len(arguments) != 1 or arguments[0] not in commands:
        say(__doc__ or "")
        return 2
    try:
        for line in commands[arguments[0]]() or ():
            print(line)
    except Unavailable as problem:
        say(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
