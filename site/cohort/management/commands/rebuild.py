import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cohort import derived


class Command(BaseCommand):
    """Derive every projection again and write only the difference; nobody is notified."""

    help = "Derive every projection again and write only the difference; empties no table and notifies nobody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--learner", action="append", type=uuid.UUID, metavar="UID", help="only this person; may be repeated"
        )

    def handle(self, *, learner: list[uuid.UUID] | None = None, **options: Any) -> None:
        try:
            ids = derived.learners(learner) if learner else None
        except LookupError as error:
            raise CommandError(f"nobody has the uid {error}") from error
        self.stdout.write(f"{derived.derive(ids)} rows written")
