"""The rows of courses: a table of contents."""

from .access.models import Enrolment, Grant
from .assessments.models import Answer, Attempt
from .catalog.models import CourseDocument, CourseImage, CourseRendition, CourseTeam, FileUse, Outline
from .catalog.pages import AssessmentPage, CataloguePage, CoursePage, LessonPage, ModulePage
from .catalog.review import CourseReviewTask
from .learning.models import Bookmark, Completion, Progress, Removal
from .records.models import Effect, Record, RecordActivity, RecordAgent, Sequence

__all__ = [
    "Answer",
    "AssessmentPage",
    "Attempt",
    "Bookmark",
    "CataloguePage",
    "Completion",
    "CourseDocument",
    "CourseImage",
    "CoursePage",
    "CourseRendition",
    "CourseReviewTask",
    "CourseTeam",
    "Effect",
    "Enrolment",
    "FileUse",
    "Grant",
    "LessonPage",
    "ModulePage",
    "Outline",
    "Progress",
    "Record",
    "RecordActivity",
    "RecordAgent",
    "Removal",
    "Sequence",
]
