"""The pages of discussions: the topics of a place, and one topic with its replies."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.groups.presenting.frame import frame_of
from community.live.topics import sign
from community.models import Topic
from community.requests import PersonRequest
from courses import uids
from courses.addresses import course_url

from .. import lessons, queries
from ..presenting.composing import Composer, place_name
from .door import readable, topic_of


@login_required
@require_safe
def group_topics(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show the discussions of a group to its members."""
    frame = frame_of(request, uid, tab="discussions")
    page = queries.topics(frame.place, before=request.GET.get("before", ""))
    newer_url = "" if request.GET.get("before") else reverse("discussions:newer", args=[uid])
    context = {"frame": frame, "page": page, "newer_url": newer_url, **_listening(request, f"talk:{frame.place}")}
    return render(request, "community/discussions/group.html", context)


@login_required
@require_safe
def newer_topics(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Say how many discussions of the group are newer than the page that asks."""
    place = readable(request, f"group:{uid}")
    return JsonResponse({"count": queries.newer_topics(place, than=request.GET.get("after", ""))})


@login_required
@require_safe
def course_topics(request: PersonRequest, key: uuid.UUID) -> HttpResponse:
    """Show what is discussed at a course to those who learn or teach it."""
    place = readable(request, f"course:{key}")
    page = queries.topics(place, before=request.GET.get("before", ""))
    context = {
        "page": page,
        "title": place_name(place),
        "back_url": course_url(str(key), ""),
        **_listening(request, f"talk:{place}"),
    }
    return render(request, "community/discussions/course.html", context)


@login_required
@require_safe
def topic(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a conversation: its opening and a page of its replies."""
    found = topic_of(request, uid)
    rights = queries.rights_in(request.user, found)
    start = request.GET.get("post", "")
    context = {
        "topic": found,
        "heading": queries.heading(found),
        "lesson_url": lessons.url_of(found),
        "opening": queries.opening(found, rights),
        "page": queries.replies(found, rights, after=request.GET.get("after", ""), start=uids.read(start)),
        "composer": Composer.for_reply(found),
        "shows_part": bool(start or request.GET.get("after")),
        "place_url": _place_url(found),
        **_listening(request, f"topic:{found.uid}"),
    }
    return render(request, "community/discussions/topic.html", context)


@login_required
@require_safe
def newer_replies(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Say how many replies are newer than the page that asks."""
    found = topic_of(request, uid)
    return JsonResponse({"count": queries.newer_replies(found, than=request.GET.get("after", ""))})


def _listening(request: PersonRequest, topic: str) -> dict[str, str]:
    """Return by what a page listens to a live topic: the name its list follows, and the token it may show."""
    return {"live_name": topic, "live_token": sign(request.user, topic)}


def _place_url(topic: Topic) -> str:
    kind, _sep, uid = topic.place.partition(":")
    return reverse("discussions:list" if kind == "group" else "discussions:course", args=[uid])
