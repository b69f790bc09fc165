"""A group's feed, and how much is new in one that is open."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.discussions.composing import Composer
from community.groups import queries as groups
from community.groups import shown
from community.groups.frame import frame_of
from community.people.requests import PersonRequest

from . import queries


@login_required
@require_safe
def group(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show what happened in a group to its members, who may post here."""
    frame = frame_of(request, uid, tab="feed")
    page = queries.of_group(request.user, frame.group, before=request.GET.get("before"))
    context = {
        "frame": frame,
        "page": page,
        "next_url": f"?before={page.next}" if page.next else "",
        "composer": Composer.for_feed(frame.place, to=frame.group.name),
        "aside": shown.aside(frame.group, request.user),
    }
    return render(request, "community/feed/group.html", context)


@login_required
@require_safe
def newer(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Say how much in a group's feed is newer than the page that asks."""
    membership = get_object_or_404(groups.groups_of(request.user), group__uid=uid)
    count = queries.newer_count(request.user, after=request.GET.get("after"), group=membership.group)
    return JsonResponse({"count": count})


@login_required
@require_safe
def newer_at_home(request: PersonRequest) -> HttpResponse:
    """Say how much at home is newer than the page that asks."""
    return JsonResponse({"count": queries.newer_count(request.user, after=request.GET.get("after"))})
