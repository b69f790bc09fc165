"""The rows of courses: a table of contents."""

from .access.models import Enrolment, Grant
from .assessments.models import Answer, Attempt
from .catalog.models import CourseDocument, CourseImage, CourseRendition, CourseTeam, Outline
from .learning.models import Bookmark, Completion, Progress
from .records.models import Effect, Record, RecordActivity, RecordAgent, Sequence

__all__ = [
    "Answer",
    "Attempt",
    "Bookmark",
    "Completion",
    "CourseDocument",
    "CourseImage",
    "CourseRendition",
    "CourseTeam",
    "Effect",
    "Enrolment",
    "Grant",
    "Outline",
    "Progress",
    "Record",
    "RecordActivity",
    "RecordAgent",
    "Sequence",
]
