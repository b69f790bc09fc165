"""Where our statements go, as an admin sees to it: each store with how far it got, and why not further."""

import uuid
from typing import TYPE_CHECKING, cast

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from courses.admins import admins_only
from courses.models import Destination
from courses.pagination import Folded
from courses.sendings.forms import Once

from ..exchange import forwarding, leases
from ..values import is_iri
from . import partners

if TYPE_CHECKING:
    from community.models import User

MOST = 100  # refusals shown
COUNTED = 10_000  # waiting statements counted; of more it is said that there are more


class DestinationForm(partners.PartnerForm, Once):
    """A store to send to, and what of ours it gets."""

    verb = forms.CharField(
        label=gettext_lazy("Only this verb"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Its IRI, such as http://adlnet.gov/expapi/verbs/completed. Empty: every verb."),
    )
    activity = forms.CharField(
        label=gettext_lazy("Only this activity"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Its IRI. Empty: every activity."),
    )
    from_the_beginning = forms.BooleanField(label=gettext_lazy("Send what is stored already as well"), required=False)

    def clean_verb(self) -> str:
        """Return the verb's IRI, "" for all."""
        return _iri(self.cleaned_data["verb"])

    def clean_activity(self) -> str:
        """Return the activity's IRI, "" for all."""
        return _iri(self.cleaned_data["activity"])


@require_safe
@admins_only
def listing(request: HttpRequest) -> HttpResponse:
    """List the stores we send to, those ended last."""
    found = Destination.objects.annotate(refused=Count("refusals")).order_by(Folded("name"), "pk")
    rows = [{"destination": one, "state": _state(one)} for one in sorted(found, key=lambda one: one.ended is not None)]
    return render(request, "courses/records/editor/destinations.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def new(request: HttpRequest) -> HttpResponse:
    """Begin to send to a store."""
    form = DestinationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        destination = forwarding.begin(**form.cleaned_data, by=cast("User", request.user))
        messages.success(request, _("Statements go to “%(name)s” within a minute.") % {"name": destination.name})
        return redirect("destination", destination.uid)
    context = {"form": form, "title": _("Send to another store"), "action": request.path, "button": _("Begin to send")}
    return render(request, "courses/records/editor/form.html", context)


@require_safe
@admins_only
def detail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show how far one store got, what waits for it and what it refused, with the reasons."""
    destination = get_object_or_404(Destination, uid=uid)
    waiting = forwarding.waiting(destination)[: COUNTED + 1].count()
    context = {
        "destination": destination,
        "state": _state(destination),
        "waiting": f"{COUNTED}+" if waiting > COUNTED else waiting,
        "refused": destination.refusals.count(),
        "refusals": destination.refusals.select_related("record")
        .defer("record__statement")
        .order_by("-at", "-pk")[:MOST],
    }
    return render(request, "courses/records/editor/destination.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def credentials(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Change the key and secret by which a store knows us."""
    destination = _going(uid)
    form = partners.CredentialsForm(request.POST or None, initial={"key": destination.key})
    if request.method == "POST" and form.is_valid():
        leases.let_in_as(destination, **form.cleaned_data)
        messages.success(request, _("The new secret is used from now on."))
        return redirect("destination", uid)
    context = {"form": form, "title": destination.name, "action": request.path, "button": _("Save")}
    return render(request, "courses/records/editor/form.html", context)


@require_POST
@admins_only
def resumption(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Let the next tick try again, what was refused as well."""
    forwarding.resume(_going(uid))
    messages.success(request, _("It is tried again within a minute, and what was refused as well."))
    return redirect("destination", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def end(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Send nothing more to a store, once it is confirmed."""
    destination = _going(uid)
    if request.method == "POST":
        forwarding.end(destination)
        messages.success(request, _("Nothing more is sent to “%(name)s”.") % {"name": destination.name})
        return redirect("destinations")
    context = {
        "title": _("Send nothing more to “%(name)s”?") % {"name": destination.name},
        "words": _("What it has it keeps, and our secret for it is forgotten."),
        "action": request.path,
        "button": _("Send nothing more"),
        "back": reverse("destination", args=[uid]),
    }
    return render(request, "courses/records/editor/confirm.html", context)


def _going(uid: uuid.UUID) -> Destination:
    return get_object_or_404(Destination, uid=uid, ended=None)


def _state(destination: Destination) -> str:
    return partners.state(destination, ended=destination.ended, ended_words=_("Ended"))


def _iri(text: str) -> str:
    if text and not is_iri(text):
        raise forms.ValidationError(_("That is no IRI."))
    return text
