"""How courses and what they are made of are found: a course by everyone, what an activity says by who may read it."""

import uuid
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses import addresses, kinds
from courses.access import queries as access
from courses.outline import outlines
from search import sources

from . import policies, queries, reading, rendering
from .activities import ActivityPage, page_types
from .models import Outline
from .pages import CoursePage
from .presenting import contents

if TYPE_CHECKING:
    from community.models import User
    from search.queries import Hit

COURSE = "course"


def register() -> None:
    """Let courses be found, and activities of the kinds that are."""
    sources.register(
        sources.Source(
            kind=COURSE,
            label=_("Courses"),
            rows=courses,
            note=lambda facets: contents.activities_text(facets.get("activities", 0)),
            icon="book",
            order=10,
        )
    )
    sources.register_check(COURSE, standing_courses)
    for order, kind in enumerate(kinds.FOUND, start=20):
        rows = partial(activity_rows, kind)
        label = kinds.KINDS[kind].plural
        sources.register(sources.Source(kind=kind, label=label, rows=rows, icon=kind, order=order))
        sources.register_check(kind, partial(readable, rows=rows))
    sources.register_places(places)


def place_of(course_key: uuid.UUID) -> str:
    """Return the place of who learns a course."""
    return f"course:{course_key}"


def places(user: "User") -> set[str]:
    """Return the places of the courses that `user` learns or teaches."""
    learned = access.open_enrolments().filter(learner_id=user.pk).values_list("course_key", flat=True)
    return {place_of(key) for key in (*learned, *queries.taught_keys(user))}


def courses(uids: Collection[uuid.UUID] | None) -> Iterator[sources.EntryDraft]:
    """Yield the published courses among `uids`, or all."""
    pages = CoursePage.objects.live().order_by("pk")
    published = _outlines(uids)
    pages = pages.filter(translation_key__in=published.keys()) if uids is not None else pages
    for key, page in _first_of_each(pages).items():
        if (outline := published.get(key)) is not None:
            yield sources.EntryDraft(
                uid=key,
                title=page.title,
                text=f"{page.outcome} {reading.text_of(page.description)}".strip(),
                places=[sources.PUBLIC],
                url=addresses.course_url(str(key), outline.data["slug"]),
                facets={"cover": outline.data["cover"], "activities": len(outlines.activities(outline.data))},
            )


def activity_rows(kind: str, uids: Collection[uuid.UUID] | None) -> Iterator[sources.EntryDraft]:
    """Yield the activities of a kind among `uids`, or all, that readers of a published course meet."""
    (page_type,) = page_types([kind])
    live = page_type.objects.filter(live=True).defer(page_type.written).order_by("pk")
    found = _first_of_each(live.filter(translation_key__in=uids) if uids is not None else live)
    homes = queries.courses_of(found.values())
    published = _outlines(set(homes.values()))
    for key, page in found.items():
        outline = published.get(homes[page.pk]) if page.pk in homes else None
        activity = outlines.find(outline.data, key) if outline else None
        if outline and activity:
            yield _activity(page, outline, activity)


def standing_courses(user: policies.Person, hits: "list[Hit]") -> set[uuid.UUID]:
    """Return the hits that are published now."""
    return set(queries.outlines(hit.uid for hit in hits))


def readable(
    user: policies.Person,
    hits: "list[Hit]",
    *,
    rows: Callable[[Collection[uuid.UUID] | None], Iterator[sources.EntryDraft]],
) -> set[uuid.UUID]:
    """Return the hits that `rows` still yields, in a course `user` may read, or free for all."""
    own = places(user) if user.is_authenticated else set()
    found = {draft.uid: draft for draft in rows({hit.uid for hit in hits})}
    return {uid for uid, draft in found.items() if not {sources.PUBLIC, *own}.isdisjoint(draft.places)}


def _activity(page: ActivityPage, outline: Outline, activity: outlines.Activity) -> sources.EntryDraft:
    place = place_of(outline.course_key)
    return sources.EntryDraft(
        uid=page.translation_key,
        title=page.title,
        text=f"{rendering.text(page.rendered)}\n{outline.data['title']}".strip(),  # asked for with its course's subject
        places=[place, sources.PUBLIC] if activity["preview"] else [place],
        url=addresses.activity_url(activity["kind"], activity["key"], activity["slug"]),
        facets={"cover": outline.data["cover"], "note": outline.data["title"]},
    )


def _outlines(keys: Collection[uuid.UUID] | None) -> dict[uuid.UUID, Outline]:
    current = Outline.objects.current()
    found = current if keys is None else current.filter(course_key__in=keys)
    return {outline.course_key: outline for outline in found}


def _first_of_each(pages: QuerySet[Any]) -> dict[uuid.UUID, Any]:
    """The page written first of each key: translations say the same."""
    found: dict[uuid.UUID, Any] = {}
    for page in pages:
        found.setdefault(page.translation_key, page)
    return found
