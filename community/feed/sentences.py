"""What a feed says of each thing: a sentence with {person}, {people} or {object} in it, and its words. No queries."""

import uuid
from collections.abc import Callable, Container, Sequence
from typing import Required, TypedDict

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.achievements.presenting.tiles import Tile, course_tile, lesson_tile, verified_tile
from community.addresses import address
from community.faces import Face
from community.markdown import excerpt
from community.models import Activity, Topic
from courses.addresses import course_url
from courses.assessments.queries import per_cent
from courses.claims import presenting as claims

from .rows import Row

QUOTED = 240  # characters of a question or discussion shown in a feed
Kind = Activity.Kind


class Words(TypedDict, total=False):
    """What is said of one thing, as fields of `presenting.Item`."""

    sentence: Required[str]
    object: str
    object_url: str
    object_key: str
    course_key: str
    course: str
    course_address: str
    note: str
    milestone: Tile
    quote: str
    body: SafeString
    replies: str
    replies_url: str


def words(row: Row, *, own: bool = False) -> Words:
    """Return what is said of `row`; to whom it is their `own`, it speaks of "you"."""
    said = _SAID.get(row.kind, _accomplishment)(row)
    if own:
        said["sentence"] = _to_oneself(row)
    return said


def _to_oneself(row: Row) -> str:
    if row.kind == Kind.ASSESSMENT:
        return _("You passed {object} with %(score)s") % {"score": per_cent(row.subject["scaled"])}
    if row.kind == Kind.TOPIC:
        return _OWN_TALK.get(row.topic_kind or "", _OWN_TALK[Topic.Kind.DISCUSSION])()
    return _OWN[row.kind]()


def of_several(kind: str) -> str:
    """Return what is said of several people who did the same thing of this kind."""
    return _OF_SEVERAL[kind]()


def in_one_course() -> str:
    """Return what is said where several lessons of one course were finished."""
    return _("{people} learned in {object}")


def names(people: Sequence[Face], *, own: Container[uuid.UUID] = ()) -> str:
    """Return people in words, the reader, whose uid is in `own`, first: "You, Mei-Ling and 3 others"."""
    people = sorted(people, key=lambda person: person.uid not in own)
    first = [_("You") if person.uid in own else first_name(person.name) for person in people]
    if len(first) == 1:
        return first[0] if people[0].uid in own else people[0].name
    if len(first) == 2:
        return _("%(one)s and %(two)s") % {"one": first[0], "two": first[1]}
    rest = len(first) - 2
    said = ngettext("%(one)s, %(two)s and %(n)d other", "%(one)s, %(two)s and %(n)d others", rest)
    return said % {"one": first[0], "two": first[1], "n": rest}


def first_name(name: str) -> str:
    """Return what a person is called where they were named in full before."""
    return name.split(" ")[0]


def _accomplishment(row: Row) -> Words:
    """The words of each kind; links lead to the course, which everyone may read."""
    subject = row.subject
    url = course_url(subject["course_key"], subject["course_slug"])
    said: Words = {
        "sentence": _("{person} finished {object}"),
        "object": subject["title"],
        "object_url": url,
        "object_key": subject.get("activity_key") or subject.get("badge") or subject["course_key"],
        "course_key": subject["course_key"],
        "course": subject["course_title"],
        "course_address": url,
    }
    if row.kind == Kind.ASSESSMENT:
        score = per_cent(subject["scaled"])
        said |= {"sentence": _("{person} passed {object} with %(score)s") % {"score": score}, "note": score}
    elif row.kind == Kind.COURSE:
        count = subject["activities"]
        text = ngettext("%(n)d activity, each proven.", "%(n)d activities, each proven.", count) % {"n": count}
        said |= {"sentence": _("{person} finished a course"), "milestone": course_tile(subject, text=text)}
    elif row.kind == Kind.AWARD:
        said |= {
            "sentence": _("{person} earned {object}"),
            "object": _("A first lesson"),
            "object_url": "",
            "milestone": lesson_tile(title="", text=subject["title"]),
        }
    return said


def _outside(row: Row) -> Words:
    """Who confirmed it is not said: they may lead a group that the reader must not know of."""
    subject = row.subject
    kind, length = claims.kind_name(subject["claim_kind"]), claims.length(subject["minutes"])
    proof = " · ".join(filter(None, [kind, length, _("confirmed by a person")]))
    return {
        "sentence": _("{person} learned away from the screen"),
        "object": subject["title"],
        "object_key": subject["claim"],
        "milestone": verified_tile(title=subject["title"], text=proof),
    }


def _talk(row: Row) -> Words:
    url = address("discussions:topic", row.topic_uid)
    count = row.replies or 0
    said: Words = {
        "sentence": _("{person} opened {object}"),
        "object": row.topic_title or "",
        "object_url": url,
        "replies": ngettext("%(n)d reply", "%(n)d replies", count) % {"n": count} if count else _("Reply"),
        "replies_url": url,
    }
    if row.topic_kind == Topic.Kind.POST:
        return said | {"sentence": _("{person} posted"), "object": "", "body": mark_safe(row.html or "")}
    said["quote"] = excerpt(row.html or "", length=QUOTED)
    if row.topic_kind == Topic.Kind.QUESTION:
        said |= {"sentence": _("{person} asked about {object}"), "object": row.lesson_title or row.topic_title or ""}
    return said


_OWN: dict[str, Callable[[], str]] = {
    Kind.LESSON: lambda: _("You finished {object}"),
    Kind.COURSE: lambda: _("You finished a course"),
    Kind.AWARD: lambda: _("You earned {object}"),
    Kind.CLAIM: lambda: _("You learned away from the screen"),
}
_OWN_TALK: dict[str, Callable[[], str]] = {
    Topic.Kind.POST: lambda: _("You posted"),
    Topic.Kind.QUESTION: lambda: _("You asked about {object}"),
    Topic.Kind.DISCUSSION: lambda: _("You opened {object}"),
}
_OF_SEVERAL: dict[str, Callable[[], str]] = {
    Kind.LESSON: lambda: _("{people} finished {object}"),
    Kind.ASSESSMENT: lambda: _("{people} passed {object}"),
    Kind.AWARD: lambda: _("{people} earned {object}"),
}
_SAID: dict[str, Callable[[Row], Words]] = {Kind.CLAIM: _outside, Kind.TOPIC: _talk}
