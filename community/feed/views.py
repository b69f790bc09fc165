"""A group's feed, how much is new in one that is open, and what is left out of Home."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from community.discussions.presenting.composing import Composer
from community.groups import queries as groups
from community.groups.presenting.aside import aside
from community.groups.presenting.frame import frame_of
from community.models import Group, User
from community.requests import PersonRequest

from . import actions, mutings, queries


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
        "aside": aside(frame.group, request.user, leads=frame.is_manager),
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


@login_required
@require_POST
def muting(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Leave a group, or what a connection shares, out of one's own Home, and offer the way back."""
    place = _place(request, uid)
    actions.mute(request.user, place=place)
    messages.success(request, mutings.begun(place), extra_tags=reverse("feed:muting_end", args=[uid]))
    return redirect("home")


@login_required
@require_POST
def muting_end(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show it on Home again; who asked in the list of all that is left out returns there."""
    place = _place(request, uid)
    if actions.unmute(request.user, place=place):
        messages.success(request, mutings.ended(place))
    else:
        messages.info(request, mutings.ended_before(place))
    return redirect("notifications:preferences" if "listed" in request.POST else "home")


def _place(request: PersonRequest, uid: uuid.UUID) -> Group | User:
    place = mutings.find(request.user, uid)
    if place is None:
        raise Http404
    return place
