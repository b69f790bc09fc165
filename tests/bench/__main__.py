"""`make bench`: serve a big community with the production set-up and say what each page costs.

Needs DATABASE_URL on PostgreSQL (`make services` prints one); a database of its own is made beside it and dropped.
"""

import argparse
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
PORT = 8099
ORIGIN = f"http://127.0.0.1:{PORT}"
BOUNDS = {
    "home": 2.2,
    "group feed": 2.2,
    "lesson": 2.8,
    "course of 30": 3.2,
    "leaderboard": 1.8,
    "search": 2.5,
}


def main() -> int:
    """Seed, serve, measure, print; exit 1 when a bound is not held or a page answers with an error."""
    options = _options()
    base = os.environ.get("DATABASE_URL", "")
    if not base.startswith("postgres"):
        print("Set DATABASE_URL to a PostgreSQL server; `make services` starts one and prints it.")
        return 2
    with _database(base) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        import django  # the settings are named only now

        django.setup()
        from django.core.management import call_command  # needs the settings

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        from . import pages, seed  # need the models

        began = time.perf_counter()
        world = seed.seed(people=options.people, groups=options.groups, say=lambda text: print("seeding", text))
        print(f"seeded {seed.counts()} in {time.perf_counter() - began:.0f} s")
        call_command("verify", *[f"--learner={learner.uid}" for learner in world["learners"][:20]])
        cookies = pages.sign_in(world["learners"][5:25])
        targets = pages.targets(world)
        with _server() as web:
            return _measure(targets, cookies, web=web, seconds=options.seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--groups", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=6.0, help="for each page and number of clients")
    return parser.parse_args()


@contextmanager
def _database(base: str) -> Iterator[str]:
    """Make a database of our own beside the one that is named, and drop it in the end."""
    import psycopg  # only PostgreSQL's driver makes databases

    name = f"cohort_bench_{os.getpid()}"
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(base)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def _server() -> Iterator[int]:
    """Serve the pages by gunicorn with two workers, as production does; yield its process id."""
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "cohort.wsgi:application", "--chdir", str(ROOT / "site"),
            "--pythonpath", str(ROOT), "--bind", f"127.0.0.1:{PORT}", "--workers", "2", "--threads", "4",
            "--log-level", "warning", "--keep-alive", "30",
        ],
        cwd=ROOT,
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
                connection.request("GET", "/healthz/")
                if connection.getresponse().status == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _measure(targets: dict[str, list[str]], cookies: list[str], *, web: int, seconds: float) -> int:
    from .measure import load, postmaster  # beside the settings

    failed = 0
    head = ("page", "clients", "req/s", "p50 ms", "p95 ms", "CPU ms", "× floor", "PG ms", "queries", "kB", "errors")
    print("".join(f"{name:>13}" for name in head))
    floor: dict[int, float] = {}
    database = postmaster()
    for name, paths in targets.items():
        queries = _queries(paths[0], cookies[0])
        load(ORIGIN, paths=paths, cookies=cookies, clients=4, seconds=1.5, web=web, database=database)
        for clients in (1, 8):
            one = load(
                ORIGIN, paths=paths, cookies=cookies, clients=clients, seconds=seconds, web=web, database=database
            )
            floor.setdefault(clients, one.cpu)
            ratio = one.cpu / floor[clients]
            cells = (
                name, clients, f"{one.rate:.0f}", f"{one.p50:.1f}", f"{one.p95:.1f}", f"{one.cpu:.1f}", f"{ratio:.2f}",
                f"{one.database_cpu:.1f}", queries, f"{one.kilobytes:.0f}", one.errors,
            )  # fmt: skip
            bound = BOUNDS.get(name)
            held = (bound is None or ratio <= bound) and not one.errors and one.kilobytes <= 60
            failed += not held
            print("".join(f"{cell!s:>13}" for cell in cells) + ("" if held else f"   over {bound}×, 60 kB or 0 errors"))
    return 1 if failed else 0


def _queries(path: str, cookie: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie, "X-Count-Queries": "1"})
    response = connection.getresponse()
    response.read()
    return response.headers.get("X-Queries", "?")


if __name__ == "__main__":
    sys.exit(main())
