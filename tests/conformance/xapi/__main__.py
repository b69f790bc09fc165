"""`make conformance SUITE=<folder>`: ADL's LRS conformance suite against one running site, for both versions.

The folder is a checkout of adlnet/lrs-conformance-test-suite in which `npm install` was run. With DATABASE_URL on
PostgreSQL the site runs there, in a database of its own, else on a new SQLite file.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
EXPECTED = {"2.0.0": 1442, "1.0.3": 1365}


def main(suite: str) -> int:
    """Run the suite for each version, print what passed and what failed, and exit 1 where anything did."""
    from tests.bench.servers import database  # beside the path set above

    beside = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        made = database(beside) if beside.startswith("postgres") else nullcontext(f"sqlite:///{folder}/site.sqlite3")
        with made as url:
            os.environ |= {
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "cohort.settings.test",
                "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            }
            key, secret = _prepared()
            with _site() as origin:
                return max(_run(suite, origin, key, secret, version=version) for version in EXPECTED)


def _prepared() -> tuple[str, str]:
    """Return the key and secret of a client on a migrated database that lets programs in."""
    import django  # the settings are named only now

    django.setup()
    from django.core.management import call_command  # needs the settings

    from courses.records.clients import actions as clients  # the same
    from tests.factories.switches import switch_on  # the same

    call_command("migrate", verbosity=0)
    switch_on("external_records")
    client, secret = clients.admit("suite", scopes=["statements/write", "statements/read", "state", "profile"])
    return client.key, secret


@contextmanager
def _site() -> Iterator[str]:
    from tests.factories.servers import served  # needs the settings

    with served() as site:
        yield site.origin


def _run(suite: str, origin: str, key: str, secret: str, *, version: str) -> int:
    logs = Path(suite) / "logs"
    before = set(logs.glob("*.log"))
    command = ["node", "bin/console_runner.js", "-e", f"{origin}/xapi", "-a", "-u", key, "-p", secret, "-x", version]
    subprocess.run([*command, "-z"], cwd=suite, stdout=subprocess.DEVNULL, check=False, timeout=1200)
    (log,) = set(logs.glob("*.log")) - before
    report = json.loads(log.read_text())
    passed, total = report["summary"]["passed"], report["summary"]["total"]
    print(f"xAPI {version}: {passed} of {total}", flush=True)
    for name in _failed(report.get("log", {}), ()):  # a log is written only of failures
        print(f"  failed: {name}")
    return int(passed != EXPECTED[version])


def _failed(test: dict[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    here = (*path, test.get("title") or test.get("name") or "")
    if test.get("status") == "failed" and not test.get("tests"):
        yield " › ".join(part for part in here[1:] if part)
    for each in test.get("tests", []):
        yield from _failed(each, here)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
