"""An admin's door to what is said at courses they neither learn nor teach: as into groups, for a reason that is kept.

The look is written down on the course's outline, not on its page, so that its authors' history says nothing of it.
"""

import uuid
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from community.groups.views.oversight import ReasonForm, conversations
from courses.admins import AdminsItem, AdminsReport, admins_only
from courses.models import Outline
from courses.pagination import Folded

LOOKED = "community.look_at_course"


class LookFormatter(LogFormatter):
    """How a look reads in the site's history."""

    label = gettext_lazy("Look at the discussions of a course")

    def format_message(self, log_entry: Any) -> str:
        return _("Looked at the discussions of the course: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


def register_log_action(actions: LogActionRegistry) -> None:
    """Let the site's history say who looked."""
    actions.register_action(LOOKED)(LookFormatter)


class AllCourses(AdminsReport):
    """Every course that was ever published, by title; what is said there is behind a reason."""

    page_title = gettext_lazy("Discussions at courses")
    header_icon = "comment"
    index_url_name = "course_discussions"
    index_results_url_name = "course_discussions_results"
    results_template_name = "community/discussions/editor/list.html"
    model = Outline

    def get_queryset(self) -> QuerySet[Outline]:
        return _latest().order_by(Folded(KT("data__title")), "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[dict[str, Any]]:
        return [
            {
                "title": outline.data["title"],
                "published": outline.superseded_at is None,
                "look_url": reverse("look_at_course", args=[outline.course_key]),
            }
            for outline in object_list
        ]


@admins_only
def look(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask an admin why, write it down, and show what is said at the course once."""
    outline = _latest().filter(course_key=key).first()
    if outline is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    context: dict[str, Any] = {"key": key, "title": outline.data["title"], "form": form}
    if form.is_valid():
        log(instance=outline, action=LOOKED, user=request.user, title=outline.data["title"], data=form.cleaned_data)
        context["conversations"] = conversations(f"course:{key}")
    return render(request, "community/discussions/editor/look.html", context)


def _latest() -> QuerySet[Outline]:
    newest = Outline.objects.filter(course_key=OuterRef("course_key")).order_by("-number")
    return Outline.objects.filter(pk=Subquery(newest.values("pk")[:1]))


def menu_item() -> MenuItem:
    """Return the report's menu item."""
    label, url = gettext_lazy("Discussions at courses"), reverse("course_discussions")
    return AdminsItem(label, url, name="course-discussions", icon_name="comment", order=911)
