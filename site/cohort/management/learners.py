"""What `verify` and `rebuild` share: for everybody, or for the people that are named."""

import uuid
from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cohort import derived


class LearnersCommand(BaseCommand):
    """A command about projections, which takes `--learner UID` as often as it is given."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the people."""
        parser.add_argument(
            "--learner", action="append", type=uuid.UUID, metavar="UID", help="only this person; may be repeated"
        )

    def learners(self, uids: Sequence[uuid.UUID] | None) -> list[int] | None:
        """Return the ids of the people named, None for everybody; a wrong uid is a CommandError."""
        try:
            return derived.learners(uids) if uids else None
        except LookupError as error:
            raise CommandError(f"nobody has the uid {error}") from error
