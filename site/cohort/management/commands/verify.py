import sys
import uuid
from typing import Any

from cohort import derived
from cohort.management.learners import LearnersCommand


class Command(LearnersCommand):
    """Compare every projection with what follows; exit 1 when something differs."""

    help = "Compare what stands with what follows, learner by learner, then source by source; names each difference."

    def handle(self, *, learner: list[uuid.UUID] | None = None, **options: Any) -> None:
        ids = self.learners(learner)
        count = 0
        for difference in derived.differences(ids):
            self.stdout.write(difference)
            count += 1
        self.stdout.write(f"pending: {derived.pending(ids)}")
        self.stdout.write(f"{count} differences")
        if count:
            sys.exit(1)
