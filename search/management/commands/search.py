from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import engines, indexing, pushing
from search.models import Entry


class Command(BaseCommand):
    """Keep the search index: derive it again, tell the cluster, say how it stands."""

    help = "Derive the search entries again (rebuild), keep the outbox's promises (drain), or say how it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("command", choices=["rebuild", "drain", "status"])

    def handle(self, *, command: str, **options: Any) -> None:
        try:
            getattr(self, f"_{command}")()
        except (engines.Unreachable, pushing.Busy) as problem:
            raise CommandError(str(problem)) from problem

    def _rebuild(self) -> None:
        self.stdout.write(f"entries: {indexing.rebuild()} things differed")
        if engines.configured():
            self.stdout.write(f"cluster: {pushing.rebuild()} things in a new index")

    def _drain(self) -> None:
        self.stdout.write(f"derived: {indexing.drain()}")

    def _status(self) -> None:
        self.stdout.write(f"entries: {Entry.objects.count()}")
        self.stdout.write(f"pending: {indexing.pending()}")
        if engines.configured():
            self.stdout.write(f"cluster: {'has an index' if engines.cluster().has_index() else 'has no index yet'}")
