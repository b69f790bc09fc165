"""An admin's door into groups they are not in: a report of all there are, and a look into one, for a reason.

The reason is written down before anything is shown, beside who looked and when; Reports → Site history keeps it.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter, log

from community.models import Group, Membership, Post, Topic
from courses.admins import AdminsItem, AdminsReport, admins_only
from courses.pagination import Folded
from courses.writing import Line

from .. import queries
from ..presenting.frame import count_of, kind_of

LOOKED = "community.look"
TOPICS = 30  # that a look shows, the newest


@dataclass(frozen=True, slots=True)
class Conversation:
    """A topic and what was said in it, in the order of time; removed posts are not shown to an admin either."""

    topic: Topic
    posts: list[Post]


class ReasonForm(forms.Form):
    """Why an admin looks."""

    reason = Line(
        label=gettext_lazy("Why you look"),
        max_length=200,
        min_length=10,
        help_text=gettext_lazy("Such as a complaint you follow up. It is kept with your name and the time."),
    )


class LookFormatter(LogFormatter):
    """How a look reads in the site's history."""

    label = gettext_lazy("Look into a group")

    def format_message(self, log_entry: Any) -> str:
        return _("Looked into the group: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


def register_log_action(actions: LogActionRegistry) -> None:
    """Let the site's history say who looked."""
    actions.register_action(LOOKED)(LookFormatter)


class AllGroups(AdminsReport):
    """Every group there is, hidden ones too, by name; what is in them is behind a reason."""

    page_title = gettext_lazy("Groups")
    header_icon = "group"
    index_url_name = "all_groups"
    index_results_url_name = "all_groups_results"
    results_template_name = "community/groups/editor/list.html"
    model = Group

    def get_queryset(self) -> QuerySet[Group]:
        inside = Membership.objects.open().filter(group=OuterRef("pk"), user__is_active=True)
        return Group.objects.annotate(people=count_of(inside)).order_by(Folded("name"), "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> list[dict[str, Any]]:
        return [
            {"group": group, "kind": kind_of(group), "look_url": reverse("look_into_group", args=[group.uid])}
            for group in object_list
        ]


@admins_only
def look(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask an admin why, write it down, and show the group once."""
    group = get_object_or_404(Group, uid=uid)
    form = ReasonForm(request.POST or None)
    context: dict[str, Any] = {"group": group, "kind": kind_of(group), "form": form}
    if form.is_valid():
        log(instance=group, action=LOOKED, user=request.user, data=form.cleaned_data)
        people = queries.members(group).order_by("role", Folded("user__display_name"), "pk")  # managers first
        context |= {"people": people, "conversations": conversations(group.place)}
    return render(request, "community/groups/editor/look.html", context)


def conversations(place: str) -> list[Conversation]:
    """Return the newest topics of `place` with what was said in them. Two queries."""
    topics = list(Topic.objects.standing().filter(place=place).order_by("-last_at", "-uid")[:TOPICS])
    said: dict[int, list[Post]] = {topic.pk: [] for topic in topics}
    for post in Post.objects.standing().filter(topic__in=topics).select_related("author").order_by("at", "uid"):
        said[post.topic_id].append(post)
    return [Conversation(topic, said[topic.pk]) for topic in topics]


def menu_item() -> MenuItem:
    """Return the report's menu item."""
    return AdminsItem(gettext_lazy("Groups"), reverse("all_groups"), name="all-groups", icon_name="group", order=910)
