"""Reads of the catalogue: outlines, cards, pages."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Length, Substr
from django.utils.translation import get_language
from wagtail.models import Page

from courses.access.models import Enrolment
from courses.outline.outlines import find
from courses.pagination import Folded
from courses.prepared import Prepared
from search.asking import Query

from . import rendering
from .activities import ActivityPage, LessonPage
from .models import CourseTeam, Outline
from .pages import CoursePage

if TYPE_CHECKING:
    from community.models import User

P = TypeVar("P", bound=ActivityPage)


@dataclass(frozen=True, slots=True)
class CourseText:
    """What a course's page says in one language, and the name of who teaches it."""

    FIELDS: ClassVar = ("title", "slug", "outcome", "description", "locale__language_code", "pk")

    title: str
    slug: str
    outcome: str
    description: str
    language: str
    page_id: int
    teacher: str | None


def outline(course_key: uuid.UUID) -> Outline | None:
    """Return the current outline of a course, or None while it is not published."""
    found = _current(course=course_key)
    return found[0] if found else None


def outlines(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, Outline]:
    """Return the current outlines of several courses; those not published are missing."""
    found = Outline.objects.current().filter(course_key__in=list(keys))
    return {each.course_key: each for each in found}


def last_outline_with(activity_key: uuid.UUID, *, course_key: uuid.UUID) -> Outline | None:
    """Return the current outline of a course if it holds the activity, else the last one that did."""
    standing = outline(course_key)
    if standing and find(standing.data, activity_key):
        return standing
    earlier = Outline.objects.filter(course_key=course_key).order_by("-number")
    return next((each for each in earlier.iterator(chunk_size=20) if find(each.data, activity_key)), None)


def ever_published(course_key: uuid.UUID) -> set[str]:
    """Return the keys of every activity and module that any outline of the course ever held."""
    return {
        thing["key"]
        for data in Outline.objects.filter(course_key=course_key).values_list("data", flat=True)
        for module in data["modules"]
        for thing in (module, *module["activities"])
    }


def course_texts(key: uuid.UUID) -> list[CourseText]:
    """Return what the live pages of a course say, one for each language, the one written first at the front."""
    return [CourseText(*row) for row in _texts(course=key)]


def lesson_page(key: uuid.UUID) -> LessonPage | None:
    """Return the live page of a lesson in the reader's language with `course_key` and `teacher`, to be read only."""
    return in_language(_lessons(lesson=key))


def activity_page(page_type: type[P], key: uuid.UUID) -> P | None:
    """Return the live page of an activity in the reader's language with `course_key`, without what authors write."""
    return in_language(_live(page_type, key).defer(page_type.written))


def in_language(pages: Iterable[Any]) -> Any:
    """Return the page in the active language, else the first; None where there is none."""
    return _spoken([(page.locale.language_code, page) for page in pages])


def text_in_language(texts: list[CourseText]) -> CourseText | None:
    """Return the text in the active language, else the first; None where there is none."""
    return _spoken([(text.language, text) for text in texts])


def published_keys() -> list[uuid.UUID]:
    """Return the keys of the published courses in the order of their titles."""
    keys = _listed().order_by(Folded("title"), "pk").values_list("translation_key", flat=True)
    return list(dict.fromkeys(keys))


def startable(user: "User", *, most: int) -> list[Outline]:
    """Return the first `most` courses by title that anyone may start, each with `teacher`.

    Those that `user` ever began or teaches are left out.
    """
    pages = CoursePage.objects.live().filter(translation_key=OuterRef("course_key"))
    begun = Enrolment.objects.filter(course_key=OuterRef("course_key"), learner_id=user.pk)
    own = taught(user.pk).filter(course_key=OuterRef("course_key"))
    teams = CourseTeam.objects.filter(course_key=OuterRef("course_key"))
    found = Outline.objects.current().filter(Exists(pages), ~Exists(begun), ~Exists(own), data__open=True)
    teacher = Subquery(teams.values("created_by__display_name")[:1])
    return list(found.annotate(teacher=teacher).order_by(Folded(KT("data__title")), "course_key")[:most])


def matching(*, words: str = "", topic: str = "", without: Iterable[uuid.UUID] = ()) -> QuerySet[CoursePage, Any]:
    """Return the published courses as rows for `pagination.page`, `uid` being the key; words are found as search does.

    Those of the keys `without` are left out.
    """
    pages = _listed().exclude(translation_key__in=list(without))
    if topic:
        pages = pages.filter(topic=topic)
    if asked := Query.parse(words):
        told = pages.order_by().values_list("pk", "title", "outcome")
        pages = pages.filter(pk__in=[pk for pk, *said in told if asked.asks_for("\n".join(said))])
    rows = pages.order_by().values("translation_key").annotate(folded=Folded(Min("title")))
    return rows.annotate(rank=Value(0), uid=F("translation_key")).values_list("rank", "folded", "uid", named=True)


