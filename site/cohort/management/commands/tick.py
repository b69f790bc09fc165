from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from courses import clock


class Command(BaseCommand):
    """Do everything that is due; production runs it each minute."""

    help = "Do everything that is due: publishing, due dates, reminders, parked effects, mail, search."

    def handle(self, **options: Any) -> None:
        call_command("publish_scheduled", verbosity=0)
        for name, count in clock.tick(timezone.now()).items():
            if count:
                self.stdout.write(f"{name}: {'failed' if count < 0 else count}")
