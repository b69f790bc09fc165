import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from cohort.demo.actions import NotHere

EVERYWHERE = ("", "0.0.0.0", "::")
PATIENCE = 10  # seconds that requests being answered, and the clock, are given to end by themselves


class Command(BaseCommand):
    """Serve the site for one person's machine: pages, socket and the clock beside them."""

    help = "Serve the site on 127.0.0.1 with the clock of the house beside it. Not for production."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--demo", action="store_true", help="Migrate and make the demo first, in this process.")

    def handle(self, *, port: int, host: str, demo: bool, **options: Any) -> None:
        if demo and not settings.DEMO:
            raise CommandError(str(NotHere()))
        _lead_to(host, port)
        if demo:  # starting Python twice more would take longer than both
            call_command("migrate", verbosity=0)
            call_command("demo")
            connections.close_all()
        with _clock():
            self._serve(host, port)

    def _serve(self, host: str, port: int) -> None:
        self.stdout.write(self.style.SUCCESS(f"Serving http://{host}:{port}  (Ctrl-C ends it)"))
        self.stdout.flush()
        uvicorn.run(
            "cohort.asgi:application",
            host=host,
            port=port,
            lifespan="off",
            log_level="warning",
            timeout_graceful_shutdown=PATIENCE,
        )


def _lead_to(host: str, port: int) -> None:
    """Let links lead to where this serves, unless the environment says where the site is found; the clock's too."""
    if not os.environ.keys() & {"SITE_ORIGIN", "IRI_BASE"}:
        here = "127.0.0.1" if host in EVERYWHERE else host
        os.environ["SITE_ORIGIN"] = settings.SITE_ORIGIN = settings.WAGTAILADMIN_BASE_URL = f"http://{here}:{port}"


@contextmanager
def _clock() -> Iterator[None]:
    """Let the clock go beside the server. It ends when its input closes, so it never outlives this process.

    Therefore nothing here handles a signal: what a handler raises is lost where Python was amid collecting garbage.
    """
    command = [sys.executable, sys.argv[0], "tick", "--every", "60", "--with-parent"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as clock:
        try:
            yield
        finally:
            clock.terminate()
