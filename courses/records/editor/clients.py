"""Programs that may speak to the record store, as an admin sees to them: let in, given a new secret, turned away."""

import uuid
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from courses.admins import admins_only
from courses.meanwhile import Meanwhile
from courses.models import Client
from courses.pagination import Folded
from courses.sendings.forms import Once
from courses.writing import Line

from ..clients import actions, queries

if TYPE_CHECKING:
    from community.models import User


class ClientForm(forms.Form):
    """What a client is called and may do."""

    name = Line(
        label=gettext_lazy("Name"),
        max_length=100,
        help_text=gettext_lazy("Such as “Workshop tablets”. It stands in each statement it writes."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"), choices=Client.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("Requests a minute"),
        min_value=1,
        max_value=1_000_000,
        initial=600,
        required=False,
        help_text=gettext_lazy("After so many it has to wait for the next minute. Empty: as many as it likes."),
    )


class ChangeClientForm(Meanwhile, ClientForm):
    """A client changed by one admin, while another may be changing it too."""

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        stands = {"name": client.name, "scopes": client.scopes, "per_minute": client.per_minute}
        super().__init__(*args, initial=dict(stands), stands=stands, **kwargs)


class NewClientForm(ClientForm, Once):
    """A client to be let in."""


@require_safe
@admins_only
def listing(request: HttpRequest) -> HttpResponse:
    """List the clients, those turned away last."""
    clients = list(Client.objects.order_by("revoked", Folded("name"), "pk"))
    former = queries.overlapping(clients)
    rows = [
        {
            "client": client,
            "scopes": _words(client),
            "former": [secret for secret in former if secret.client_id == client.pk],
        }
        for client in sorted(clients, key=lambda client: client.revoked is not None)
    ]
    return render(request, "courses/records/editor/clients.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admins_only
def new(request: HttpRequest) -> HttpResponse:
    """Add a client and show its secret, once."""
    form = NewClientForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        client, secret = actions.admit(**form.cleaned_data, by=cast("User", request.user))
        return _shown_once(request, client, secret)
    context = {"form": form, "title": _("New client"), "action": request.path, "button": _("Let it in")}
    return render(request, "courses/records/editor/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def edit(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Change what a client is called and may do."""
    client = _standing(uid)
    form = ChangeClientForm(request.POST if request.method == "POST" else None, client=client)
    if request.method == "POST" and form.is_valid():
        actions.change(client, **form.changes)
        messages.success(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
        return redirect("record_clients")
    context = {"form": form, "title": client.name, "action": request.path, "button": _("Save")}
    return render(request, "courses/records/editor/form.html", context)


@require_POST
@never_cache
@admins_only
def secret(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Give a client a new secret and show it, once."""
    client = _standing(uid)
    return _shown_once(request, client, actions.rotate(client))


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def revocation(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Turn a client away, once it is confirmed."""
    client = _standing(uid)
    if request.method == "POST":
        actions.revoke(client)
        messages.success(request, _("“%(name)s” is turned away.") % {"name": client.name})
        return redirect("record_clients")
    context = {
        "title": _("Turn “%(name)s” away?") % {"name": client.name},
        "words": _(
            "It may speak here no longer; what it wrote stays. This cannot be taken back, but another can be let in."
        ),
        "action": request.path,
        "button": _("Turn it away"),
        "back": reverse("record_clients"),
    }
    return render(request, "courses/records/editor/confirm.html", context)


def _standing(uid: uuid.UUID) -> Client:
    return get_object_or_404(Client, uid=uid, revoked=None)


def _shown_once(request: HttpRequest, client: Client, secret: str) -> HttpResponse:
    context = {
        "client": client,
        "secret": secret,
        "endpoint": request.build_absolute_uri(reverse("xapi:about")).removesuffix("about"),
        "former": queries.overlapping([client]),
    }
    return render(request, "courses/records/editor/secret.html", context)


def _words(client: Client) -> list[Any]:
    return [scope.label for scope in Client.Scope if scope in client.scopes]
