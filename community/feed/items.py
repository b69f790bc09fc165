"""Rows of a feed as the face shows them: sentences, milestones, days. No queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.addresses import address
from community.discussions.markdown import excerpt
from community.models import Activity, Topic, User
from community.people.faces import Face, face
from courses.assessments.queries import per_cent
from courses.learning.addresses import course_url

from . import cursors, folding, policies
from .cursors import Cursor

QUOTED = 240  # characters of a question or discussion shown in a feed
Kind = Activity.Kind
# Of what one record made happen, the greater stands first.
_WEIGHT: dict[str, int] = {Kind.COURSE: 3, Kind.AWARD: 2, Kind.ASSESSMENT: 1}


class Row(NamedTuple):
    """One activity as it was read, at the place it is shown at."""

    uid: Any
    kind: str
    at: datetime
    subject: dict[str, Any]
    actor_id: int
    actor_uid: Any
    actor_name: str
    actor_picture: str
    topic_uid: Any
    topic_kind: str | None
    topic_title: str | None
    lesson_title: str | None
    replies: int | None
    html: str | None
    text: str | None
    kudos: int
    kudos_given: bool
    place: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are read: a group by its name, or a connection's own place without one."""

    place: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """A finished course or a badge, as a card."""

    kind: str
    marks: list[list[int]]
    key: str
    title: str
    text: str
    url: str = ""
    score: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that happened, as `components/feed_item.html` shows it."""

    key: str
    kind: str
    at: datetime
    person: Face
    sentence: str
    object: str = ""
    object_url: str = ""
    object_key: str = ""
    course_key: str = ""
    course: str = ""
    course_address: str = ""
    place: str = ""
    place_url: str = ""
    milestone: Milestone | None = None
    quote: str = ""
    body: SafeString | None = None
    replies_url: str = ""
    replies: str = ""
    kudos_url: str = ""
    kudos: int = 0
    kudos_given: bool = False
    why: SafeString | str = ""
    mute_url: str = ""
    mute_label: str = ""
    note: str = ""  # said beside the name where several fold
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One of several in a folded line."""

    person: Face
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Several similar things, as `components/feed_folded.html` shows them."""

    key: str
    people: str
    sentence: str
    object: str
    object_url: str
    faces: list[Face]
    members: list[Member]
    why: SafeString | str = ""
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a feed, in the reader's zone."""

    name: str
    date: str
    entries: list[Item | Folded]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPage:
    """A page of a feed: its days; where the next page begins and how to call it; where the newest stands.

    `newer_url` says how much is newer, "" on a later page; `live` names the topics that may bring something new.
    """

    days: list[Day]
    next: str = ""
    more_label: str = ""
    newest: str = ""
    newer_url: str = ""
    live: str = ""


def page(
    rows: Sequence[Row],
    *,
    size: int,
    viewer: User,
    places: Mapping[str, Place],
    inside: bool,
    counter: str,
    later: bool,
) -> FeedPage:
    """Return the first `size` of `rows` as a page; a row beyond them says that there is more.

    `inside` a group's own feed the place is not repeated under each item. `counter` is where a page that is not a
    `later` one asks how much is newer.
    """
    newest = _cursor(rows[0]) if rows else cursors.write(cursors.FIRST)
    shown, beyond = rows[:size], rows[size:]
    in_order = sorted(shown, key=lambda row: (row.at, _WEIGHT.get(row.kind, 0)), reverse=True)
    items = [_item(row, viewer=viewer, place=places[row.place], inside=inside) for row in in_order]
    days = [_day(day, lines) for day, lines in folding.days(items, zone=timezone.get_current_timezone())]
    return FeedPage(
        days=days,
        next=_cursor(shown[-1]) if beyond else "",
        more_label=_more(shown[-1].at, beyond[0].at) if beyond else "",
        newest=newest,
        newer_url="" if later else f"{counter}?after={newest}",
        live=_live(places, viewer, inside=inside),
    )


def _live(places: Iterable[str], viewer: User, *, inside: bool) -> str:
    """What connections finish rings at one's own place, for theirs are nobody else's to hear."""
    own = [] if inside else [f"person:{viewer.uid}"]
    return " ".join([*(place for place in places if place.startswith("group:")), *own])


def _cursor(row: Row) -> str:
    return cursors.write(Cursor(row.at, row.uid))


def _item(row: Row, *, viewer: User, place: Place, inside: bool) -> Item:
    own, talk = row.actor_id == viewer.pk, row.kind == Kind.TOPIC
    person = face(row.actor_uid, row.actor_name, row.actor_picture)
    return Item(
        key=str(row.uid),
        kind=row.kind,
        at=row.at,
        person=person,
        place="" if inside else place.name,
        place_url="" if inside else place.url,
        kudos=row.kudos,
        kudos_given=row.kudos_given,
        kudos_url="" if own else address("discussions:kudos", row.uid),
        why=policies.why(place=place.name, name=_short(row.actor_name), own=own, talk=talk),
        **(_talk(row) if talk else _accomplishment(row)),
    )


