"""What people show of themselves: a profile, to whoever may see it, and all that one shares, to oneself."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.people import actions, queries
from community.requests import PersonRequest

from .presenting import consent
from .presenting.profile import profile


@login_required
@require_safe
def person(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Show a profile to who shares a group with its owner or is connected."""
    owner = get_object_or_404(queries.visible_to(request.user), uid=uid)
    return render(request, "community/people/profile.html", {"profile": profile(owner, request.user)})


@login_required
def privacy(request: PersonRequest) -> HttpResponse:
    """Show everything I share."""
    return render(request, "community/people/privacy.html", {"shared": consent.overview(request.user)})


@login_required
def private_everywhere(request: PersonRequest) -> HttpResponse:
    """List what would disappear and what would stay; then share nothing anywhere, in one act."""
    if request.method != "POST":
        return render(request, "community/people/private.html", {"shared": consent.overview(request.user)})
    actions.private_everywhere(request.user)
    messages.success(request, _("You are private everywhere"))
    return redirect("people:privacy")
