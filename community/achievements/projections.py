"""The ledger and the badges as tables that follow from a learner's events."""

from community.derivation import Projection
from community.models import Award, PointEntry

POINTS = Projection(
    PointEntry,
    key=("uid",),
    values=(
        "learner_id", "code", "points", "enrolment_uid", "subject_key", "title", "record_id", "at", "reversed_by_id",
        "place",
    ),
)  # fmt: skip
AWARDS = Projection(
    Award, key=("uid",), values=("learner_id", "badge", "course_key", "title", "activities", "record_id", "at")
)
