"""Finding groups, looking at one, and the pages of one's own."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from community.faces import face_of
from community.models import Group
from community.requests import PersonRequest

from .. import actions, invitations, letters, policies, queries
from ..forms import GroupSettingsForm, InvitingForm, NewGroupForm
from ..presenting import about, finding, roster
from ..presenting.frame import frame_of, head, led_frame_of


@login_required
@require_safe
def group_list(request: PersonRequest) -> HttpResponse:
    """Show my groups, and those I may find."""
    after = request.GET.get("after", "")
    context = {
        "mine": [] if after else finding.mine(request.user),
        "others": finding.others(request.user, after=after),
    }
    return render(request, "community/groups/list.html", context)


@login_required
def group_new(request: PersonRequest) -> HttpResponse:
    """Found a group."""
    form = NewGroupForm(request.POST or None, initial={"time_zone": request.user.time_zone})
    if form.is_valid():
        group = actions.create(request.user, **form.cleaned_data)
        messages.success(request, _("%(group)s is ready. Invite the first people.") % {"group": group.name})
        return redirect("groups:people", group.uid)
    return render(request, "community/groups/new.html", {"form": form})


@login_required
@require_safe
def group(request: PersonRequest, uid: uuid.UUID, slug: str = "") -> HttpResponse:
    """Show what a group is to who may join it; its members go on to its feed."""
    found = get_object_or_404(queries.visible_to(request.user), uid=uid)
    if queries.membership(found, request.user):
        return redirect("feed:group", uid)
    may_join = policies.may_join(request.user, found)
    context = {
        "group": found,
        "head": head(found, people=queries.members(found).count(), more=about.courses_in_words(found)),
        "managers": [face_of(manager) for manager in queries.managers(found)],
        "may_join": may_join,
        "waiting": None if may_join else queries.open_request(found, request.user),
        "kept_out": about.kept_out(found, request.user),
        "asks": about.what_joining_asks(found, decided=not may_join),
        **about.inside(found, request.user),
    }
    return render(request, "community/groups/about.html", context)


@login_required
def people(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show who belongs to the group; its managers also see who asks to, and invite by a link or by mail."""
    frame, after = frame_of(request, uid, tab="people"), request.GET.get("after", "")
    if request.method == "POST" and not frame.is_manager:
        raise Http404
    form = InvitingForm(request.POST or None)
    if form.is_valid() and _mailed(request, frame.group, form):
        return redirect("groups:people", uid)
    rows, following = roster.people(frame.group, request.user, leads=frame.is_manager, after=after)
    context = {"frame": frame, "rows": rows, "next_url": f"?after={following}" if following else ""}
    if frame.is_manager:
        context["form"] = form
        context["waiting"] = list(queries.open_requests(frame.group))
        context["invitations"] = letters.links(queries.standing_invitations(frame.group))
    return render(request, "community/groups/people.html", context)


@login_required
def settings(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Change what the group is."""
    frame = led_frame_of(request, uid, tab="settings")
    # A form fills its instance with what was typed; the frame goes on showing the group as it stands.
    form = GroupSettingsForm(request.POST or None, instance=Group.objects.get(pk=frame.group.pk))
    if form.is_valid() and _edited(request, frame.group, form):
        messages.success(request, _("Changes saved"))
        return redirect("groups:settings", uid)
    return render(request, "community/groups/settings.html", {"frame": frame, "form": form})


def _edited(request: PersonRequest, group: Group, form: GroupSettingsForm) -> bool:
    try:
        actions.edit(group, by=request.user, **form.changes)
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _mailed(request: PersonRequest, group: Group, form: InvitingForm) -> bool:
    addresses = form.cleaned_data["addresses"]
    try:
        untaken = invitations.invite_by_mail(group, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error("addresses", refusal)
        return False
    if untaken:
        messages.error(request, letters.what_was_mailed(addresses, untaken=untaken))
    else:
        words = ngettext("Invitation mailed", "%(n)d invitations mailed", len(addresses))
        messages.success(request, words % {"n": len(addresses)})
    return True
