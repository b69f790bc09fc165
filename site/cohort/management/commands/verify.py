import sys
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cohort import derived


class Command(BaseCommand):
    """Compare every projection with what follows; exit 1 when something differs."""

    help = "Compare what stands with what follows, learner by learner, then source by source; names each difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--learner", action="append", type=uuid.UUID, metavar="UID", help="only this person; may be repeated"
        )

    def handle(self, *, learner: list[uuid.UUID] | None = None, **options: Any) -> None:
        try:
            ids = derived.learners(learner) if learner else None
        except LookupError as error:
            raise CommandError(f"nobody has the uid {error}") from error
        count = 0
        for difference in derived.differences(ids):
            self.stdout.write(difference)
            count += 1
        self.stdout.write(f"pending: {derived.pending(ids)}")
        self.stdout.write(f"{count} differences")
        if count:
            sys.exit(1)
