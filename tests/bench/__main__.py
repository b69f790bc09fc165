"""`make bench`: serve a big community with the production set-up and say what each page costs.

Needs DATABASE_URL on PostgreSQL (`make services` prints one); a database of its own is made beside it and dropped.
With ELASTICSEARCH_URL search is measured a second time, on a server that asks the cluster.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from typing import Any

from .servers import HOST, ROOT, database, queries, server

sys.path[:0] = [str(ROOT), str(ROOT / "site")]
PORT = 8099
KILOBYTES = 60
TURNS = 5  # of which the middle one counts, for a machine does other things too
# CPU of the page workers, relative to the floor in the same run, and queries.
BOUNDS = {
    "home": (2.2, 12),
    "group feed": (2.2, 12),
    "lesson": (2.8, 10),
    "course of 30": (3.2, 12),
    "leaderboard": (1.8, 8),
    "search": (2.5, None),
}
COLUMNS = (
    "page", "clients", "req/s", "p50 ms", "p95 ms", "CPU ms", "× floor", "bound", "PG ms", "queries", "kB", "errors"
)  # fmt: skip


def main() -> int:
    """Seed, serve, measure, print; exit 1 when a bound is not held or a page answers with an error."""
    options = _options()
    beside = os.environ.get("DATABASE_URL", "")
    if not beside.startswith("postgres"):
        print("Set DATABASE_URL to a PostgreSQL server; `make services` starts one and prints it.")
        return 2
    cluster = os.environ.get("ELASTICSEARCH_URL", "")
    with database(beside, keep=options.keep) as url:
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.bench.settings", "ELASTICSEARCH_URL": ""}
        targets, cookies = _community(options)
        if options.profile:
            from .profiling import profile  # needs the settings

            print(profile(targets[options.profile], cookies))
            return 0
        chosen = {name: paths for name, paths in targets.items() if not options.pages or name in options.pages}
        print(_line(COLUMNS))
        with server(PORT) as web:
            held = _measure({"floor": targets["floor"]} | chosen, cookies, port=PORT, web=web, options=options)
        if not cluster:
            print("search, cluster: not measured; set ELASTICSEARCH_URL")
        elif "search" in chosen:
            held &= _with_cluster(cluster, targets, cookies, options=options)
    return 0 if held else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--groups", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=6.0, help="for each page and number of clients")
    parser.add_argument("--keep", default="", metavar="NAME", help="seed once, and go on with it in later runs")
    parser.add_argument("--pages", nargs="*", choices=BOUNDS, help="only these")
    parser.add_argument("--profile", choices=["floor", *BOUNDS], help="say where the time of a page goes instead")
    return parser.parse_args()


def _community(options: argparse.Namespace) -> tuple[dict[str, list[str]], list[str]]:
    """Return the addresses of each page and people to ask for them, of a community that is seeded first if need be."""
    import django  # the settings are named only now

    django.setup()
    from django.core.management import call_command  # needs the settings

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from . import pages, seed  # need the models

    if not seed.is_seeded():
        began = time.perf_counter()
        seed.seed(people=options.people, groups=options.groups, say=lambda text: print("seeding", text))
        print(f"seeded {seed.counts()} in {time.perf_counter() - began:.0f} s")
        call_command("verify", *[f"--learner={learner.uid}" for learner in seed.learners()[:20]])
    viewers = list(seed.learners()[5:25])
    return pages.targets(viewers), pages.sign_in(viewers)


def _with_cluster(cluster: str, targets: dict[str, list[str]], cookies: list[str], *, options: Any) -> bool:
    """Measure search again, on a server whose search is a cluster with an index of our own."""
    from django.core.management import call_command  # needs the settings
    from django.test import override_settings  # the same

    from cohort.settings import engines  # the same
    from search.engines import connection  # the same

    index = f"{cluster.rstrip('/')}/cohort-bench-{options.keep or os.getpid()}"
    with ExitStack() as stack:
        stack.enter_context(override_settings(SEARCH=engines.search(index)))
        call_command("search", "rebuild", verbosity=0)
        indices = connection.client().options(request_timeout=30).indices
        stack.callback(indices.delete, index=",".join(indices.get_alias(name=connection.alias())))
        web = stack.enter_context(server(PORT + 1, ELASTICSEARCH_URL=index))
        pages = {"floor": targets["floor"], "search, cluster": targets["search"]}
        return _measure(pages, cookies, port=PORT + 1, web=web, options=options)


def _measure(targets: dict[str, list[str]], cookies: list[str], *, port: int, web: int, options: Any) -> bool:
    """Print what each page costs and say whether all keep their bounds.

    Page and floor are asked in turn, so that what else the machine does weighs on both.
    """
    from .measure import load, mean, postmaster  # beside the settings

    held = True
    asked = partial(load, url=f"http://{HOST}:{port}", cookies=cookies, web=web, database=postmaster())
    for name, paths in targets.items():
        bound, most = BOUNDS.get(name, (None, None))
        count = queries(port, paths[0], cookies[0])
        asked(paths=paths, clients=4, seconds=1.5)
        for clients in (1, 8):
            turns = [
                (
                    asked(paths=targets["floor"], clients=clients, seconds=options.seconds / TURNS / 2),
                    asked(paths=paths, clients=clients, seconds=options.seconds / TURNS),
                )
                for _ in range(TURNS)
            ]
            one = mean([each for _beside, each in turns])
            ratio = statistics.median(each.cpu / beside.cpu for beside, each in turns)
            broken = [
                *(["CPU"] if bound and ratio > bound else []),
                *(["queries"] if most and count > most else []),
                *(["kB"] if one.kilobytes > KILOBYTES else []),
                *(["errors"] if one.errors else []),
            ]
            held &= not broken
            cells = (
                name, clients, f"{one.rate:.0f}", f"{one.p50:.1f}", f"{one.p95:.1f}", f"{one.cpu:.1f}", f"{ratio:.2f}",
                bound or "", f"{one.database_cpu:.1f}", count, f"{one.kilobytes:.0f}", one.errors,
            )  # fmt: skip
            print(_line(cells) + (f"   over its bound: {', '.join(broken)}" if broken else ""), flush=True)
    return held


def _line(cells: Iterable[object]) -> str:
    first, *others = cells
    return f"{first!s:<16}" + "".join(f"{cell!s:>9}" for cell in others)


if __name__ == "__main__":
    sys.exit(main())
