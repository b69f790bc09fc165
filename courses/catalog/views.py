"""The list of courses, a course's page, and files."""

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from courses import addresses, capabilities, pagination, slots

from . import files, policies, queries, serving
from .models import CourseDocument, CourseImage
from .presenting import cards, contents

PAGE = 24
WORTH_A_SEARCH = 9  # courses; fewer are seen at a glance


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """Show the courses I learn and the rest by title, or what words and topic find; a later page goes on `after`."""
    words, topic = request.GET.get("q", "").strip()[:100], request.GET.get("topic", "")[:60]
    after, looked_for = request.GET.get("after", ""), bool(words or topic)
    mine = [] if looked_for else cards.mine(request.user)
    found = queries.matching(words=words, topic=topic, without=[card.course_key for card in mine])
    rows, following = pagination.page(found, after=after, size=PAGE)
    context = {
        "mine": [] if after else mine,
        "learns": bool(mine),
        "looked_for": looked_for,
        "cards": cards.every(row.uid for row in rows),
        "count": (count := found.count() if after or following else len(rows)),
        "findable": looked_for or len(mine) + count >= WORTH_A_SEARCH,
        "words": words,
        "topic": topic,
        "topics": queries.topics(),
        "next_url": f"?{urlencode({'q': words, 'topic': topic, 'after': following})}" if following else "",
    }
    return render(request, "courses/catalog/list.html", context)


@require_safe
def course(request: HttpRequest, key: uuid.UUID, slug: str = "") -> HttpResponse:
    """Show a course: its outcome, its outline with my state, what finishes it, and the one thing to do."""
    view = contents.course(request.user, key)
    if view is None:
        raise Http404
    if not slug and (address := addresses.course_url(str(key), view.slug)) != request.path:
        return redirect(address, permanent=True)
    context = {
        "course": view,
        "badge": view.enrolled and capabilities.is_on("achievements"),
        "people": slots.render("course.people", request, course_key=key),
        "checklists": slots.render("course.checklists", request, course_key=key, learns=view.enrolled),
        "talk": slots.render("course.talk", request, course_key=key, learns=view.enrolled),
    }
    return render(request, "courses/catalog/course.html", context)


@require_safe
def file(request: HttpRequest, uid: uuid.UUID, spec: str) -> HttpResponseBase:
    """Send a file or a size of a picture to who may open it."""
    kept = CourseImage.objects.filter(uid=uid).first() or get_object_or_404(CourseDocument, uid=uid)
    access = policies.file_access(request.user, kept)
    found = access and files.bytes_of(kept, spec, editing=lambda: policies.may_edit_file(request.user, kept))
    if not found:
        raise Http404
    return serving.answer(request, found, name=kept.filename, public=access == policies.PUBLIC)