def topics() -> list[str]:
    """Return the topics that published courses have."""
    live = CoursePage.objects.live().exclude(topic="")
    return list(live.order_by("topic").values_list("topic", flat=True).distinct())


def team(course_key: uuid.UUID) -> CourseTeam | None:
    """Return who teaches a course, if anybody does."""
    return teams([course_key]).get(course_key)


def teams(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, CourseTeam]:
    """Return who teaches several courses."""
    found = CourseTeam.objects.select_related("created_by").filter(course_key__in=list(keys))
    return {each.course_key: each for each in found}


def questions(page: ActivityPage) -> list[dict[str, Any]]:
    """Return the questions of a lesson or assessment with their keys, in order, each with its `id`."""
    return rendering.questions(page)


def course_of(page: Page) -> CoursePage | None:
    """Return the course a page stands in, or is."""
    return CoursePage.objects.ancestor_of(page, inclusive=True).first()


def courses_of(pages: Iterable[Page]) -> dict[int, uuid.UUID]:
    """Return the course key of each of `pages`, by the page's id; one query."""
    found = list(pages)
    above = {page.path[:length] for page in found for length in range(Page.steplen, len(page.path), Page.steplen)}
    keys = dict(CoursePage.objects.filter(path__in=above).values_list("path", "translation_key"))
    return {page.pk: key for page in found for path, key in keys.items() if page.path.startswith(path)}


def taught_keys(user: "User") -> set[uuid.UUID]:
    """Return the keys of the courses whose team `user` is in."""
    return set(taught(user.pk).values_list("course_key", flat=True))


def taught(user_id: int) -> QuerySet[CourseTeam]:
    """Return the teams that a person is in."""
    return CourseTeam.objects.filter(group__user=user_id)


def pages_of_author(user: "User") -> QuerySet[Page]:
    """Return every page of the courses whose team `user` is in."""
    keys = taught(user.pk).values_list("course_key", flat=True)
    roots = CoursePage.objects.filter(translation_key__in=list(keys)).values_list("path", flat=True)
    below = [Q(path__startswith=path) for path in roots]
    return Page.objects.filter(reduce(or_, below)) if below else Page.objects.none()


def _spoken(found: list[tuple[str, Any]]) -> Any:
    spoken = get_language()
    first = found[0][1] if found else None
    return next((each for language, each in found if language == spoken), first)


def _current_of(course: uuid.UUID) -> QuerySet[Outline]:
    return Outline.objects.current().filter(course_key=course).order_by("pk")[:1]


def _texts_of(course: uuid.UUID) -> QuerySet[CoursePage]:
    teams = CourseTeam.objects.filter(course_key=OuterRef("translation_key"))
    rows = CoursePage.objects.live().filter(translation_key=course).order_by("pk").values_list(*CourseText.FIELDS)
    return rows.annotate(teacher=Subquery(teams.values("created_by__display_name")[:1]))


def _pages_of(lesson: uuid.UUID) -> QuerySet[LessonPage]:
    """Return the live pages of a lesson as readers need them."""
    teams = CourseTeam.objects.filter(course_key=OuterRef("course_key"))
    found = _live(LessonPage, lesson).annotate(teacher=Subquery(teams.values("created_by__display_name")[:1]))
    return found.only("title", "slug", "translation_key", "rendered", "minutes", "locale__language_code")


def _live(model: type[Any], key: uuid.UUID) -> QuerySet[Any]:
    """Return the live pages of a key, each with the `course_key` of the course it stands in."""
    return _of_courses(model).filter(translation_key=key)


def _of_courses(model: type[Any]) -> QuerySet[Any]:
    above = Substr(OuterRef("path"), 1, Length(OuterRef("path")) - 2 * Page.steplen)
    course = Page.objects.filter(path=above).values("translation_key")[:1]
    return model.objects.live().annotate(course_key=Subquery(course)).select_related("locale").order_by("pk")


_current = Prepared(_current_of, course=uuid.UUID)
_texts = Prepared(_texts_of, course=uuid.UUID)
_lessons = Prepared(_pages_of, lesson=uuid.UUID)


def _listed() -> QuerySet[CoursePage]:
    current = Outline.objects.current().filter(course_key=OuterRef("translation_key"))
    return CoursePage.objects.live().filter(Exists(current))