def _accomplishment(row: Row) -> dict[str, Any]:
    """The words of each kind; links lead to the course, which everyone may read."""
    subject = row.subject
    url = course_url(subject["course_key"], subject.get("course_slug", ""))
    words: dict[str, Any] = {
        "object": subject["title"],
        "object_url": url,
        "object_key": subject.get("activity_key", "") or subject.get("badge", "") or subject["course_key"],
        "course_key": subject["course_key"],
        "course": subject["course_title"],
        "course_address": url,
    }
    if row.kind == Kind.ASSESSMENT:
        score = per_cent(subject["scaled"])
        return words | {"sentence": _("{person} passed {object} with %(score)s") % {"score": score}, "note": score}
    if row.kind == Kind.COURSE:
        return words | {"sentence": _("{person} finished a course"), "milestone": _course(subject, url)}
    if row.kind == Kind.AWARD:
        card = Milestone(kind="lesson", marks=[[1]], key="", title="", text=subject["title"])
        name = _("A first lesson")
        return words | {"sentence": _("{person} earned {object}"), "object": name, "object_url": "", "milestone": card}
    return words | {"sentence": _("{person} finished {object}")}


def _course(subject: Mapping[str, Any], url: str) -> Milestone:
    count = subject["activities"]
    return Milestone(
        kind="course",
        marks=[[1] * count],
        key=subject.get("course_cover") or subject["course_key"],
        title=subject["title"],
        url=url,
        text=ngettext("%(n)d activity, each proven.", "%(n)d activities, each proven.", count) % {"n": count},
    )


def _talk(row: Row) -> dict[str, Any]:
    url = address("discussions:topic", row.topic_uid)
    count = row.replies or 0
    words: dict[str, Any] = {
        "replies_url": url,
        "replies": ngettext("%(n)d reply", "%(n)d replies", count) % {"n": count} if count else _("Reply"),
        "object_url": url,
    }
    if row.topic_kind == Topic.Kind.POST:
        return words | {"sentence": _("{person} posted"), "body": mark_safe(row.html or "")}
    words["quote"] = excerpt(row.text or "", length=QUOTED)
    if row.topic_kind == Topic.Kind.QUESTION:
        return words | {"sentence": _("{person} asked about {object}"), "object": row.lesson_title or row.topic_title}
    return words | {"sentence": _("{person} opened {object}"), "object": row.topic_title}


def _day(day: Any, lines: Iterable[Item | folding.Fold[Item]]) -> Day:
    today = timezone.localdate()
    entries = [_folded(line) if isinstance(line, folding.Fold) else line for line in lines]
    if day == today:
        return Day(_("Today"), date_format(day, "l j F"), entries)
    if day == today - timedelta(days=1):
        return Day(_("Yesterday"), "", entries)
    return Day(date_format(day, "l"), date_format(day, "j F" if day.year == today.year else "j F Y"), entries)


def _folded(fold: folding.Fold[Item]) -> Folded:
    first = fold.things[0]
    people = list({item.person.uid: item.person for item in fold.things}.values())
    by_course = fold.by == folding.COURSE
    if by_course:
        sentence, object_, url = _("{people} learned in {object}"), first.course, first.course_address
    else:
        sentence, object_, url = _SAID[first.kind](), first.object, first.object_url
    return Folded(
        key=first.key,
        people=names(people),
        sentence=sentence,
        object=object_,
        object_url=url,
        faces=people[:2],
        members=[Member(item.person, item.object if by_course else item.note, item.at) for item in fold.things],
        why=first.why,
    )


_SAID: dict[str, Callable[[], str]] = {
    Kind.LESSON: lambda: _("{people} finished {object}"),
    Kind.ASSESSMENT: lambda: _("{people} passed {object}"),
    Kind.AWARD: lambda: _("{people} earned {object}"),
}


def names(people: Sequence[Face]) -> str:
    """Return people in words: "Ngozi, Mei-Ling and 3 others"."""
    first = [_short(person.name) for person in people]
    if len(first) == 1:
        return people[0].name
    if len(first) == 2:
        return _("%(one)s and %(two)s") % {"one": first[0], "two": first[1]}
    rest = len(first) - 2
    words = ngettext("%(one)s, %(two)s and %(n)d other", "%(one)s, %(two)s and %(n)d others", rest)
    return words % {"one": first[0], "two": first[1], "n": rest}


def _short(name: str) -> str:
    return name.split(" ")[0]


def _more(last: datetime, following: datetime) -> str:
    """Name the day the next page begins with, where it is another."""
    before, day = timezone.localtime(last).date(), timezone.localtime(following).date()
    if day == before:
        return ""
    near = (timezone.localdate() - day).days < 7
    return _("Show %(day)s") % {"day": date_format(day, "l" if near else "j F")}
