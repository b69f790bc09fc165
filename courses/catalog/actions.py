"""Writes of the catalogue: a new course, and the outline of a published one."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Revision

from courses import events, kinds
from courses.outline import outlines
from courses.sendings import actions as sendings
from search import indexing

from . import belonging, copying, outlining, queries
from .models import CourseTeam, FileUse, Outline, Removal
from .pages import CataloguePage, CoursePage, FlatPage
from .search import place_of

if TYPE_CHECKING:
    from community.models import User

PAGE_RIGHTS = ("add", "change", "publish")
# Wagtail names the rights to files by its own models, whatever models stand in their place.
FILE_RIGHTS = {
    "wagtailimages": ("add_image", "change_image", "choose_image"),
    "wagtaildocs": ("add_document", "change_document", "choose_document"),
}


class CopyMore(Protocol):
    """Copy what a feature above keeps at the place of a course, in the same transaction."""

    def __call__(self, place: str, *, to: str, at: datetime | None = None) -> None: ...


_copied_along: list[CopyMore] = []


def copy_along(copy_more: CopyMore) -> None:
    """Let `copy_more` run whenever a course is copied."""
    if copy_more not in _copied_along:
        _copied_along.append(copy_more)


@transaction.atomic
def create_course(by: "User", *, title: str, at: datetime | None = None) -> CoursePage:
    """Begin a draft course with its own team, rights and collection; `by` teaches it."""
    catalogue = CataloguePage.objects.first()
    course = catalogue.add_child(instance=CoursePage(title=title, outcome="", live=False, owner=by))
    course.save_revision(user=by, clean=False)
    by.groups.add(_found_team(course, by=by, at=at or timezone.now()).group)
    return course


def begin_course(by: "User", *, title: str, client_uid: UUID | None = None) -> CoursePage:
    """Begin a course; the same form sent again returns the one it began."""

    def make() -> CoursePage:
        return create_course(by, title=title)

    said = ("course", title)
    return sendings.once(by, client_uid=client_uid, said=said, of=CoursePage, make=make, key="pk")


@transaction.atomic
def settle_copy(original: Page, copy: Page, *, by: "User", at: datetime | None = None) -> None:
    """Make a copy stand on its own: a course with a team and checklists like the original's, that leads within itself.

    Whoever copied it is in its team too; an admin need not be.
    """
    pairs = list(zip(_with_all_below(original), _with_all_below(copy), strict=False))
    for each, made in pairs:
        if isinstance(made, CoursePage) and not CourseTeam.objects.filter(course_key=made.translation_key).exists():
            _copy_team(each, made, by=by, at=at or timezone.now())
            for copy_more in _copied_along:
                copy_more(place_of(each.translation_key), to=place_of(made.translation_key), at=at)
    copies = {each.pk: made.pk for each, made in pairs}
    for _each, made in pairs:
        _lead_within(made, copies, by=by)


def _copy_team(original: Page, copy: CoursePage, *, by: "User", at: datetime) -> None:
    team = queries.team(original.translation_key)
    people = list(team.group.user_set.all()) if team else []
    made = _found_team(copy, by=(team and team.created_by) or by, at=at)
    made.group.user_set.add(*people, *([] if people and by.is_superuser else [by]))


def _lead_within(page: Page, copies: copying.Copies, *, by: "User") -> None:
    """Lead what a copied page shows, and what its author goes on with, to the copies."""
    if page.alias_of_id:
        return
    draft = page.get_latest_revision_as_object()
    if copying.lead_to_copies(page, copies):
        page.save(clean=False)
    if copying.lead_to_copies(draft, copies):
        draft.save_revision(user=by, changed=page.has_unpublished_changes, clean=False)
        if page.live and not page.has_unpublished_changes:
            Page.objects.filter(pk=page.pk).update(live_revision=F("latest_revision"))


def _with_all_below(page: Page) -> list[Page]:
    below = Page.objects.descendant_of(page).order_by("path").specific()
    return [page.specific, *below]


def _found_team(course: CoursePage, *, by: "User", at: datetime) -> CourseTeam:
    """Return a new team of `course`, with nobody in it yet, its rights and its collection."""
    name = f"{course.title[:80]} ({str(course.translation_key)[:8]})"
    group = Group.objects.create(name=name)
    collection = Collection.get_first_root_node().add_child(instance=Collection(name=name))
    for right in PAGE_RIGHTS:
        GroupPagePermission.objects.create(group=group, page=course, permission_type=right)
    for permission in _file_rights():
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return CourseTeam.objects.create(
        course_key=course.translation_key, group=group, collection=collection, created_by=by, created_at=at
    )


@transaction.atomic
def renew_outline(course_key: UUID, *, at: datetime | None = None) -> Outline | None:
    """Write the outline of the course `course_key` if it changed; one that is gone has no current outline."""
    data = outlining.following(course_key)
    current = Outline.objects.select_for_update().current().filter(course_key=course_key).first()
    if current and current.data == data:
        return current
    now = at or timezone.now()
    _touch(course_key, current.data if current else None, data)
    if current:
        current.superseded_at = now
        current.save(update_fields=["superseded_at"])
    renewed = _write_outline(course_key, data, now=now) if data is not None else None
    if (current is None) != (renewed is None):
        events.listed.send(sender=Outline, course_key=course_key, published=renewed is not None)
    return renewed


def _write_outline(course_key: UUID, data: dict[str, Any], *, now: datetime) -> Outline:
    last = Outline.objects.filter(course_key=course_key).order_by("-number").first()
    if last:
        note_removed(course_key, outlines.removed(last.data, data), at=now)
    return Outline.objects.create(
        course_key=course_key, number=last.number + 1 if last else 1, data=data, created_at=now
    )


def note_removed(course_key: UUID, activity_keys: Iterable[str], *, at: datetime) -> None:
    """Note in the outbox of waivers what was taken out of a course; belongs into the transaction that does it."""
    Removal.objects.bulk_create(
        [Removal(course_key=course_key, activity_key=UUID(key), at=at) for key in activity_keys]
    )


@transaction.atomic
def note_files(page: Any, *, files: Iterable[UUID], public: bool) -> None:
    """Keep which files the published `page` shows, and whether everyone may see them."""
    wanted = set(files)
    page.file_uses.exclude(file__in=wanted, public=public).delete()
    FileUse.objects.bulk_create(
        [FileUse(file=file, page_id=page.pk, public=public) for file in wanted], ignore_conflicts=True
    )


@transaction.atomic
def publish_scheduled(now: datetime) -> int:
    """Publish and unpublish what was scheduled for now; return how many drafts went live.

    All or nothing: Wagtail forgets the date of a draft before it has saved the page. What would go live with something
    of another course stays a draft, without its date, and the page's history says so.
    """
    due = list(Revision.objects.filter(approved_go_live_at__lt=now))
    refused = [revision for revision in due if not _may_go_live(revision)]
    for revision in refused:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
    call_command("publish_scheduled", verbosity=0)
    return len(due) - len(refused)


def _may_go_live(revision: Revision) -> bool:
    """Say whether what is scheduled may still go live; refused, it stays a draft and holds nothing else up."""
    page = revision.as_object()
    try:
        if isinstance(page, FlatPage):
            belonging.check(page, revision=revision)
    except belonging.NotOurs:
        return False
    return True


def _touch(course_key: UUID, *outlines_then_and_now: dict[str, Any] | None) -> None:
    """Promise that the course and what it is or was made of are found as they now are."""
    held = [activity for data in outlines_then_and_now if data for activity in outlines.activities(data)]
    indexing.touch("course", course_key)
    for kind in kinds.FOUND:
        indexing.touch(kind, *{UUID(activity["key"]) for activity in held if activity["kind"] == kind})


def _file_rights() -> Iterable[Permission]:
    codenames = [codename for rights in FILE_RIGHTS.values() for codename in rights]
    return Permission.objects.filter(content_type__app_label__in=FILE_RIGHTS, codename__in=codenames)
