"""Coming in, by oneself, by asking or by invitation; what one shares; and going."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from community.faces import face_of
from community.models import Group, Invitation, Membership
from community.requests import PersonRequest
from community.undoing import NOTHING_LEFT

from .. import memberships, policies, queries, requests
from ..forms import ChangeSharingForm, JoiningForm, SharingForm
from ..presenting import about, sharing
from ..presenting.frame import Frame, frame_of, head

BEFORE = "shared_before"  # in the session, by group: sharing and since when, before the last change there


@login_required
def membership(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask what to share, then join a public group, or ask the managers of a private one."""
    group = get_object_or_404(queries.visible_to(request.user), uid=uid)
    if queries.membership(group, request.user):
        return redirect("feed:group", uid)
    may_join = policies.may_join(request.user, group)
    if policies.kept_out_until(request.user, group) or (not may_join and queries.open_request(group, request.user)):
        return redirect("groups:group", uid)
    form = JoiningForm(request.POST or None)
    if form.is_valid():
        return _come_in(request, group, form)
    if not may_join and not policies.may_ask(request.user, group):
        raise Http404
    return render(request, "community/groups/join.html", _question(request, group, form, asks=not may_join))


def invitation(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show what one is invited to, to whoever holds a link that stands; ask what to share, and join.

    A member is led into the group, by a link that ended as well.
    """
    if own := queries.own_group_of_link(uid, request.user):
        return redirect("feed:group", own.uid)
    found = queries.standing_invitation(uid, user=request.user)
    if found is None:
        return render(request, "community/groups/invitation_ended.html", status=404)
    if not request.user.is_authenticated:
        return render(request, "community/groups/invitation.html", _invited(found))
    form = SharingForm(request.POST or None)
    if form.is_valid():
        try:
            memberships.join(found.group, user=request.user, invitation=found, **form.chosen)
        except ValidationError:
            return render(request, "community/groups/invitation_ended.html", status=404)
        return redirect("feed:group", found.group.uid)
    context = _question(request, found.group, form, asks=False) | _invited(found)
    return render(request, "community/groups/join.html", context)


@login_required
def change_sharing(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Change what one shares in a group; it holds at once."""
    frame = frame_of(request, uid, tab="")
    if request.method == "POST" and "undo" in request.GET:
        return _share_as_before(request, frame)
    form = ChangeSharingForm(request.POST or None)
    if form.is_valid():
        chosen, before = form.cleaned_data["sharing"], frame.membership
        since = before.shared_since.isoformat() if before.shared_since else ""
        request.session[BEFORE] = _changed_before(request) | {str(uid): [before.sharing, since]}
        memberships.change_sharing(before, sharing=chosen, from_joining=form.from_joining)
        undo = f"{reverse('groups:sharing', args=[uid])}?{request.GET.urlencode()}&undo"
        messages.success(request, _CHANGED[chosen] % {"group": frame.group.name}, extra_tags=undo)
        return _back(request, uid)
    context = _choice(request, frame.group, chosen=frame.membership.sharing)
    return render(request, "community/groups/sharing.html", {"frame": frame, "form": form, **context})


def _share_as_before(request: PersonRequest, frame: Frame) -> HttpResponse:
    """Share again as one did before the last change, from the day it was; a second press reads that nothing is left."""
    changed = _changed_before(request)
    if before := changed.pop(str(frame.group.uid), None):
        sharing, since = before
        request.session[BEFORE] = changed
        memberships.share_again(
            frame.membership, sharing=sharing, since=datetime.fromisoformat(since) if since else None
        )
        messages.success(request, _CHANGED[Membership.Sharing(sharing)] % {"group": frame.group.name})
    else:
        messages.info(request, NOTHING_LEFT)
    return _back(request, frame.group.uid)


def _changed_before(request: PersonRequest) -> dict[str, list[str]]:
    """Return what was shared before; a session of an earlier release kept one change, and that as a list."""
    kept = request.session.get(BEFORE)
    return dict(kept) if isinstance(kept, dict) else {}


def _back(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Return to the board where the change was made there, else to the feed."""
    return redirect("leaderboards:board" if "board" in request.GET else "feed:group", uid)


@login_required
@require_POST
def agreement(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Go along with the managers seeing one's progress."""
    member = get_object_or_404(queries.groups_of(request.user), group__uid=uid)
    memberships.agree_to_management(member)
    messages.success(request, _("The managers see your progress from now on"))
    return redirect("feed:group", uid)


@login_required
def leaving(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Say what leaving means, then leave."""
    frame = frame_of(request, uid, tab="")
    if request.method != "POST":
        return render(request, "community/groups/leave.html", {"frame": frame})
    try:
        memberships.leave(frame.membership)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect("groups:people", uid)
    messages.success(request, _("You left %(group)s") % {"group": frame.group.name})
    return redirect("groups:list")


@login_required
@require_POST
def request_end(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask to join no longer."""
    group = get_object_or_404(queries.visible_to(request.user), uid=uid)
    waiting = queries.open_request(group, request.user)
    if waiting:
        requests.take_back_request(waiting)
    return redirect("groups:group", uid)


_CHANGED = {
    Membership.Sharing.NAMED: gettext_lazy("You share by name in %(group)s now"),
    Membership.Sharing.PRIVATE: gettext_lazy("You are private in %(group)s now"),
}


def _come_in(request: PersonRequest, group: Group, form: JoiningForm) -> HttpResponse:
    if policies.may_join(request.user, group):
        memberships.join(group, user=request.user, **form.chosen)
        return redirect("feed:group", group.uid)
    if not policies.may_ask(request.user, group):
        raise Http404
    sharing, note = form.cleaned_data["sharing"], form.cleaned_data["note"]
    try:
        requests.ask_to_join(group, user=request.user, sharing=sharing, note=note)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Asked. You hear as soon as a manager decides."))
    return redirect("groups:group", group.uid)


def _question(request: PersonRequest, group: Group, form: Any, *, asks: bool) -> dict[str, Any]:
    chosen = form.data.get("sharing", Membership.Sharing.PRIVATE) if form.is_bound else Membership.Sharing.PRIVATE
    return {
        "group": group,
        "form": form,
        "asks": asks,
        "head": _head(group),
        **_choice(request, group, chosen=chosen),
    }


def _choice(request: PersonRequest, group: Group, *, chosen: str) -> dict[str, Any]:
    managers = list(queries.managers(group)) if group.managed_since else []
    lesson, asked = about.example(group)
    choice = sharing.choice(group, request.user, chosen=chosen, managers=managers, lesson=lesson, asked=asked)
    return {"choice": choice, "me": face_of(request.user)}


def _invited(invitation: Invitation) -> dict[str, Any]:
    kicker = _("%(name)s invites you to") % {"name": invitation.invited_by.display_name}
    return {"invitation": invitation, "head": _head(invitation.group, kicker=kicker)}


def _head(group: Group, *, kicker: str = "") -> dict[str, Any]:
    return head(group, people=queries.members(group).count(), more=about.courses_in_words(group), kicker=kicker)
