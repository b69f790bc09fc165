"""What managers do: let people in, give roles, assign courses."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.models import Group, JoinRequest, Membership
from community.requests import PersonRequest
from community.undoing import NOTHING_LEFT
from courses.access import days

from .. import assignments, leadership, memberships, policies, queries, requests
from ..forms import AssignmentForm
from ..invitations import invite, revoke_invitation
from ..presenting import learned
from ..presenting.frame import frame_of


@login_required
def courses(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show what the group learns; its managers assign a course here, or change when it is due."""
    frame = frame_of(request, uid, tab="courses")
    context = {"frame": frame, "courses": learned.courses(frame.group, request.user)}
    if frame.is_manager:
        context["form"] = form = _assignment_form(request, frame.group)
        if form.is_valid():
            course_key = form.cleaned_data["course"]
            assignments.assign(frame.group, course_key=course_key, by=request.user, due=form.cleaned_data["due"])
            messages.success(request, _("Course assigned"))
            return redirect("groups:courses", uid)
    elif request.method == "POST":
        raise Http404
    return render(request, "community/groups/courses.html", context)


@login_required
@require_POST
def assignment_end(request: PersonRequest, uid: uuid.UUID, key: uuid.UUID) -> HttpResponse:
    """Let the group learn a course no longer."""
    assignments.end(_led(request, uid), course_key=key, by=request.user)
    messages.success(request, _("The group no longer learns this course"))
    return redirect("groups:courses", uid)


@login_required
@require_POST
def invitations(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Make a link that invites."""
    invite(_led(request, uid), by=request.user)
    messages.success(request, _("Here is a link. Whoever follows it within 14 days can join."))
    return redirect("groups:people", uid)


@login_required
@require_POST
def revocation(request: PersonRequest, uid: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Let a link that invites lead nowhere."""
    standing = queries.standing_invitations(_led(request, uid))
    revoke_invitation(get_object_or_404(standing, uid=invitation))
    messages.success(request, _("The link leads nowhere now"))
    return redirect("groups:people", uid)


@login_required
@require_POST
def decision(request: PersonRequest, uid: uuid.UUID, asked: uuid.UUID) -> HttpResponse:
    """Let in whoever asks, or not."""
    waiting = get_object_or_404(JoinRequest.objects.select_related("user"), group=_led(request, uid), uid=asked)
    accept = request.POST.get("accept") == "yes"
    joined = requests.decide(waiting, by=request.user, accept=accept)
    if joined:
        messages.success(request, _("%(name)s is a member now") % {"name": waiting.user.display_name})
    return redirect("groups:people", uid)


@login_required
@require_POST
def role(request: PersonRequest, uid: uuid.UUID, member: uuid.UUID, wanted: str) -> HttpResponse:
    """Make a member a manager, or a manager a member."""
    found = get_object_or_404(queries.members(_led(request, uid)), uid=member)
    try:
        leadership.promote(found, by=request.user, role=wanted)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    return redirect("groups:people", uid)


@login_required
@require_POST
def removal(request: PersonRequest, uid: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    """Take a member out of the group; and undo that, for a moment."""
    found = get_object_or_404(queries.ever_members(_led(request, uid)).exclude(user=request.user), uid=member)
    if "undo" in request.GET:
        _put_back(request, found)
        return redirect("groups:people", uid)
    if found.left and not policies.may_put_back(request.user, found):
        raise Http404
    try:
        memberships.remove(found, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
    else:
        undo = f"{reverse('groups:removal', args=[uid, member])}?undo"
        words = _("%(name)s is no longer a member") % {"name": found.user.display_name}
        messages.success(request, words, extra_tags=undo)
    return redirect("groups:people", uid)


def _put_back(request: PersonRequest, membership: Membership) -> None:
    """Undo a removal; a second press, in another tab, reads that nothing is left."""
    if policies.may_put_back(request.user, membership) and memberships.put_back(membership, by=request.user):
        messages.success(request, _("%(name)s is a member again") % {"name": membership.user.display_name})
    else:
        messages.info(request, NOTHING_LEFT)


def _led(request: PersonRequest, uid: uuid.UUID) -> Group:
    """Return a group that the person leads; to anyone else it does not exist."""
    mine = queries.groups_of(request.user).filter(role=Membership.Role.MANAGER)
    return get_object_or_404(mine, group__uid=uid).group


def _assignment_form(request: PersonRequest, group: Group) -> AssignmentForm:
    choices = [(str(key), title) for key, title in policies.assignable(request.user)]
    zone = ZoneInfo(group.time_zone)
    standing = {each.course_key: days.set_in(each.due, group.time_zone) for each in queries.assignments(group)}
    return AssignmentForm(request.POST or None, courses=choices, zone=zone, standing=standing)
