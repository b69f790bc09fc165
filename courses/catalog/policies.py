"""Who teaches, who writes, who may open a file."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Union

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page
from wagtail.permissions import policy_registry

from courses.access import queries as access
from courses.outline import outlines

from . import queries
from .models import CourseDocument, CourseImage, CourseTeam, FileUse

if TYPE_CHECKING:
    from community.models import User
    from courses.models import Enrolment

Person = Union["User", AnonymousUser]
PUBLIC, PRIVATE, NONE = "public", "private", ""


def teaches(user: Person, course_key: uuid.UUID) -> bool:
    """Say whether `user` is in the course's own team; admins see all."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or CourseTeam.objects.filter(course_key=course_key, group__user=user).exists()


def edits(user: Person, course_key: uuid.UUID, *, enrolment: "Enrolment | None") -> bool:
    """Say whether `user` finds the way into the editor of the course; their enrolment, read already, may know."""
    if enrolment is None:
        return teaches(user, course_key)
    return user.is_authenticated and (user.is_superuser or enrolment.in_team)


def may_preview(user: Person, course_key: uuid.UUID, activity: Mapping[str, Any]) -> bool:
    """Say whether someone who is not enrolled may read the activity: a free preview, or one's own course."""
    return bool(activity.get("preview")) or teaches(user, course_key)


def authors(user: Person, page: Page) -> bool:
    """Say whether `user` is in the team of the course that `page` stands in."""
    course = queries.course_of(page)
    return course is not None and teaches(user, course.translation_key)


def may_create_course(user: Person) -> bool:
    """Say whether `user` may begin a course: whoever may enter the editor."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


def file_access(user: Person, file: CourseImage | CourseDocument) -> str:
    """Return how `user` may open `file`: PUBLIC as everyone may, PRIVATE for themselves, or NONE."""
    keys: set[uuid.UUID] = set()
    for use in FileUse.objects.filter(file=file.uid, page__live=True).select_related("page"):
        course_key = _shown_in(use.page)
        if course_key and use.public:
            return PUBLIC
        keys |= {course_key} if course_key else set()
    if not user.is_authenticated:
        return NONE
    if access.open_enrolments().filter(learner_id=user.pk, course_key__in=keys).exists():
        return PRIVATE
    return PRIVATE if may_edit_file(user, file) else NONE


def may_edit_file(user: Person, file: CourseImage | CourseDocument) -> bool:
    """Say whether `user` may put `file` into a page: whoever may choose from its collection."""
    policy = policy_registry.get_by_type(type(file))
    return user.is_authenticated and policy.user_has_any_permission_for_instance(user, ["choose", "change"], file)


def may_delete(page: Page) -> bool:
    """Say whether `page` may be deleted: not once people learn the course, unless readers never met it."""
    course = queries.course_of(page)
    if course is None:
        return True
    if not access.ever_learned(course.translation_key):
        return True
    keys = {
        str(key) for key in Page.objects.descendant_of(page, inclusive=True).values_list("translation_key", flat=True)
    }
    return page.pk != course.pk and not queries.ever_published(course.translation_key) & keys


def _shown_in(page: Page) -> uuid.UUID | None:
    """Return the key of the course in which readers meet `page` now, if they do."""
    course = queries.course_of(page)
    outline = queries.outline(course.translation_key) if course else None
    if course is None or outline is None:
        return None
    met = page.pk == course.pk or outlines.find(outline.data, page.translation_key)
    return course.translation_key if met else None
