"""Who of those one knows by name learns a course now: shown and counted are those alone, to visitors nobody."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.connections import queries as connections
from community.faces import Face, face
from community.groups import queries as groups
from community.models import Membership, User
from courses import slots
from courses.learning import queries as learning
from courses.pagination import Folded
from courses.prepared import Prepared

FACES = 7


@dataclass(frozen=True, slots=True)
class Learners:
    """The first few of `count` people, by name."""

    faces: list[Face]
    count: int


def register() -> None:
    """Fill the place beside a course."""
    slots.register("course.people", beside_course, capability="community", budget=1, order=-1)


def beside_course(request: HttpRequest, *, course_key: uuid.UUID, **context: Any) -> SafeString:
    """Return who learns the course now, of those who show the viewer by name what they learn."""
    learners = learners_named_to(request.user, course_key) if request.user.is_authenticated else None
    if not learners or not learners.count:
        return SafeString()
    words = {"faces": learners.faces, "text": in_words(learners)}
    return render_to_string("community/people/learners.html", words)


def learners_named_to(viewer: User, course_key: uuid.UUID) -> Learners:
    """Return who is on the way through a course and named to `viewer`, in a group or as a connection. One query."""
    found = _named(viewer=viewer.pk, course=course_key, now=timezone.now())
    return Learners([face(*columns) for *columns, _count in found], found[0][-1] if found else 0)


def in_words(learners: Learners) -> SafeString:
    """Return the people in words with links: "Ngozi, Mei-Ling and 8 others"."""
    links = [format_html('<a href="{}">{}</a>', face.url, face.name) for face in learners.faces[:2]]
    rest = learners.count - len(links)
    if len(links) == 1:
        return links[0]
    if not rest:
        return format_html(_("{one} and {two}"), one=links[0], two=links[1])
    words = ngettext("{one}, {two} and {n} other", "{one}, {two} and {n} others", rest)
    return format_html(words, one=links[0], two=links[1], n=rest)


def _rows(viewer: int, course: uuid.UUID, now: datetime) -> QuerySet[User]:
    """The first few faces, each with the number of all."""
    mine = groups.groups_of(User(pk=viewer)).values("group")
    shares = Membership.objects.open().filter(user=OuterRef("pk"), sharing=Membership.Sharing.NAMED, group__in=mine)
    connected = Q(pk__in=connections.connected_ids(User(pk=viewer)), sharing=User.Sharing.NAMED)
    learning_now = User.objects.filter(pk__in=learning.learners_now(course, now=now), is_active=True).exclude(pk=viewer)
    named = learning_now.filter(Q(Exists(shares)) | connected).order_by(Folded("display_name"), "pk")
    return named.values_list("uid", "display_name", "picture", Window(Count("pk")))[:FACES]


_named = Prepared(_rows, viewer=int, course=uuid.UUID, now=datetime)
