"""The rows of courses: a table of contents."""

from .access.models import Enrolment, Grant
from .assessments.models import Attempt
from .catalog.activities import AssessmentPage, LessonPage
from .catalog.models import CourseDocument, CourseImage, CourseRendition, CourseTeam, FileUse, Outline, Removal
from .catalog.pages import CataloguePage, CoursePage, ModulePage
from .catalog.review import CourseReviewTask
from .claims.checklists.models import Observation, Rubric
from .claims.models import Amendment, Claim, Decision, Evidence
from .learning.models import Answer, Bookmark, Completion, Progress
from .links.pages import LinkPage
from .records.clients.models import Client, FormerSecret, LaunchToken
from .records.documents.models import Document
from .records.exchange.models import Destination, Import, PageRead, Refusal, Rejection
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
from .sendings.models import Sending

__all__ = [
    "ActivityAlias",
    "Amendment",
    "Answer",
    "AssessmentPage",
    "AttachmentBody",
    "Attempt",
    "Bookmark",
    "CataloguePage",
    "Claim",
    "Client",
    "Completion",
    "CourseDocument",
    "CourseImage",
    "CoursePage",
    "CourseRendition",
    "CourseReviewTask",
    "CourseTeam",
    "Decision",
    "Destination",
    "Document",
    "Effect",
    "Enrolment",
    "Evidence",
    "FileUse",
    "FormerSecret",
    "Grant",
    "Import",
    "LaunchToken",
    "LessonPage",
    "LinkPage",
    "ModulePage",
    "Observation",
    "Outline",
    "PageRead",
    "Progress",
    "Record",
    "RecordActivity",
    "RecordAgent",
    "RecordAttachment",
    "RecordReference",
    "Refusal",
    "Rejection",
    "Removal",
    "Rubric",
    "Sending",
    "Sequence",
]
