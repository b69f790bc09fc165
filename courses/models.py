"""The rows of courses: a table of contents."""

from .access.models import Enrolment, Grant
from .assessments.models import Answer, Attempt
from .catalog.models import CourseDocument, CourseImage, CourseRendition, CourseTeam, FileUse, Outline
from .catalog.pages import AssessmentPage, CataloguePage, CoursePage, LessonPage, ModulePage
from .catalog.review import CourseReviewTask
from .learning.models import Bookmark, Completion, Progress, Removal
from .records.clients.models import Client, LaunchToken
from .records.documents.models import Document
from .records.models import (
    ActivityAlias,
    AttachmentBody,
    Effect,
    Record,
    RecordActivity,
    RecordAgent,
    RecordAttachment,
    RecordReference,
    Sequence,
)

__all__ = [
    "ActivityAlias",
    "Answer",
    "AssessmentPage",
    "AttachmentBody",
    "Attempt",
    "Bookmark",
    "CataloguePage",
    "Client",
    "Completion",
    "CourseDocument",
    "CourseImage",
    "CoursePage",
    "CourseRendition",
    "CourseReviewTask",
    "CourseTeam",
    "Document",
    "Effect",
    "Enrolment",
    "FileUse",
    "Grant",
    "LaunchToken",
    "LessonPage",
    "ModulePage",
    "Outline",
    "Progress",
    "Record",
    "RecordActivity",
    "RecordAgent",
    "RecordAttachment",
    "RecordReference",
    "Removal",
    "Sequence",
]
