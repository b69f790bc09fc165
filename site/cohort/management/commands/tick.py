import signal
import sys
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from courses import clock

NOT_MIGRATED = "The database is not migrated: run manage.py migrate."


class Command(BaseCommand):
    """Do everything that is due; production runs it each minute."""

    help = "Do everything that is due: publishing, due dates, reminders, parked effects, mail, search."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, once every so many seconds")
        parser.add_argument(
            "--with-parent",
            action="store_true",
            help="end when standard input closes, as it does when whoever started this is gone, however they ended",
        )

    def handle(self, *, every: int | None = None, with_parent: bool = False, **options: Any) -> None:
        if every is None:
            if not migrated():
                raise CommandError(NOT_MIGRATED)
            self._tick()
        else:
            self._go_on(every, until=_closed_input() if with_parent else threading.Event())

    def _go_on(self, every: int, *, until: threading.Event) -> None:
        ready = False
        while not until.is_set():
            ready = ready or self._is_ready()
            if ready:
                self._tick()
            connections.close_all()
            until.wait(every)

    def _is_ready(self) -> bool:
        try:
            ready = migrated()
        except DatabaseError as problem:
            self.stderr.write(f"The database does not answer: {problem}")
            return False
        if not ready:
            self.stderr.write(NOT_MIGRATED)
        return ready

    def _tick(self) -> None:
        for name, count in clock.tick(timezone.now()).items():
            if count:
                self.stdout.write(f"{name}: {'failed' if count < 0 else count}")


def migrated() -> bool:
    """Say whether every migration of this code is in the database; without them nothing is due."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _closed_input() -> threading.Event:
    """Return what is set once standard input is closed; a pipe closes with its last holder, whatever ended them."""
    closed = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent as well, and this ends with it

    def listen() -> None:
        sys.stdin.buffer.read()
        closed.set()

    threading.Thread(target=listen, daemon=True).start()
    return closed
