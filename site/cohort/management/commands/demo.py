import sys
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cohort.demo import actions
from cohort.demo.accounts import ACCOUNTS, PASSWORD
from cohort.demo.removal import InUse
from cohort.demo.steps import Step
from cohort.models import DemoManifest

BAR = 32


class Command(BaseCommand):
    """Make the demo community, or take it away."""

    help = "Replay a month of a learning community, ending today; --remove takes it away again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="delete the demo and everything in it")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives another month")
        parser.add_argument("--day", type=date.fromisoformat, help="the last day, as 2026-11-20; today if not given")

    def handle(self, *, remove: bool, seed: int, day: date | None, **options: Any) -> None:
        if not remove and not settings.DEMO:
            raise CommandError(str(actions.NotHere()))
        standing = DemoManifest.objects.first()
        if remove:
            self._remove(standing)
            return
        if standing:
            self.stdout.write(f"The demo of {standing.day:%-d %B %Y} is there (seed {standing.seed}).")
        else:
            actions.make(seed=seed, day=self._day(day), tell=self._tell)
        self._accounts()

    def _day(self, day: date | None) -> date:
        today = datetime.now(UTC).date()
        if day and day > today:
            raise CommandError(f"{day} is not over yet; the demo ends today at the latest")
        return day or today

    def _remove(self, standing: DemoManifest | None) -> None:
        if standing is None:
            self.stdout.write("There is no demo to remove.")
            return
        try:
            gone = actions.remove(standing)
        except InUse as problem:
            raise CommandError(f"{problem}. Nothing was removed.") from problem
        self.stdout.write(f"The demo is gone: {gone} rows.")

    def _tell(self, number: int, total: int, step: Step) -> None:
        """Draw the bar once for each per cent, and on a terminal only in one line."""
        if number * 100 // total == (number - 1) * 100 // total:
            return
        full = number * BAR // total
        bar = f"{'█' * full}{'·' * (BAR - full)} {number * 100 // total:3d} %  {step.at:%-d %B}"
        if self.stdout.isatty():
            self.stdout.write(f"\r{bar:<60}", ending="\n" if number == total else "")
            self.stdout.flush()
        elif number * 4 // total != (number - 1) * 4 // total:
            self.stdout.write(bar)

    def _accounts(self) -> None:
        self.stdout.write(f"\nSign in with one of these, password {PASSWORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.role:<11}{account.email:<20}{account.what}")
        sys.stdout.flush()
