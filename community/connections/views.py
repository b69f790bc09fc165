"""Connecting with people: asking, answering, ending, and what connections see."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.models import User
from community.people import actions as people
from community.people import queries as people_queries
from community.people.forms import ConnectionSharingForm
from community.requests import PersonRequest

from . import actions, presenting, queries


@login_required
@require_safe
def connection_list(request: PersonRequest) -> HttpResponse:
    """Show who asks me, whom I am connected with and whom I asked."""
    return render(request, "community/connections/list.html", {"listing": presenting.connections(request.user)})


@login_required
@require_POST
def ask(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Ask someone whose profile I may see to connect."""
    others = people_queries.visible_to(request.user).exclude(pk=request.user.pk)
    other, first = get_object_or_404(others, uid=uid), _is_first(request.user)
    try:
        actions.ask(request.user, other=other)
    except ValidationError as refusal:
        messages.error(request, refusal.message)
        return redirect("profiles:person", uid)
    messages.success(request, _("%(name)s is asked") % {"name": other.get_short_name()})
    return redirect("connections:sharing") if first else redirect("profiles:person", uid)


@login_required
@require_POST
def acceptance(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """Accept what someone asked of me."""
    asked = queries.standing(request.user).filter(asked=request.user)
    connection = get_object_or_404(asked.select_related("asker", "asked"), uid=uid)
    first = not queries.connected_ids(request.user).exists()
    actions.accept(connection, by=request.user)
    messages.success(request, _("You are connected with %(name)s") % {"name": connection.asker.display_name})
    return redirect("connections:sharing") if first else redirect("profiles:person", connection.asker.uid)


@login_required
@require_POST
def removal(request: PersonRequest, uid: uuid.UUID) -> HttpResponse:
    """End a connection, decline what was asked of me, or take back what I asked."""
    connection = get_object_or_404(queries.standing(request.user).select_related("asker", "asked"), uid=uid)
    actions.remove(connection, by=request.user)
    messages.success(request, _("Connection ended") if connection.accepted_at else _("Request removed"))
    return redirect("connections:list")


@login_required
def sharing(request: PersonRequest) -> HttpResponse:
    """Ask, at the first connection, what connections may see; change it later."""
    form = ConnectionSharingForm(request.POST or None)
    if form.is_valid():
        people.share(request.user, sharing=form.cleaned_data["sharing"])
        messages.success(request, _("Saved. It takes effect at once."))
        return redirect("connections:list")
    context = {"form": form, "choice": presenting.choice(request.user)}
    return render(request, "community/connections/sharing.html", context)


def _is_first(user: User) -> bool:
    return user.sharing == User.Sharing.PRIVATE and not queries.standing(user).exists()
