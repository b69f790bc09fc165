"""What is taken over from other stores, as an admin sees to it: how far it got, and what would not do."""

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
from courses.models import Import
from courses.sendings.forms import Once

from ..exchange import importing, leases
from . import partners

if TYPE_CHECKING:
    from community.models import User

MOST = 100  # rejections shown


class ImportForm(partners.PartnerForm, Once):
    """A store to take over from, and what its statements may here."""

    since = forms.DateTimeField(
        label=gettext_lazy("Only what was stored there after"),
        required=False,
        help_text=gettext_lazy("Such as 2026-01-31 12:00. Empty: everything."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What its statements may do here"),
        choices=[(scope, scope.label) for scope in importing.MAY],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@require_safe
@admins_only
def listing(request: HttpRequest) -> HttpResponse:
    """List what is and was taken over, the newest first."""
    found = Import.objects.annotate(rejected=Count("rejections")).order_by("-created", "-pk")
    rows = [{"source": one, "state": _state(one)} for one in found]
    return render(request, "courses/records/editor/imports.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def new(request: HttpRequest) -> HttpResponse:
    """Begin to take over another store."""
    form = ImportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source = importing.begin(**form.cleaned_data, by=cast("User", request.user))
        messages.success(request, _("“%(name)s” is read within a minute.") % {"name": source.name})
        return redirect("record_import", source.uid)
    context = {"form": form, "title": _("Take over a store"), "action": request.path, "button": _("Begin to read")}
    return render(request, "courses/records/editor/form.html", context)


@require_safe
@admins_only
def detail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Show how far one import got and what would not do, with the reasons."""
    source = get_object_or_404(Import, uid=uid)
    context = {
        "source": source,
        "state": _state(source),
        "rejected": source.rejections.count(),
        "rejections": source.rejections.order_by("-at", "-pk")[:MOST],
    }
    return render(request, "courses/records/editor/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def credentials(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Change the key and secret by which a store knows us."""
    source = _going(uid)
    form = partners.CredentialsForm(request.POST or None, initial={"key": source.key})
    if request.method == "POST" and form.is_valid():
        leases.let_in_as(source, **form.cleaned_data)
        messages.success(request, _("The new secret is used from now on."))
        return redirect("record_import", uid)
    context = {"form": form, "title": source.name, "action": request.path, "button": _("Save")}
    return render(request, "courses/records/editor/form.html", context)


@require_POST
@admins_only
def resumption(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Let the next tick read on."""
    importing.resume(_going(uid))
    messages.success(request, _("It is read on within a minute."))
    return redirect("record_import", uid)


@require_http_methods(["GET", "HEAD", "POST"])
@admins_only
def end(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Read no further, once it is confirmed."""
    source = _going(uid)
    if request.method == "POST":
        importing.stop(source)
        messages.success(request, _("“%(name)s” is read no further.") % {"name": source.name})
        return redirect("record_imports")
    context = {
        "title": _("Read “%(name)s” no further?") % {"name": source.name},
        "words": _("What was taken over stays, and our secret for that store is forgotten."),
        "action": request.path,
        "button": _("Read no further"),
        "back": reverse("record_import", args=[uid]),
    }
    return render(request, "courses/records/editor/confirm.html", context)


def _going(uid: uuid.UUID) -> Import:
    return get_object_or_404(Import, uid=uid, finished=None)


def _state(source: Import) -> str:
    whole = _("Stopped by hand") if source.more or not source.pages else _("Finished")
    return partners.state(source, ended=source.finished, ended_words=whole)
