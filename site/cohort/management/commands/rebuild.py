import uuid
from typing import Any

from cohort import derived
from cohort.management.learners import LearnersCommand


class Command(LearnersCommand):
    """Derive every projection again and write only the difference; nobody is notified."""

    help = "Derive every projection again and write only the difference; empties no table and notifies nobody."

    def handle(self, *, learner: list[uuid.UUID] | None = None, **options: Any) -> None:
        ids = self.learners(learner)
        self.stdout.write(f"{derived.derive(ids)} rows written")
