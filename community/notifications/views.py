"""The tray, the page, reading and muting. Reading is a POST: a page that is fetched changes nothing."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.feed.mutings import left_out_by
from community.requests import PersonRequest
from community.undoing import NOTHING_LEFT
from courses import uids

from . import actions, choices, queries
from .forms import PreferencesForm
from .mailing import address_of

CLEARED = "notices_cleared"  # in the session: the ids of those that were marked as read at once


@login_required
@require_safe
def notice_list(request: PersonRequest) -> HttpResponse:
    """Show the notices of a person, by day."""
    page = queries.page(request.user, before=request.GET.get("before", ""))
    return render(request, "community/notifications/list.html", {"page": page})


@login_required
@require_safe
def tray(request: PersonRequest) -> HttpResponse:
    """Show the latest notices under the bell."""
    return render(request, "community/notifications/tray.html", {"notices": queries.tray(request.user)})


@login_required
@require_safe
def count(request: PersonRequest) -> HttpResponse:
    """Show the bell's number alone."""
    return render(request, "components/bell.html", {"unread": queries.unread_count(request.user)})


@login_required
@require_POST
def reading(request: PersonRequest) -> HttpResponse:
    """Mark what an opened page showed as read: `thread`, or one `notice`."""
    thread = request.POST.get("thread", "")
    if thread:
        actions.read_thread(request.user, thread=thread)
    else:
        actions.read_notice(request.user, uid=_notice(request))
    return HttpResponse(status=204)


@login_required
@require_POST
def clearing(request: PersonRequest) -> HttpResponse:
    """Mark every notice as read, and offer the way back."""
    if "undo" in request.GET:
        if not actions.unread_again(request.user, ids=request.session.pop(CLEARED, [])):
            messages.info(request, NOTHING_LEFT)
        return redirect("notifications:list")
    if cleared := actions.read_all(request.user):
        request.session[CLEARED] = cleared
        undo = f"{reverse('notifications:clearing')}?undo"
        messages.success(request, _("All marked as read"), extra_tags=undo)
    return redirect("notifications:list")


@login_required
@require_POST
def muting(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Hear no more of the conversation, or of the kind, of a notice, and offer the way back."""
    notice = queries.notice(request.user, uid)
    if notice is None:
        raise Http404
    if "undo" in request.GET:
        if choices.unmute(notice):
            messages.success(request, _("You hear of it again"))
        else:
            messages.info(request, _("You hear of it already"))
        return redirect("notifications:list")
    choices.mute(notice)
    undo = f"{reverse('notifications:muting', args=[uid])}?undo"
    messages.success(request, _("Muted. You can change it under “Notification settings”."), extra_tags=undo)
    return redirect("notifications:list")


@login_required
def preferences(request: PersonRequest) -> HttpResponse:
    """Choose what to hear about, here and by mail."""
    form = PreferencesForm(request.POST or None, choices=queries.choices(request.user))
    if request.method == "POST" and form.is_valid():
        choices.choose(request.user, form.chosen())
        messages.success(request, _("Saved"))
        return redirect("notifications:preferences")
    context = {
        "form": form,
        "muted": queries.muted_count(request.user),
        "left_out": left_out_by(request.user),
        "address": address_of(request.user),
    }
    return render(request, "community/notifications/preferences.html", context)


@login_required
@require_POST
def unmuting(request: PersonRequest) -> HttpResponse:
    """Hear of every muted conversation again."""
    choices.unmute_all(request.user)
    return redirect("notifications:preferences")


def _notice(request: PersonRequest) -> uuid.UUID:
    uid = uids.read(request.POST.get("notice", ""))
    if uid is None:
        raise Http404
    return uid
