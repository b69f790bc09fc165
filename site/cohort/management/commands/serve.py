import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections


class Command(BaseCommand):
    """Serve the site for one person's machine: pages, socket and the clock beside them."""

    help = "Serve the site on 127.0.0.1 with the clock of the house beside it. Not for production."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--demo", action="store_true", help="Migrate and make the demo first, in this process.")

    def handle(self, *, port: int, host: str, demo: bool, **options: Any) -> None:
        if demo:  # starting Python twice more would take longer than both
            call_command("migrate", verbosity=0)
            call_command("demo")
            connections.close_all()
        with _clock():
            self._serve(host, port)

    def _serve(self, host: str, port: int) -> None:
        self.stdout.write(self.style.SUCCESS(f"Serving http://{host}:{port}  (Ctrl-C ends it)"))
        self.stdout.flush()
        os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")
        call_command("runserver", f"{host}:{port}", use_reloader=False, verbosity=0)


@contextmanager
def _clock() -> Iterator[None]:
    """Let the clock go beside the server, and end with it: a server told to end before it serves would leave it."""
    signal.signal(signal.SIGTERM, _end)
    clock = subprocess.Popen([sys.executable, sys.argv[0], "tick", "--every", "60"])
    try:
        yield
    finally:
        clock.terminate()
        clock.wait(timeout=10)


def _end(signal_number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + signal_number)
