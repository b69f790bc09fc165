"""Whether what a page refers to may go with it: it is there, and belongs to the course or to whoever wrote it.

Asked when an author saves, and again each time a page goes live, whichever road it takes: what was nobody's when it
was written may have become somebody's since.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import GroupCollectionPermission, Page, Revision
from wagtail.permissions import policy_registry

from courses.outline import outlines

from . import policies, queries, references
from .models import CourseDocument, CourseImage, CourseTeam, FileUse
from .pages import CoursePage

if TYPE_CHECKING:
    from community.models import User

    Person = User | AnonymousUser

FILES = (CourseImage, CourseDocument)


class NotOurs(ValidationError):
    """A page that would go live refers to what is not its own course's."""

    def __init__(self) -> None:
        super().__init__(_("This refers to something of another course. Choose one of yours."))


def check(page: Page, *, revision: Revision) -> None:
    """Raise NotOurs where `page`, going live as `revision` has it, refers to what is neither its course's nor its
    writer's to use. What nobody wrote comes from this site's own code.
    """
    author = _author(page, revision)
    if author is not None and strangers(page, references.of(page), by=[author]):
        raise NotOurs


def strangers(
    page: Page,
    found: Iterable[references.Reference],
    *,
    by: Iterable["Person | None"],
    course: CoursePage | None = None,
) -> set[references.Reference]:
    """Return which of what was `found` in `page` neither its course nor anyone of `by` may use.

    What its readers have met already stays; so does what they met and is gone, which shows nothing. A new page names
    the `course` it will stand in.
    """
    course = course or (queries.course_of(page) if page.path else None)
    people = [user for user in by if user is not None and user.is_active]
    return {reference for reference in set(found) if not _belongs(page, reference, course, people)}


def own_files(page: Page, files: Iterable[CourseImage | CourseDocument]) -> list[CourseImage | CourseDocument]:
    """Return those of `files` that readers of the live `page` may open: an alias shows what its original shows."""
    author = _author(page, page.live_revision or page.latest_revision)
    if author is None:
        return list(files)
    people = [author] if author.is_active else []
    course = queries.course_of(page)
    return [file for file in files if _file_belongs(page, file, course, people)]


def _author(page: Page, revision: Revision | None) -> "Person | None":
    """Return who answers for `page` as `revision` has it; a translation was written by who wrote its original."""
    if revision is not None and revision.user is not None:
        return revision.user
    if page.owner is not None:
        return page.owner
    kin = [str(pk) for pk in Page.objects.filter(translation_key=page.translation_key).values_list("pk", flat=True)]
    written = Revision.page_revisions.filter(object_id__in=kin, user__isnull=False).select_related("user")
    latest = written.order_by("-created_at", "-pk").first()
    return latest.user if latest else None


def _belongs(
    page: Page, reference: references.Reference, course: CoursePage | None, people: Collection["Person"]
) -> bool:
    model, pk = reference
    thing = _thing(model, pk)
    if thing is None:
        return _gone(page, reference)
    if isinstance(thing, FILES):
        return _file_belongs(page, thing, course, people)
    return not isinstance(thing, Page) or _page_belongs(thing, course, people)


def _thing(model: type[Model], pk: str) -> Model | None:
    return model._default_manager.filter(pk=pk).first() if references.possible(pk) else None


def _gone(page: Page, reference: references.Reference) -> bool:
    """Say whether the live page refers to it already: no id is given twice, and what is gone shows nothing."""
    live = page.specific_class.objects.filter(pk=page.pk, live=True).first() if page.pk else None
    return live is not None and reference in set(references.of(live))


def _file_belongs(
    page: Page, file: CourseImage | CourseDocument, course: CoursePage | None, people: Iterable["Person"]
) -> bool:
    if any(policies.may_edit_file(user, file) for user in people):
        return True
    if _met(page.pk, file) or _met(page.alias_of_id, file):
        return True
    return course is not None and _of_team(file, course)


def _met(page_id: int | None, file: CourseImage | CourseDocument) -> bool:
    return page_id is not None and FileUse.objects.filter(page=page_id, file=file.uid).exists()


def _of_team(file: CourseImage | CourseDocument, course: CoursePage) -> bool:
    """Say whether the course's own team has a right to the collection `file` lies in, or to one above it."""
    above = file.collection.get_ancestors(inclusive=True)
    team = CourseTeam.objects.filter(course_key=course.translation_key).values("group")
    return GroupCollectionPermission.objects.filter(group__in=team, collection__in=above).exists()


def _page_belongs(target: Page, course: CoursePage | None, people: Iterable["Person"]) -> bool:
    its_course = queries.course_of(target)
    if course is not None and its_course is not None and its_course.translation_key == course.translation_key:
        return True
    policy = policy_registry.get_by_type(Page)
    if any(policy.explorable_instances(user).filter(pk=target.pk).exists() for user in people):
        return True
    return _everyone_meets(target, its_course)


def _everyone_meets(target: Page, course: CoursePage | None) -> bool:
    """Say whether everyone may know of `target`: a page of the site, or one that a published course lists."""
    if course is None:
        return target.live
    outline = queries.outline(course.translation_key)
    return outline is not None and (
        target.pk == course.pk or outlines.find(outline.data, target.translation_key) is not None
    )
