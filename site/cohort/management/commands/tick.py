import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.utils import timezone

from courses import clock


class Command(BaseCommand):
    """Do everything that is due; production runs it each minute."""

    help = "Do everything that is due: publishing, due dates, reminders, parked effects, mail, search."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, once every so many seconds")

    def handle(self, *, every: int | None = None, **options: Any) -> None:
        self._tick()
        while every:
            connections.close_all()
            time.sleep(every)
            self._tick()

    def _tick(self) -> None:
        for name, count in clock.tick(timezone.now()).items():
            if count:
                self.stdout.write(f"{name}: {'failed' if count < 0 else count}")
