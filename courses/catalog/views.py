"""The list of courses, a course's page, and files."""

import uuid
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from courses import capabilities, slots

from . import cards, files, policies, presenting, queries, serving
from .models import CourseDocument, CourseImage

PAGE = 24


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """Show the courses I learn and all there are, found by words and topic."""
    words, topic = request.GET.get("q", "").strip()[:100], request.GET.get("topic", "")[:60]
    keys = queries.matching(words=words, topic=topic)
    page = Paginator(keys, PAGE).get_page(request.GET.get("page"))
    context = {
        "mine": cards.mine(request.user),
        "cards": cards.every(page.object_list),
        "page": page,
        "words": words,
        "topic": topic,
        "topics": queries.topics(),
        "next_url": f"?{urlencode({'q': words, 'topic': topic, 'page': page.number + 1})}" if page.has_next() else "",
    }
    return render(request, "courses/catalog/list.html", context)


@require_safe
def course(request: HttpRequest, key: uuid.UUID, slug: str = "") -> HttpResponse:
    """Show a course: its outcome, its outline with my state, what finishes it, and the one thing to do."""
    view = presenting.course(request.user, key)
    if view is None:
        raise Http404
    if not slug:
        return redirect("catalog:course", key=key, slug=view.slug, permanent=True)
    context = {
        "course": view,
        "badge": view.enrolled and capabilities.is_on("achievements"),
        "people": slots.render("course.people", request, course_key=key),
        "talk": slots.render("course.talk", request, course_key=key),
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
